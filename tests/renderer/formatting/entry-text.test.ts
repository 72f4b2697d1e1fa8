import { expect, it } from 'vitest';
import { deceptiveIn, describeDeceptive, linesOf } from '#renderer/formatting/entry-text.ts';
import { finish } from '#tests/support/finish-steps.ts';

it('lays out lines when asked', () => {
  expect(finish(linesOf('<a><b/></a>', true)).text).toBe('<a>\n  <b/>\n</a>');
  expect(finish(linesOf('<a><b/></a>', false)).text).toBe('<a><b/></a>');
});

it('breaks lines no editor could draw', () => {
  const { text, breaks } = finish(linesOf('x'.repeat(2_500), false));
  expect([text.split('\n').length, breaks]).toEqual([3, [1_000, 2_001]]);
});

it('adds up what deceives over a long text', () => {
  const text = `\u202E${'x'.repeat(200_000)}\u202E\u200B`;
  expect(finish(deceptiveIn(text))).toEqual([
    { code: 0x202e, count: 2 },
    { code: 0x200b, count: 1 },
  ]);
});

it('names some and counts the rest', () => {
  const found = [0x202e, 0x200b, 0xa0, 0xad, 1].map((code) => ({ code, count: 2 }));
  expect(describeDeceptive(found)).toBe(
    '2 × right-to-left override (U+202E), 2 × zero width space (U+200B), ' +
      '2 × no-break space (U+00A0), 2 other kinds',
  );
});

it.each([
  ['a stanza', '<a><b/></a>', true],
  ['a huge text', 'x'.repeat(200_001), false],
  ['too many levels', '<a>'.repeat(200), false],
])('knows whether an editor can colour %s', (_name, text, colourful) => {
  expect(finish(linesOf(text, false)).syntax !== null).toBe(colourful);
});
