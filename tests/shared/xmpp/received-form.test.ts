import { describe, expect, it } from 'vitest';
import { parseXml } from '#shared/xml/parse.ts';
import { walkElements } from '#shared/xml/query.ts';
import { buildAnswerForm, judgeAnswers, proposedAnswers } from '#shared/xmpp/form-answers.ts';
import { FIELD_TYPES, readReceivedForm, toFieldType } from '#shared/xmpp/received-form.ts';
import { goldenIds, readGolden } from '#tests/support/golden-recording.ts';
import { parsed } from './parsed.ts';

const RESULT = `<x xmlns='jabber:x:data' type='result'><title>Found</title><instructions>One</instructions><instructions>Two</instructions>
<reported><field var='jid' type='jid-single' label='JID'/></reported>
<item><field var='jid'><value>a@b</value></field></item><item><field var='jid'><value>c@d</value></field></item></x>`;

const LIST = `<x xmlns='jabber:x:data' type='form'><field var='port' type='list-single' label='Port'><desc>Where to</desc><required/>
<validate xmlns='http://jabber.org/protocol/xdata-validate' datatype='xs:int'><open/><range min='1' max='9'/><regex>[0-9]</regex></validate>
<option label='One'><value>1</value></option><option><value>2</value></option><option/><value>1</value></field></x>`;

/** Every form that a real MongooseIM sent in the recordings. */
function goldenForms() {
  return goldenIds().flatMap((id) =>
    readGolden(id).lines.flatMap((line) => {
      if (line.dir !== 'in' || !line.xml.includes('jabber:x:data')) return [];
      const outcome = parseXml(line.xml);
      if (!outcome.ok) return [];
      return [...walkElements(outcome.element)].flatMap((element) => {
        const form = readReceivedForm(element);
        return form === null ? [] : [{ id, form }];
      });
    }),
  );
}

describe('readReceivedForm', () => {
  it('reads columns and rows of a result', () => {
    const form = readReceivedForm(parsed(RESULT));

    expect(form?.title).toBe('Found');
    expect(form?.instructions).toEqual(['One', 'Two']);
    expect(form?.reported.map(({ name, type, label }) => [name, type, label])).toEqual([
      ['jid', 'jid-single', 'JID'],
    ]);
    expect(form?.items.map((row) => row[0]?.values)).toEqual([['a@b'], ['c@d']]);
    expect(form?.fields).toEqual([]);
  });

  it('reads help, options and conditions', () => {
    expect(readReceivedForm(parsed(LIST))?.fields).toEqual([
      {
        name: 'port',
        type: 'list-single',
        label: 'Port',
        description: 'Where to',
        required: true,
        values: ['1'],
        options: [
          { value: '1', label: 'One' },
          { value: '2', label: '2' },
        ],
        validation: { datatype: 'xs:int', open: true, min: '1', max: '9', pattern: '[0-9]' },
      },
    ]);
  });

  it('takes unknown types as text', () => {
    expect(FIELD_TYPES.map(toFieldType)).toEqual(FIELD_TYPES);
    expect([undefined, '', 'media'].map(toFieldType)).toEqual(Array(3).fill('text-single'));
  });

  it('answers null for other elements', () => {
    expect(readReceivedForm(parsed('<x/>'))).toBeNull();
  });

  it('reads and answers every recorded form', () => {
    const forms = goldenForms();
    const toFill = forms.filter(({ form }) => form.type === 'form');

    expect(toFill.length).toBeGreaterThan(0);
    expect(toFill.some(({ form }) => form.formType?.endsWith('#node_config'))).toBe(true);
    for (const { id, form } of toFill) {
      const answers = proposedAnswers(form);
      expect(judgeAnswers(form, answers), id).toEqual([]);
      const sent = readReceivedForm(buildAnswerForm(form, answers));
      expect(sent?.formType, id).toBe(form.formType);
      expect(sent?.type, id).toBe('submit');
    }
  });
});
