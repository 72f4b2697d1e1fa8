import { describe, expect, it } from 'vitest';
import { readLeniently, readStreamTag } from '#services/practice/lenient-xml.ts';
import { serializeWire } from '#services/practice/wire-xml.ts';

function read(text: string): string {
  const outcome = readLeniently(text);
  return outcome.ok ? serializeWire(outcome.element) : `refused: ${outcome.text}`;
}

describe('lenient reading', () => {
  it('closes the innermost element whatever the name', () => {
    expect(read('<message><body>x</message></body>')).toBe('<message><body>x</body></message>');
  });

  it('passes on an undeclared prefix', () => {
    expect(read('<message><foo:bar>x</foo:bar></message>')).toBe(
      '<message><foo:bar>x</foo:bar></message>',
    );
  });

  it('takes unknown entities for text', () => {
    expect(read('<body>&nope; &amp; &#x41;&constructor;</body>')).toBe(
      '<body>&amp;nope; &amp; A&amp;constructor;</body>',
    );
  });

  it('lets the last duplicate attribute win', () => {
    expect(read(`<message a='1' a='2'/>`)).toBe(`<message a='2'/>`);
  });

  it('resolves namespaces in what it repairs', () => {
    expect(
      read(`<iq a='1' a='2'><p:ping xmlns:p='urn:p'/><ping xmlns='urn:x'><b/></ping></iq>`),
    ).toBe(`<iq a='2'><p:ping xmlns:p='urn:p'/><ping xmlns='urn:x'><b/></ping></iq>`);
  });

  it('keeps CDATA and drops comments', () => {
    expect(read(`<body a='1' a='2'><![CDATA[<x>]]><!-- no -->y</body>`)).toBe(
      `<body a='2'>&lt;x&gt;y</body>`,
    );
  });

  it.each([
    ['<body>\0</body>', 'null character found in buffer'],
    ['<ping xmlns=urn:xmpp:ping/>', `expected ' or "`],
    ['<a b/>', 'expected ='],
    ['<a><b></a>', 'unexpected end of data'],
    ['<a x="1" x="2"><!-- open </a>', 'unexpected end of data'],
    ['<a x="1" x="2">&#x110000;</a>', 'invalid numeric character entity'],
  ])('refuses %j in the parser’s words', (text, complaint) => {
    expect(read(text)).toBe(`refused: ${complaint}`);
  });

  it('is not fooled by names of object properties', () => {
    expect(read(`<constructor:a b='1' b='2'/>`)).toBe(`<constructor:a b='2'/>`);
  });
});

describe('reading a stream tag', () => {
  it('resolves the declared stream prefix', () => {
    const tag = readStreamTag(`<stream:stream to='a' xmlns:stream='urn:wrong' version='1.0'>`);
    expect(tag).toMatchObject({
      name: 'stream',
      ns: 'urn:wrong',
      attrs: { to: 'a', version: '1.0' },
    });
  });

  it('leaves an undeclared prefix without namespace', () => {
    expect(readStreamTag('<stream:stream>')?.ns).toBe('');
  });

  it('gives up on a broken tag', () => {
    expect(readStreamTag('<stream:stream to=x>')).toBeNull();
  });
});
