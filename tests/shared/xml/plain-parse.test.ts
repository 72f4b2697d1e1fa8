import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_XML_LIMITS } from '#shared/xml/limits.ts';
import { parsePlain } from '#shared/xml/plain-parse.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { parseStrictly } from '#shared/xml/strict-parse.ts';
import { xmlElement } from './xml-arbitraries.ts';

const CONTEXT = {
  defaultNs: 'jabber:client',
  prefixes: { stream: 'http://etherx.jabber.org/streams' },
  limits: DEFAULT_XML_LIMITS,
};

/** What a text is to the strict parser, wherever the plain one takes it. */
function expectAgreement(text: string): void {
  const element = parsePlain(text, CONTEXT);
  if (element !== null) expect(parseStrictly(text, CONTEXT)).toEqual({ ok: true, element });
}

/** Pieces of which nearly well-formed and nearly plain texts are made. */
const PIECES = fc.constantFrom(
  ...['<a>', '</a>', '<a', '>', '/>', '</a', '<b/>', '<stream:x>', '</stream:x>', '<p:a/>', ' '],
  ...[" x='1'", ' x="2"', " xml:lang='de'", " xmlns='urn:a'", " xmlns=''", " xmlns:p='urn:p'"],
  ...['XML/1998/namespace', '2000/xmlns/', '2005/Atom', ''].flatMap((name) => [
    ` xmlns='http://www.w3.org/${name}'`,
    ` xmlns:p='http://www.w3.org/${name}'`,
  ]),
  ...[" p:y='1'", " y='a&lt;b'", " y='a<b'", " z='\t'", " xmlns:xml='urn:x'", " xmlns:p=''", '='],
  ...['text', '&amp;', '&#65;', '&nope;', '&', ']]>', '\r\n', '\n', '\u0000', 'ä', '\u{1f514}'],
  ...['<!--x-->', '<![CDATA[y]]>', '<?pi?>', '"', "'", '\uFFFE', '<ä/>', '-', '<a:b:c/>', '\uD800'],
);

describe('parsePlain', () => {
  it('takes ordinary stanzas', () => {
    const text = `<message from="a@b" id='1'><body>a &lt; &apos;b&apos; \u{1f514}</body><x xmlns='urn:x'/></message>`;
    expect(parsePlain(text, CONTEXT)).toMatchObject({
      attrs: { from: 'a@b', id: '1' },
      children: [{ name: 'body', children: ["a < 'b' \u{1f514}"] }, { ns: 'urn:x' }],
    });
  });

  it('takes the namespaces of other languages', () => {
    const text = "<a><entry xmlns='http://www.w3.org/2005/Atom'/></a>";
    expect(parsePlain(text, CONTEXT)).toMatchObject({
      children: [{ name: 'entry', ns: 'http://www.w3.org/2005/Atom' }],
    });
  });

  it('reads every tree as the strict parser does', () => {
    fc.assert(fc.property(xmlElement, (element) => expectAgreement(serializeXml(element))));
  });

  it('takes nothing that the strict parser refuses', () => {
    const texts = fc.array(PIECES, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        expectAgreement(text);
        expectAgreement(`<a>${text}</a>`);
        expectAgreement(`<a ${text}/>`);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each(['<a></b>', '<a/><a/>', '<a/>x', "<a x='1' x='2'/>", "<a x='1'y='2'/>", '<p:a/>', 'a'])(
    'leaves %s to the strict parser',
    (text) => expect(parsePlain(text, CONTEXT)).toBeNull(),
  );
});
