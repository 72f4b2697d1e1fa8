import { StringDecoder } from 'node:string_decoder';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serializeXml } from '#shared/xml/serialize.ts';
import { createStreamSplitter, type StreamToken } from '#shared/xml/splitter.ts';
import { assertProperty, PROPERTY_TIMEOUT_MS } from '#tests/support/property-runs.ts';
import { xmlElement } from './xml-arbitraries.ts';

const HEADER =
  "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
const FOOTER = '</stream:stream>';

/** What a server sends after its header: elements, and white space to keep the connection open. */
const pieces = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: xmlElement.map((element) => serializeXml(element)) },
    { weight: 1, arbitrary: fc.constantFrom(' ', '\n', '\r\n\t') },
  ),
  { maxLength: 5 },
);

const cuts = fc.array(fc.nat(), { maxLength: 30 });

describe('createStreamSplitter, for any input', { timeout: PROPERTY_TIMEOUT_MS }, () => {
  it('gives back a whole stream torn at any byte', () =>
    assertProperty(
      0.5,
      fc.property(pieces, cuts, (texts, at) => {
        const stream = HEADER + texts.join('') + FOOTER;
        const tokens = split(tear(Buffer.from(stream), at));
        expect(tokens.map(({ text }) => text).join('')).toBe(stream);
        expect(elementsOf(tokens)).toEqual(texts.filter((text) => text.trim() !== ''));
        expect([tokens.at(0)?.kind, tokens.at(-1)?.kind]).toEqual(['stream-open', 'stream-close']);
      }),
    ));

  it('cuts alike however it is torn', () =>
    assertProperty(
      0.25,
      fc.property(markupSoup, cuts, (text, at) => {
        const bytes = Buffer.from(text);
        expect(merge(split(tear(bytes, at)))).toEqual(merge(split([bytes])));
      }),
    ));

  it('keeps every character of any text', () =>
    assertProperty(
      0.25,
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), markupSoup)), (chunks) => {
        const splitter = createStreamSplitter(undefined, 'checked');
        const tokens = chunks.flatMap((chunk) => splitter.push(chunk));
        expect(tokens.map(({ text }) => text).join('') + splitter.rest()).toBe(chunks.join(''));
      }),
    ));
});

/** Text that looks like markup and mostly is not well-formed. */
const markupSoup = fc
  .array(
    fc.constantFrom(
      ...['<a>', '</a>', '<b c="', "<d e='>'", '/>', '>', '<!--', '-->', '<![CDATA[', ']]>'],
      ...[
        '<?xml ',
        '?>',
        '<!DOCTYPE x [',
        ']',
        '"',
        "'",
        ' ',
        '&lt;',
        '🐎',
        'é',
        '<stream:stream>',
      ],
    ),
    { maxLength: 16 },
  )
  .map((parts) => parts.join(''));

/** Cuts bytes at the given places, wherever a character is. */
function tear(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [...at.map((place) => place % (bytes.length + 1)), 0, bytes.length];
  const sorted = places.sort((a, b) => a - b);
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

/** As a socket reads: bytes to text across reads, text to tokens. */
function split(reads: readonly Buffer[]): StreamToken[] {
  const decoder = new StringDecoder('utf8');
  const splitter = createStreamSplitter(undefined, 'checked');
  const tokens = reads.flatMap((read) => splitter.push(decoder.write(read)));
  return splitter.rest() === '' ? tokens : [...tokens, { kind: 'text', text: splitter.rest() }];
}

function elementsOf(tokens: readonly StreamToken[]): string[] {
  return tokens.filter(({ kind }) => kind === 'element').map(({ text }) => text);
}

/** Text between elements comes as it arrives, in as many tokens; joined it has to be the same. */
function merge(tokens: readonly StreamToken[]): [string, string][] {
  const merged: [string, string][] = [];
  for (const { kind, text } of tokens) {
    const last = merged.at(-1);
    if (kind === 'text' && last?.[0] === 'text') last[1] += text;
    else merged.push([kind, text]);
  }
  return merged;
}
