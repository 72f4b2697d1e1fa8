/** Every refusal that a real MongooseIM gave to a step's request has a verdict of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StepId } from '#shared/contract/run.ts';
import { operationOf } from '#shared/explain/operation.ts';
import { verdictFor } from '#shared/explain/verdicts.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { readStanzaError, type StanzaError } from '#shared/xmpp/stanza-error.ts';

const FOLDER = new URL('../../fixtures/golden/', import.meta.url);

/** Steps by what they ask for. */
const STEPS: Readonly<Partial<Record<string, StepId>>> = {
  create: 'create',
  affiliations: 'affiliation',
  enable: 'enable',
  disable: 'disable',
  delete: 'delete',
};

interface RecordedRefusal {
  readonly file: string;
  readonly stepId: StepId;
  readonly error: StanzaError;
}

describe('recorded refusals', () => {
  const refusals = recordingNames().flatMap(refusalsIn);

  it('are found for four steps', () => {
    expect(new Set(refusals.map(({ stepId }) => stepId))).toEqual(
      new Set(['create', 'affiliation', 'enable', 'delete']),
    );
  });

  it('are each explained by name', () => {
    const unexplained = refusals
      .filter(({ stepId, error }) => isGeneral(stepId, error))
      .map(({ file, stepId, error }) => `${file}: ${stepId} ${error.condition}`);

    expect(unexplained).toEqual([]);
  });
});

function isGeneral(stepId: StepId, error: StanzaError): boolean {
  const verdict = verdictFor({ stepId, flow: 'full', outcome: { kind: 'error', error } });
  return verdict.notProved.includes('not among the known ones');
}

function recordingNames(): string[] {
  return readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'));
}

function refusalsIn(file: string): RecordedRefusal[] {
  const requests = new Map<string, XmlElement>();
  return stanzasOf(file).flatMap(({ dir, element }): RecordedRefusal[] => {
    const id = element.attrs['id'] ?? '';
    if (dir === 'out') requests.set(id, element);
    const request = requests.get(id);
    const error = dir === 'in' ? readStanzaError(element) : null;
    if (request === undefined || error === null) return [];
    const stepId = STEPS[operationOf(request)];
    const isSet = request.attrs['type'] === 'set';
    return stepId === undefined || !isSet ? [] : [{ file, stepId, error }];
  });
}

function stanzasOf(file: string): { readonly dir: string; readonly element: XmlElement }[] {
  const lines = readFileSync(new URL(file, FOLDER), 'utf8').split('\n').filter(Boolean);
  return lines.flatMap((line) => {
    const { dir, xml } = JSON.parse(line) as { readonly dir: string; readonly xml?: string };
    const outcome = parseXml(xml ?? '');
    return outcome.ok ? [{ dir, element: outcome.element }] : [];
  });
}
