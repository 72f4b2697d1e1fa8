import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatXml } from '#shared/xml/format.ts';
import { isElement, type XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { xmlElement } from './xml-arbitraries.ts';

describe('formatXml', () => {
  it('puts child elements on lines of their own', () => {
    expect(format("<iq id='1'><a xmlns='b'><c/><d>x</d></a></iq>")).toBe(
      ["<iq id='1'>", "  <a xmlns='b'>", '    <c/>', '    <d>x</d>', '  </a>', '</iq>'].join('\n'),
    );
  });

  it('keeps white space in values', () => {
    expect(format('<field><value>\n urn:x \n</value></field>')).toBe(
      '<field>\n  <value>\n urn:x \n</value>\n</field>',
    );
  });

  it('leaves mixed content alone', () => {
    const mixed = '<body>a <b>c <d/></b> e</body>';

    expect(format(mixed)).toBe(mixed);
  });

  it('replaces indentation between elements', () => {
    expect(format('<a>\n\n      <b/>\n</a>')).toBe('<a>\n  <b/>\n</a>');
  });

  it('keeps prefixed elements readable', () => {
    expect(format("<stream:error><x xmlns='y'/></stream:error>")).toBe(
      "<stream:error xmlns:stream='http://etherx.jabber.org/streams'>\n  <x xmlns='y'/>\n</stream:error>",
    );
  });

  it('changes nothing but space between elements', () => {
    fc.assert(
      fc.property(xmlElement, (element) => {
        const parsed = parseXml(formatXml(element));

        expect(parsed.ok && withoutIndentation(parsed.element)).toEqual(
          withoutIndentation(element),
        );
      }),
    );
  });
});

function format(xml: string): string {
  const parsed = parseXml(xml);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return formatXml(parsed.element);
}

function withoutIndentation(element: XmlElement): XmlElement {
  const hasText = element.children.some((child) => !isElement(child) && child.trim() !== '');
  const hasElements = element.children.some(isElement);
  if (hasText || !hasElements) return element;
  return { ...element, children: element.children.filter(isElement).map(withoutIndentation) };
}
