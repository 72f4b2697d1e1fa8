import { describe, expect, it } from 'vitest';
import type { ExchangeOutcome } from '#shared/contract/exchange.ts';
import { verdictFor } from '#shared/explain/verdicts.ts';
import { TEMPLATES } from '#shared/templates/catalogue.ts';
import type { TemplateField } from '#shared/templates/fields.ts';
import { buildTemplate, defaultValues, type Template } from '#shared/templates/template.ts';
import type { XmlElement } from '#shared/xml/node.ts';

/** RFC 6120 §8.3.3: every defined condition, with the error type it is associated with. */
const CONDITIONS = [
  ['modify', 'bad-request'],
  ['cancel', 'conflict'],
  ['cancel', 'feature-not-implemented'],
  ['auth', 'forbidden'],
  ['modify', 'gone'],
  ['cancel', 'internal-server-error'],
  ['cancel', 'item-not-found'],
  ['modify', 'jid-malformed'],
  ['modify', 'not-acceptable'],
  ['cancel', 'not-allowed'],
  ['auth', 'not-authorized'],
  ['modify', 'policy-violation'],
  ['wait', 'recipient-unavailable'],
  ['modify', 'redirect'],
  ['auth', 'registration-required'],
  ['cancel', 'remote-server-not-found'],
  ['wait', 'remote-server-timeout'],
  ['wait', 'resource-constraint'],
  ['cancel', 'service-unavailable'],
  ['auth', 'subscription-required'],
  ['modify', 'undefined-condition'],
  ['wait', 'unexpected-request'],
  ['continue', 'undefined-condition'],
  ['', 'x-unheard-of'],
] as const;

function refusal(type: string, condition: string): ExchangeOutcome {
  const rest = { text: '', lang: '', code: null, by: '', applicationConditions: [] };
  return { kind: 'error', error: { type, condition, ...rest } };
}

const OUTCOMES: readonly ExchangeOutcome[] = [
  { kind: 'result' },
  ...CONDITIONS.map(([type, condition]) => refusal(type, condition)),
  { kind: 'error-without-reason' },
  { kind: 'timeout', afterMs: 30_000 },
  { kind: 'disconnected', reason: 'the stream was closed' },
  { kind: 'cancelled' },
];

/** Something that a required field takes. */
function requiredValue(field: TemplateField): string {
  if (field.name === 'xml') return "<iq id='p1' type='get'><a xmlns='b'/></iq>";
  if (field.kind === 'integer') return String(field.min);
  return field.kind === 'jid' ? 'pubsub.example.org' : (field.defaultValue ?? 'apns');
}

function requestOf(template: Template): XmlElement {
  const required = template.fields.filter((field) => field.required);
  const filled = Object.fromEntries(required.map((field) => [field.name, requiredValue(field)]));
  const values = { ...defaultValues(template), ...filled };
  const built = buildTemplate(template, values, { stanzaId: 'p1' });
  if (!built.ok) throw new Error(`${template.id}: ${JSON.stringify(built.problems)}`);
  return built.element;
}

describe('the verdict on a template', () => {
  it.each(TEMPLATES.map((template) => [template.id, template] as const))(
    'has four full lines for every answer to %s',
    (_, template) => {
      const request = requestOf(template);
      for (const outcome of OUTCOMES) {
        const verdict = verdictFor({ flow: 'full', request, outcome });
        const lines = [verdict.proved, verdict.notProved, verdict.whoKnows, verdict.next];
        const about = JSON.stringify(outcome);
        for (const line of lines) expect(line.trim(), about).toMatch(/\S{2,}.*[.?!]$/s);
        expect(lines.join(' '), about).not.toMatch(/undefined(?!-condition)|\[object|NaN/);
      }
    },
  );
});
