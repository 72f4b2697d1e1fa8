import { describe, expect, it } from 'vitest';
import { serializeWire } from '#services/practice/wire-xml.ts';
import { createElement } from '#shared/xml/node.ts';
import { element } from '#tests/support/practice-stanzas.ts';

describe('wire XML', () => {
  it('sorts attributes with xmlns among them', () => {
    const query = element(`<iq xml:lang='en' id='1'><q xmlns='urn:x' zeta='2' alpha='1'/></iq>`);
    expect(serializeWire(query)).toBe(
      `<iq id='1' xml:lang='en'><q alpha='1' xmlns='urn:x' zeta='2'/></iq>`,
    );
  });

  it('escapes all five characters', () => {
    const body = createElement('body', 'jabber:client', { a: `<"'>` }, [`& "quoted" 'text'`]);
    expect(serializeWire(body)).toBe(
      `<body a='&lt;&quot;&apos;&gt;'>&amp; &quot;quoted&quot; &apos;text&apos;</body>`,
    );
  });

  it('tells empty text from none', () => {
    const empty = createElement('value', 'jabber:client');
    expect(serializeWire(empty)).toBe('<value/>');
    expect(serializeWire({ ...empty, children: [''] })).toBe('<value></value>');
  });

  it('declares foreign prefixes only', () => {
    const features = element(`<stream:features/>`);
    const foreign = element(`<p:a xmlns:p='urn:p'><b/></p:a>`);
    expect(serializeWire(features)).toBe('<stream:features/>');
    expect(serializeWire(foreign)).toBe(`<p:a xmlns:p='urn:p'><b/></p:a>`);
  });
});
