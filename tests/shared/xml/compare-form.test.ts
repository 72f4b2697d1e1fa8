import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareForm, type CompareOptions } from '#shared/xml/compare-form.ts';
import { createElement } from '#shared/xml/node.ts';
import { prettyText } from '#shared/xml/pretty-text.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { xmlElement } from './xml-arbitraries.ts';

const EXACT: CompareOptions = { ignoreAttributeOrder: false, ignoreWhitespace: false };
const ORDER: CompareOptions = { ...EXACT, ignoreAttributeOrder: true };
const SPACE: CompareOptions = { ...EXACT, ignoreWhitespace: true };
const BOTH: CompareOptions = { ignoreAttributeOrder: true, ignoreWhitespace: true };

describe('compareForm', () => {
  it('puts tags and texts on lines', () => {
    expect(compareForm("<a x='1'><b>t</b><c/></a>", EXACT)).toBe(
      "<a x='1'>\n  <b>\n    t\n  </b>\n  <c/>\n</a>",
    );
  });

  it.each([
    ['attribute order', "<a x='1' y='2'/>", "<a y='2' x='1'/>", [ORDER, BOTH]],
    ['layout', '<a><b/></a>', '<a>\n  <b/>\n</a>', [SPACE, BOTH]],
    ['white space around text', '<a>t u</a>', '<a>\n t\tu </a>', [SPACE, BOTH]],
    ['white space in tags', "<a x='1'/>", "<a  x = '1' />", [SPACE, ORDER, BOTH]],
    ['kind of quotes', "<a x='1'/>", '<a x="1"/>', [SPACE, ORDER, BOTH]],
    ['values', "<a x='1'/>", "<a x='2'/>", []],
    ['white space in values', "<a x='1 '/>", "<a x='1'/>", []],
    ['texts', '<a>t</a>', '<a>u</a>', []],
    ['broken ends', '<a><b>', '<a><b/>', []],
  ])('tells %s apart unless it is ignored', (_name, left, right, alikeWhen) => {
    const alike = [EXACT, ORDER, SPACE, BOTH].filter(
      (options) => compareForm(left, options) === compareForm(right, options),
    );
    expect(alike).toEqual(expect.arrayContaining(alikeWhen));
    expect(alike).toHaveLength(alikeWhen.length);
  });

  it('draws white space that counts', () => {
    expect(compareForm('<a> \r\n\tt </a>', EXACT)).toBe('<a>\n  ␠␍␊␉t␠\n</a>');
  });

  it('ignores any order of attributes', () => {
    fc.assert(
      fc.property(xmlElement, (element) => {
        const attrs = Object.fromEntries(Object.entries(element.attrs).reverse());
        const turned = createElement(element.name, element.ns, attrs, element.children);
        expect(compareForm(serializeXml(turned), ORDER)).toBe(
          compareForm(serializeXml(element), ORDER),
        );
      }),
    );
  });

  it('ignores any layout', () => {
    fc.assert(
      fc.property(xmlElement, (element) => {
        const text = serializeXml(element);
        expect(compareForm(prettyText(text), SPACE)).toBe(compareForm(text, SPACE));
      }),
    );
  });
});
