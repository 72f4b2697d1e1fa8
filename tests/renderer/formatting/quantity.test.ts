import { expect, it } from 'vitest';
import { countOf, formatBytes, formatCount } from '#renderer/formatting/quantity.ts';

it.each([
  [812, '812 B'],
  [4_200, '4.2 kB'],
  [1_600_000, '1.6 MB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it('groups digits by three', () => {
  expect(formatCount(1_204_000)).toBe('1\u202f204\u202f000');
  expect(formatCount(204)).toBe('204');
});

it('counts one and many', () => {
  expect([countOf(1, 'entry', 'entries'), countOf(2, 'entry', 'entries')]).toEqual([
    '1 entry',
    '2 entries',
  ]);
});
