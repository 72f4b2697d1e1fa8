import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '#shared/templates/catalogue.ts';
import type { TemplateField, TemplateValues } from '#shared/templates/fields.ts';
import { leftovers } from '#shared/templates/leftovers.ts';
import {
  buildTemplate,
  completeValues,
  readTemplate,
  type Template,
} from '#shared/templates/template.ts';
import { parseXml } from '#shared/xml/parse.ts';

const JIDS = [
  'pubsub.example.org',
  'alice@example.org',
  'alice@example.org/phone',
  'münchen.example',
];

const xmlText = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .map((text) => text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, 'x'));

const pairName = fc.stringMatching(/^[a-z#_-]{1,12}$/);

/** Values a user could have put into a field, blank ones among them when the field allows it. */
function fieldValues(field: TemplateField): fc.Arbitrary<string | readonly string[]> {
  if (field.name === 'xml') return fc.constant("<iq id='1' type='get'><a xmlns='b'>c</a></iq>");
  if (field.kind === 'pairs') return pairs(field.reserved);
  const filled = filledValues(field);
  return field.required ? filled : fc.oneof(fc.constant(''), filled);
}

function filledValues(field: Exclude<TemplateField, { kind: 'pairs' }>): fc.Arbitrary<string> {
  switch (field.kind) {
    case 'jid':
      return fc.constantFrom(...JIDS);
    case 'integer':
      return fc.integer({ min: field.min, max: field.max }).map(String);
    case 'boolean':
      return fc.constantFrom('true', 'false', '1', '0');
    case 'choice': {
      const known = fc.constantFrom(...field.options.map((option) => option.value));
      return field.otherwise === null ? known : fc.oneof(known, xmlText);
    }
    case 'text':
    case 'multiline':
    case 'token':
      return xmlText;
    default:
      return field satisfies never;
  }
}

function pairs(reserved: readonly string[]): fc.Arbitrary<readonly string[]> {
  const value = xmlText.map((text) => text.replaceAll(/[\r\n]/g, ' '));
  return fc
    .uniqueArray(fc.tuple(pairName, value), { maxLength: 3, selector: ([name]) => name })
    .map((list) =>
      list.filter(([name]) => !reserved.includes(name)).map(([name, text]) => `${name}=${text}`),
    );
}

function formValues(template: Template): fc.Arbitrary<TemplateValues> {
  return fc.record(
    Object.fromEntries(template.fields.map((field) => [field.name, fieldValues(field)])),
  );
}

/** Something that the field takes. */
function requiredValue(field: TemplateField): string {
  if (field.name === 'xml') return "<iq id='p1'/>";
  if (field.kind === 'integer') return String(field.min);
  return field.defaultValue ?? 'apns';
}

describe.each(TEMPLATES.map((template) => [template.id, template] as const))(
  '%s',
  (_id, template) => {
    it('reads back what it builds', () => {
      fc.assert(
        fc.property(formValues(template), (values) => {
          const built = buildTemplate(template, values, { stanzaId: 'p1' });
          if (!built.ok) throw new Error(JSON.stringify(built.problems));
          const sent = parseXml(built.xml);
          if (!sent.ok) throw new Error(sent.problem.message);

          expect(sent.element).toEqual(built.element);
          expect(readTemplate(template, sent.element)).toEqual(completeValues(template, values));
          expect(leftovers(template, sent.element)).toEqual([]);
        }),
        { numRuns: 60 },
      );
    });

    it('leaves blank optional fields out', () => {
      const values = Object.fromEntries(
        template.fields.map((field) => [field.name, field.required ? requiredValue(field) : '']),
      );
      const built = buildTemplate(template, values, { stanzaId: 'p1' });

      expect(built.ok && built.xml).not.toMatch(/=''|<value\/>|<field[^>]*\/>/);
    });
  },
);
