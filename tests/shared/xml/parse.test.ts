import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { xmlElement } from './xml-arbitraries.ts';

describe('parseXml', () => {
  it('puts undeclared elements into jabber:client', () => {
    expect(parseXml("<iq id='1'/>")).toEqual({
      ok: true,
      element: createElement('iq', 'jabber:client', { id: '1' }),
    });
  });

  it('knows the stream prefix', () => {
    expect(parseXml('<stream:features/>')).toMatchObject({
      element: { name: 'features', ns: 'http://etherx.jabber.org/streams', prefix: 'stream' },
    });
  });

  it('joins text, entities and CDATA', () => {
    expect(parseXml('<a>x &lt;<![CDATA[<y>]]>&#65;</a>')).toMatchObject({
      element: { children: ['x <<y>A'] },
    });
  });

  it('keeps white space inside elements', () => {
    expect(parseXml('<a>\n  <b> x </b>\n</a>')).toMatchObject({
      element: { children: ['\n  ', { children: [' x '] }, '\n'] },
    });
  });

  it.each([
    ['a DOCTYPE', '<!DOCTYPE iq [<!ENTITY a "b">]><iq>&a;</iq>', 'DOCTYPE'],
    ['an entity', '<iq>&bomb;</iq>', 'entity'],
    ['a lone ampersand', '<iq>\n<![CDATA[&]]>AT&T</iq>', 'write it as &amp;'],
    ['a reference to NUL', '<iq>&#0;</iq>', 'character'],
    ['a comment', '<iq><!-- x --></iq>', 'Comments'],
    ['an instruction', '<?php x ?><iq/>', 'rocessing instruction'],
    ['a second element', '<iq/><iq/>', 'more than one'],
    ['text outside', '<iq/>hello', 'text'],
    ['an open element', '<iq><a></iq>', ''],
    ['an unknown prefix', '<x:iq/>', 'prefix'],
    ['the NUL character', '<a>\u0000</a>', 'character'],
    ['nothing', '  ', 'no element'],
  ])('refuses %s', (_what, xml, word) => {
    const outcome = parseXml(xml);

    expect(outcome.ok).toBe(false);
    expect(!outcome.ok && outcome.problem.message.toLowerCase()).toContain(word.toLowerCase());
  });

  it('names line and column', () => {
    const outcome = parseXml('<iq>\n  <a>\n</iq>');

    expect(outcome).toMatchObject({ ok: false, problem: { line: 3 } });
  });

  it('holds the depth limit', () => {
    const deep = '<a>'.repeat(10_000) + '</a>'.repeat(10_000);

    expect(parseXml(deep)).toMatchObject({
      ok: false,
      problem: { message: 'Elements are nested deeper than 512' },
    });
  });

  it('holds the length limit', () => {
    const limits = { maxLength: 10, maxDepth: 9, maxAttributes: 9 };

    expect(parseXml('<abcdefghijk/>', { limits }).ok).toBe(false);
  });

  it('holds the attribute limit', () => {
    const limits = { maxLength: 99, maxDepth: 9, maxAttributes: 1 };

    expect(parseXml("<a b='1' c='2'/>", { limits }).ok).toBe(false);
  });

  it('takes __proto__ as plain attribute', () => {
    const outcome = parseXml("<a __proto__='x' constructor='y'/>");

    expect(outcome.ok && Object.entries(outcome.element.attrs)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof parseXml(text).ok).toBe('boolean');
      }),
    );
  });

  it('reads what serializeXml writes', () => {
    fc.assert(
      fc.property(xmlElement, (element) => {
        expect(parseXml(serializeXml(element))).toEqual({ ok: true, element });
      }),
    );
  });
});
