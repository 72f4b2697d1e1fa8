import { expect, it } from 'vitest';
import { toTextPieces } from '#renderer/formatting/text-pieces.ts';

it('marks and names what cannot be seen', () => {
  expect(toTextPieces('a\u202Eb\t', 100)).toEqual([
    { text: 'a', name: '' },
    { text: 'U+202E', name: 'Right-to-left override, U+202E' },
    { text: 'b', name: '' },
    { text: '⇥', name: 'Tab, U+0009' },
  ]);
});

it('cuts what is too long', () => {
  expect(toTextPieces('abcdef', 3)).toEqual([{ text: 'abc…', name: '' }]);
});
