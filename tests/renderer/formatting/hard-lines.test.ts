import fc from 'fast-check';
import { expect, it } from 'vitest';
import { breakLongLines, withoutHardBreaks } from '#renderer/formatting/hard-lines.ts';
import { finish } from '#tests/support/finish-steps.ts';

it.each([
  ['short lines', 'ab\ncd', 'ab\ncd', []],
  ['a long line', 'abcdefgh', 'abc\ndef\ngh', [3, 7]],
  ['a line of just that length', 'abc', 'abc', []],
  ['several lines', 'abcd\nefgh\n', 'abc\nd\nefg\nh\n', [3, 9]],
  ['no surrogate pair', 'ab👍c', 'ab\n👍c', [2]],
])('breaks %s', (_name, text, shown, breaks) => {
  expect(finish(breakLongLines(text, 3))).toEqual({ text: shown, breaks });
});

it('gives any part back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '👍') }), (text) => {
      const broken = finish(breakLongLines(text, 3));
      expect(withoutHardBreaks(broken, 0, broken.text.length)).toBe(text);
    }),
  );
  const broken = finish(breakLongLines('abcdefgh', 3));
  expect(withoutHardBreaks(broken, 2, 6)).toBe('cde');
});
