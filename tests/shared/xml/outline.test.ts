import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outlineXml } from '#shared/xml/outline.ts';

/** `depth:kind text` of each part, with the close tag where it has one. */
function sketch(text: string): string[] {
  return outlineXml(text).parts.map(({ kind, depth, start, end, closeStart, closeEnd }) => {
    const close = closeEnd > closeStart ? ` … ${text.slice(closeStart, closeEnd)}` : '';
    return `${depth}:${kind} ${text.slice(start, end)}${close}`;
  });
}

describe('outlineXml', () => {
  it('lists parts in document order', () => {
    expect(sketch("<a x='>'>t<b/><c>u</c></a>")).toEqual([
      "0:element <a x='>'> … </a>",
      '1:text t',
      '1:element <b/>',
      '1:element <c> … </c>',
      '2:text u',
    ]);
  });

  it('knows where each element ends', () => {
    const { parts } = outlineXml('<a><b><c/></b><d/></a>');
    expect(parts.map(({ next, parent }) => [next, parent])).toEqual([
      [4, -1],
      [3, 0],
      [3, 1],
      [4, 0],
    ]);
  });

  it.each([
    ['a tag cut off', '<a><b x=', ['0:element <a>', '1:other <b x=']],
    ['a close tag alone', '</b>', ['0:other </b>']],
    ['tags crossed', '<a><b></a>', ['0:element <a> … </a>', '1:element <b>']],
    ['a comment without end', '<a/><!-- x', ['0:element <a/>', '0:other <!-- x']],
    ['a stream header', '<stream:stream>', ['0:element <stream:stream>']],
  ])('reads %s', (_name, text, parts) => {
    expect(sketch(text)).toEqual(parts);
    expect(outlineXml(text).whole).toBe(false);
  });

  it('takes CDATA for one part', () => {
    expect(sketch('<a><![CDATA[<b>]]></a>')).toEqual([
      '0:element <a> … </a>',
      '1:other <![CDATA[<b>]]>',
    ]);
  });

  it('stops at the most parts', () => {
    const outline = outlineXml('<a/>'.repeat(10), 4);
    expect([outline.parts.length, outline.end, outline.whole]).toEqual([4, 16, false]);
  });

  it.each([
    ['deep', '<a>'.repeat(200_000)],
    ['closed only', '</a>'.repeat(200_000)],
    ['crossed', '<a><b></a>'.repeat(50_000)],
    ['quotes', `<a b='`.repeat(100_000)],
    ['a name without end', `<a ${'x'.repeat(1_000_000)}`],
  ])('reads a hostile text in good time: %s', (_name, text) => {
    const started = performance.now();
    outlineXml(text);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('leaves no character out', () => {
    const soup = fc.array(
      fc.constantFrom('<', '>', '/', 'a', "'", '"', '=', ' ', '<a>', '</a>', '<b/>', '<!--', '-->'),
    );
    fc.assert(
      fc.property(soup, (pieces) => {
        const text = pieces.join('');
        const { parts } = outlineXml(text);
        const spans = parts
          .flatMap(({ start, end, closeStart, closeEnd }) => [
            [start, end],
            [closeStart, closeEnd],
          ])
          .filter(([from, to]) => from !== to)
          .toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
        expect(spans.map(([from, to]) => text.slice(from, to)).join('')).toBe(text);
      }),
    );
  });
});
