import { describe, expect, it } from 'vitest';
import { readPushRequest } from '#services/practice/push/push-request.ts';
import { submitForm } from '#tests/support/practice-pubsub.ts';
import { element } from '#tests/support/practice-stanzas.ts';

const OPTIONS = {
  FORM_TYPE: 'http://jabber.org/protocol/pubsub#publish-options',
  service: 'apns',
  device_id: 't',
};
const form = submitForm(OPTIONS);
const withField = (field: string) => form.replace('</x>', `${field}</x>`);
const read = (name: string, attributes: string, content = '') =>
  readPushRequest(element(`<${name} xmlns='urn:xmpp:push:0' ${attributes}>${content}</${name}>`));
const enable = (attributes: string, content = form) => read('enable', attributes, content);
const HERE = `jid='pubsub.localhost' node='n'`;

describe('enable', () => {
  it.each([
    ['E1 no jid', `node='n'`],
    ['E1 an empty jid', `jid='' node='n'`],
    ['E1 a jid that is none', `jid='@@' node='n'`],
    ['E2 no node', `jid='pubsub.localhost'`],
    ['E2 an empty node', `jid='pubsub.localhost' node=''`],
  ])('refuses %s', (_case, attributes) => {
    expect(enable(attributes)).toEqual({ kind: 'bad-request' });
  });

  it.each([
    ['E6 a form without type', form.replace(` type='submit'`, '')],
    ['E6 a form of type form', submitForm(OPTIONS, 'form')],
    ['E6 a cancelled form', submitForm(OPTIONS, 'cancel')],
    ['E7 no FORM_TYPE', submitForm({ service: 'apns', device_id: 't' })],
    ['E7 a wrong FORM_TYPE', submitForm({ ...OPTIONS, FORM_TYPE: 'urn:wrong' })],
    [
      'E7 a FORM_TYPE with two values',
      form.replace('<value>http', '<value>urn:other</value><value>http'),
    ],
    ['E8 a field without value', withField(`<field var='topic'/>`)],
    ['E8 a field with two values', withField(`<field var='topic'><value/><value/></field>`)],
  ])('refuses %s', (_case, content) => {
    expect(enable(HERE, content)).toEqual({ kind: 'bad-request' });
  });

  const stored = { service: 'apns', device_id: 't' };
  it.each([
    ['E5 no form', '', {}],
    [
      'E9 an empty value',
      withField(`<field var='topic'><value/></field>`),
      { ...stored, topic: '' },
    ],
    ['E10 a field without var', withField('<field><value>x</value></field>'), stored],
    [
      'E11 a repeated var',
      withField(`<field var='device_id'><value>last</value></field>`),
      { ...stored, device_id: 'last' },
    ],
    ['E12 a form in another namespace', form.replace('jabber:x:data', 'urn:wrong'), {}],
    ['E12 other children', `<other/>${form}`, stored],
    ['E13 a second form', `${form}<x xmlns='jabber:x:data' type='submit'/>`, stored],
    [
      'E14 unknown fields',
      withField(`<field var='z'><value>1</value></field>`),
      { ...stored, z: '1' },
    ],
  ])('accepts %s', (_case, content, options) => {
    expect(enable(HERE, content)).toEqual({
      kind: 'enable',
      pubsubJid: 'pubsub.localhost',
      node: 'n',
      options,
    });
  });

  it.each([
    ['E3 drops the resource', 'PubSub.localhost/res', 'pubsub.localhost'],
    ['E4 keeps the local part', 'someone@localhost', 'someone@localhost'],
  ])('%s', (_case, jid, stored) => {
    expect(enable(`jid='${jid}' node='n'`)).toMatchObject({ pubsubJid: stored });
  });
});

describe('disable', () => {
  it.each([
    ['D1 no jid', `node='n'`],
    ['D1 an empty jid', `jid='' node='n'`],
    ['D2 an empty node', `jid='pubsub.localhost' node=''`],
  ])('refuses %s', (_case, attributes) => {
    expect(read('disable', attributes)).toEqual({ kind: 'bad-request' });
  });

  it('names one node or all', () => {
    expect(read('disable', HERE)).toMatchObject({ kind: 'disable', node: 'n' });
    expect(read('disable', `jid='pubsub.localhost'`)).toMatchObject({ node: undefined });
  });
});

it('refuses other elements', () => {
  expect(read('frobnicate', HERE)).toEqual({ kind: 'bad-request' });
});
