import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXml } from '#shared/xml/parse.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import {
  buildAnswerForm,
  buildCancelForm,
  judgeAnswers,
  proposedAnswers,
  takesManyValues,
} from '#shared/xmpp/form-answers.ts';
import {
  FIELD_TYPES,
  readReceivedForm,
  type ReceivedField,
  type ReceivedForm,
} from '#shared/xmpp/received-form.ts';
import { assertProperty, PROPERTY_TIMEOUT_MS } from '#tests/support/property-runs.ts';

function field(changes: Partial<ReceivedField>): ReceivedField {
  const blank = { name: 'f', label: '', description: '', required: false };
  return { ...blank, type: 'text-single', values: [], options: [], validation: null, ...changes };
}

function formOf(...fields: readonly ReceivedField[]): ReceivedForm {
  const head = { type: 'form', formType: null, title: '', instructions: [] };
  return { ...head, fields, reported: [], items: [] };
}

function problem(changes: Partial<ReceivedField>, ...values: readonly string[]): string {
  return judgeAnswers(formOf(field(changes)), new Map([['f', values]]))[0]?.message ?? '';
}

function range(datatype: string, min: string | null = null, max: string | null = null) {
  return { validation: { datatype, open: false, min, max, pattern: null } };
}

describe('judgeAnswers', () => {
  const options = [{ value: 'a', label: 'A' }];

  it.each([
    ['a missing required value', problem({ required: true }), 'requires a value'],
    ['a blank required value', problem({ required: true }, ''), 'requires a value'],
    ['a word for a boolean', problem({ type: 'boolean' }, 'yes'), 'neither true nor false'],
    ['a JID without domain', problem({ type: 'jid-single' }, 'a@'), 'not a JID'],
    ['one bad JID of two', problem({ type: 'jid-multi' }, 'a@b', '@c'), '"@c" is not a JID'],
    ['a foreign option', problem({ type: 'list-multi', options }, 'a', 'b'), 'not among'],
    ['two values for one', problem({}, 'a', 'b'), 'takes one value'],
    ['a line break', problem({}, 'a\nb'), 'line break'],
    ['letters for an integer', problem(range('xs:integer'), '1x'), 'not a whole number'],
    ['an overflow of its type', problem(range('xs:byte', null, '999'), '128'), 'most is 127'],
    ['less than the range', problem(range('xs:int', '5'), '4'), 'least is 5'],
    ['more than the range', problem(range('xs:decimal', null, '1.5'), '1.6'), 'most is 1.5'],
    ['letters for a decimal', problem(range('xs:decimal'), '1e5'), 'not a number'],
  ])('finds %s', (_, message, expected) => {
    expect(message).toContain(expected);
  });

  it.each([
    ['a blank optional value', problem({}, '')],
    ['every spelling of a boolean', problem({ type: 'boolean' }, 'true')],
    ['a choice', problem({ type: 'list-single', options }, 'a')],
    ['any value without options', problem({ type: 'list-single' }, 'z')],
    ['what the server proposed', problem({ type: 'list-single', options, values: ['z'] }, 'z')],
    ['other values of an open list', problem({ ...openList(), options }, 'z')],
    ['lines of a long text', problem({ type: 'text-multi' }, 'a', '', 'b')],
    ['a number in its range', problem(range('xs:int', '1', '9'), '+9')],
    ['an unknown datatype', problem(range('x:zip'), 'any')],
    ['a bound that is no number', problem(range('xs:int', 'low'), '-3')],
  ])('accepts %s', (_, message) => {
    expect(message).toBe('');
  });

  it('never repeats a private value', () => {
    const message = problem({ type: 'text-private', ...range('xs:int') }, 'hunter2');

    expect(message).toContain('not a whole number');
    expect(message).not.toContain('hunter2');
  });
});

function openList(): Partial<ReceivedField> {
  const { validation } = range('xs:string');
  return { type: 'list-single', validation: { ...validation, open: true } };
}

describe('buildAnswerForm', () => {
  it('returns hidden fields, drops fixed and blank ones', () => {
    const form = formOf(
      field({ name: 'FORM_TYPE', type: 'hidden', values: ['urn:t'] }),
      field({ name: 'note', type: 'fixed', values: ['Read me'] }),
      field({ name: 'blank' }),
      field({ name: 'kept', values: ['1'] }),
      field({ name: 'emptied', values: ['old'] }),
      field({ name: 'none', type: 'list-multi', values: ['old'] }),
    );
    const answers = new Map([
      ['FORM_TYPE', ['urn:forged']],
      ['emptied', ['']],
      ['none', []],
    ]);

    expect(serializeXml(buildAnswerForm(form, answers))).toBe(
      "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>urn:t</value></field><field var='kept'><value>1</value></field><field var='emptied'><value/></field><field var='none'/></x>",
    );
  });

  it('writes a cancel without fields', () => {
    expect(serializeXml(buildCancelForm())).toBe("<x xmlns='jabber:x:data' type='cancel'/>");
  });

  it('loses no answer on the way', { timeout: PROPERTY_TIMEOUT_MS }, () => {
    const name = fc.oneof(fc.constant('__proto__'), fc.stringMatching(/^[a-z#_]{1,9}$/));
    const text = fc.stringMatching(/^[a-zé日<&'" ]{1,9}$/);
    const someField = fc
      .record({
        name,
        type: fc.constantFrom(...FIELD_TYPES),
        values: fc.array(text, { minLength: 1, maxLength: 4 }),
      })
      .map((made) => field({ ...made, values: takesManyValues(made) ? made.values : made.values.slice(0, 1) })); // prettier-ignore
    const fields = fc.uniqueArray(someField, { selector: (made) => made.name });
    return assertProperty(
      0.1,
      fc.property(fields, (made) => {
        const form = formOf(...made);
        const outcome = parseXml(serializeXml(buildAnswerForm(form, proposedAnswers(form))));
        const sent = outcome.ok ? readReceivedForm(outcome.element) : null;
        expect(sent?.fields.map((one) => [one.name, one.values])).toEqual(
          made.filter((one) => one.type !== 'fixed').map((one) => [one.name, one.values]),
        );
      }),
    );
  });
});
