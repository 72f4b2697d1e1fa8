import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
    splitter.push('<iq><a');

    expect(splitter.rest()).toBe('<iq><a');
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

  it('reads a long text in linear time', () => {
    const splitter = createStreamSplitter();
    splitter.push('<a>');
    const started = performance.now();
    for (let index = 0; index < 20_000; index += 1) splitter.push('0123456789');

    expect(splitter.push('</a>')).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(5_000);
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
