import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isElement, type XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { prettyText } from '#shared/xml/pretty-text.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { xmlElement } from './xml-arbitraries.ts';

describe('prettyText', () => {
  it.each([
    ['elements on lines', '<a><b/><c><d/></c></a>', '<a>\n  <b/>\n  <c>\n    <d/>\n  </c>\n</a>'],
    ['text as it is', '<a><b> x\n</b></a>', '<a>\n  <b> x\n</b>\n</a>'],
    ['mixed content as it is', '<a>x<b><c/></b></a>', '<a>x<b><c/></b></a>'],
    ['white space as a value', '<a><b>  </b></a>', '<a>\n  <b>  </b>\n</a>'],
    ['CDATA as text', '<a><b><![CDATA[x]]><c/></b></a>', '<a>\n  <b><![CDATA[x]]><c/></b>\n</a>'],
    ['xml:space', "<a xml:space='preserve'><b/></a>", "<a xml:space='preserve'><b/></a>"],
    ['quotes and references', `<a z="1" b='&#x41;'><c/></a>`, `<a z="1" b='&#x41;'>\n  <c/>\n</a>`],
    ['what is cut off', '<a><b><c x=', '<a>\n  <b><c x='],
    ['a stream header', '<stream:stream>', '<stream:stream>'],
    ['old layout anew', '<a>\n      <b/>\n</a>', '<a>\n  <b/>\n</a>'],
  ])('writes %s', (_name, text, pretty) => {
    expect(prettyText(text)).toBe(pretty);
  });

  it('changes no text of any element', () => {
    fc.assert(
      fc.property(xmlElement, (element) => {
        const text = serializeXml(element);
        expect(read(prettyText(text))).toEqual(read(text));
      }),
    );
  });

  it('changes nothing when done twice', () => {
    fc.assert(
      fc.property(xmlElement, (element) => {
        const once = prettyText(serializeXml(element));
        expect(prettyText(once)).toBe(once);
      }),
    );
  });

  it('lays out ten thousand levels', () => {
    const deep = '<a>'.repeat(10_000) + '</a>'.repeat(10_000);
    const lines = prettyText(deep).split('\n');
    expect(lines).toHaveLength(19_999);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(100);
  });
});

/** A tree without the white space that means nothing. */
function read(text: string): XmlElement {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return withoutLayout(parsed.element);
}

function withoutLayout(element: XmlElement): XmlElement {
  const layoutOnly =
    element.children.some(isElement) &&
    element.children.every((child) => isElement(child) || child.trim() === '');
  const children = element.children
    .filter((child) => !layoutOnly || isElement(child))
    .map((child) => (isElement(child) ? withoutLayout(child) : child));
  return { ...element, children };
}
