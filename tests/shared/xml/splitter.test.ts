import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_XML_LIMITS } from '#shared/xml/limits.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { createStreamSplitter, type StreamToken } from '#shared/xml/splitter.ts';
import { chunksOf, xmlElement } from './xml-arbitraries.ts';

const OPEN =
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='a>b'>";

const STREAM = `${OPEN}<stream:features><a/></stream:features> \n<iq id='1'><q a="<'>"><![CDATA[</iq>]]></q></iq><r/></stream:stream>`;

describe('createStreamSplitter', () => {
  it('tells stream tags, elements and white space apart', () => {
    expect(split([STREAM]).map(({ kind, text }) => [kind, text])).toEqual([
      ['markup', "<?xml version='1.0'?>"],
      ['stream-open', OPEN.slice("<?xml version='1.0'?>".length)],
      ['element', '<stream:features><a/></stream:features>'],
      ['text', ' \n'],
      ['element', `<iq id='1'><q a="<'>"><![CDATA[</iq>]]></q></iq>`],
      ['element', '<r/>'],
      ['stream-close', '</stream:stream>'],
    ]);
  });

  it('gives the same tokens for any chunking', () => {
    const whole = split([STREAM]);
    fc.assert(
      fc.property(chunksOf(STREAM), (chunks) => {
        expect(joinTexts(split(chunks))).toEqual(joinTexts(whole));
      }),
    );
  });

  it('loses and adds nothing', () => {
    const input = fc.array(
      xmlElement.map((element) => serializeXml(element)),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(
        input.chain((elements) => fc.tuple(fc.constant(elements), chunksOf(elements.join('\n')))),
        ([elements, chunks]) => {
          const tokens = split(chunks);

          expect(tokens.map(({ text }) => text).join('')).toBe(elements.join('\n'));
          expect(tokens.filter(({ kind }) => kind === 'element').map(({ text }) => text)).toEqual(
            elements,
          );
        },
      ),
    );
  });

  it('keeps every character of arbitrary text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (chunks) => {
        const splitter = createStreamSplitter();
        const tokens = chunks.flatMap((chunk) => splitter.push(chunk));

        expect(tokens.map(({ text }) => text).join('') + splitter.rest()).toBe(chunks.join(''));
      }),
    );
  });

  it('takes comments and DOCTYPE as markup', () => {
    expect(
      split(['<!-- <a> --><!DOCTYPE x [<!ENTITY y ">">]><a/>']).map(({ kind }) => kind),
    ).toEqual(['markup', 'markup', 'element']);
  });

  it('ignores tags inside comments of an element', () => {
    const element = '<a><!-- </a> --></a>';

    expect(split([element])).toEqual([{ kind: 'element', text: element }]);
  });

  it('keeps the rest of an unfinished element', () => {
    const splitter = createStreamSplitter();
    for (const piece of ['<iq><a>', 'text', '<b', ' c=', `'${'d'.repeat(100)}`, 'e'])
      splitter.push(piece);

    expect(splitter.rest()).toBe(`<iq><a>text<b c='${'d'.repeat(100)}e`);
  });

  it('takes a stream tag longer than its head', () => {
    const open = `<stream:stream to='${'x'.repeat(200)}'>`;
    const splitter = createStreamSplitter();
    const tokens = Array.from(open).flatMap((character) => splitter.push(character));

    expect(tokens).toEqual([{ kind: 'stream-open', text: open }]);
  });

  it('starts anew after reset', () => {
    const splitter = createStreamSplitter();
    splitter.push('<iq><a>');
    splitter.reset();

    expect(splitter.push('<b/>')).toEqual([{ kind: 'element', text: '<b/>' }]);
  });

  it('stops at the depth limit', () => {
    const splitter = createStreamSplitter({ maxLength: 1_000, maxDepth: 3, maxAttributes: 9 });
    const tokens = splitter.push('<a><b><c><d>');

    expect(tokens).toMatchObject([{ kind: 'overflow', limit: 'depth' }]);
    expect(splitter.push('<e/>')).toEqual([]);
  });

  it('stops at the length limit', () => {
    const splitter = createStreamSplitter({ maxLength: 8, maxDepth: 3, maxAttributes: 9 });

    expect(splitter.push('<a>123456789')).toMatchObject([{ kind: 'overflow', limit: 'length' }]);
  });

  it('limits each element and not the chunk', () => {
    const limits = { ...DEFAULT_XML_LIMITS, maxLength: 10 };
    const tokens = createStreamSplitter(limits).push('<a>123</a>'.repeat(5));
    expect(tokens.map(({ kind }) => kind)).toEqual(Array(5).fill('element'));
    expect(createStreamSplitter(limits).push('<a>1234</a>')).toMatchObject([{ kind: 'overflow' }]);
  });

  it.each([
    ['text', '<a>', '</a>'],
    ['an attribute', "<a b='", "'/>"],
    ['CDATA', '<a><![CDATA[', ']]></a>'],
    ['a comment', '<!--', '-->'],
  ])('cuts %s that comes in a thousand pieces', (_what, before, after) => {
    const splitter = createStreamSplitter();
    const pieces = [before, ...Array.from({ length: 1_000 }, () => '/0123456789 '), after];
    const tokens = pieces.flatMap((piece) => splitter.push(piece));

    expect(tokens.map(({ text }) => text)).toEqual([pieces.join('')]);
    expect(splitter.rest()).toBe('');
  });

  it('ends an element at a wrong end tag', () => {
    const splitter = createStreamSplitter(DEFAULT_XML_LIMITS, 'checked');
    expect(splitter.push('<a><b></a><c/>').map(({ text }) => text)).toEqual(['<a><b></a>', '<c/>']);
  });

  it('counts end tags as MongooseIM does', () => {
    expect(split(['<a><b></a></b>']).map(({ text }) => text)).toEqual(['<a><b></a></b>']);
  });

  it('compares names longer than it keeps', () => {
    const splitter = createStreamSplitter(DEFAULT_XML_LIMITS, 'checked');
    const name = 'n'.repeat(100);
    expect(splitter.push(`<${name}><x/></${name}>`)).toMatchObject([{ kind: 'element' }]);
    expect(splitter.push(`<${name} a='b'><x/></${name}>`)).toMatchObject([{ kind: 'element' }]);
  });

  it('takes 8 MB in small pieces quickly', () => {
    const splitter = createStreamSplitter();
    const piece = 'x'.repeat(800);
    splitter.push("<a b='");
    for (let index = 0; index < 10_000; index += 1) splitter.push(piece);

    // Copying the whole for each piece would move 40 GB and run into the test's time limit.
    expect(splitter.push("'/>")).toHaveLength(1);
  });
});

function split(chunks: readonly string[]): StreamToken[] {
  const splitter = createStreamSplitter();
  return chunks.flatMap((chunk) => splitter.push(chunk));
}

/** White space is passed on as it arrives, so its tokens may be cut; everything else may not. */
function joinTexts(tokens: readonly StreamToken[]): StreamToken[] {
  const joined: StreamToken[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (token.kind === 'text' && last?.kind === 'text') {
      joined[joined.length - 1] = { kind: 'text', text: last.text + token.text };
    } else joined.push(token);
  }
  return joined;
}
