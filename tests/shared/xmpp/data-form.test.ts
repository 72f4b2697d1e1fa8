import { describe, expect, it } from 'vitest';
import { serializeXml } from '#shared/xml/serialize.ts';
import { buildSubmitForm, findDataForm, readDataForm } from '#shared/xmpp/data-form.ts';
import { parsed } from './parsed.ts';

describe('readDataForm', () => {
  it('reads fields in their order', () => {
    const form = readDataForm(
      parsed(
        "<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'><value>t</value></field><field var='a' label='A'><value>1</value><value>2</value></field><field/></x>",
      ),
    );

    expect(form).toEqual({
      type: 'form',
      formType: 't',
      fields: [
        { name: 'FORM_TYPE', type: 'hidden', label: '', values: ['t'] },
        { name: 'a', type: '', label: 'A', values: ['1', '2'] },
        { name: '', type: '', label: '', values: [] },
      ],
    });
  });

  it('keeps white space in FORM_TYPE', () => {
    const x = "<x xmlns='jabber:x:data'><field var='FORM_TYPE'><value>\n t </value></field></x>";

    expect(readDataForm(parsed(x))?.formType).toBe('\n t ');
  });

  it('answers null outside its namespace', () => {
    expect(readDataForm(parsed('<x/>'))).toBeNull();
    expect(readDataForm(parsed("<y xmlns='jabber:x:data'/>"))).toBeNull();
  });
});

describe('form readers', () => {
  const parent = parsed(
    "<a><x/><x xmlns='jabber:x:data'><field var='b'><value/></field><field var='c'/></x></a>",
  );

  it('find the form among other children', () => {
    expect(findDataForm(parent)?.fields).toHaveLength(2);
    expect(findDataForm(parsed('<a/>'))).toBeNull();
  });

  it('tell an empty value from none', () => {
    expect(findDataForm(parent)?.fields.map(({ name, values }) => [name, values])).toEqual([
      ['b', ['']],
      ['c', []],
    ]);
  });
});

describe('buildSubmitForm', () => {
  it('leaves blank fields out', () => {
    const form = buildSubmitForm(
      'urn:t',
      [
        ['a', '1'],
        ['b', ''],
        ['c', undefined],
        ['d', []],
        ['e', ['x', '', 'y']],
      ],
      { hiddenType: false },
    );

    expect(serializeXml(form)).toBe(
      "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:t</value></field><field var='a'><value>1</value></field><field var='e'><value>x</value><value>y</value></field></x>",
    );
  });

  it('marks FORM_TYPE hidden on request', () => {
    expect(serializeXml(buildSubmitForm('t', [], { hiddenType: true }))).toContain(
      "<field var='FORM_TYPE' type='hidden'>",
    );
  });
});
