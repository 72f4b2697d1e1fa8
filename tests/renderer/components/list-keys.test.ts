import { expect, it } from 'vitest';
import { targetIndex } from '#renderer/components/inspector/list-keys.ts';

it.each([
  ['ArrowDown', -1, 0],
  ['ArrowDown', 9, 9],
  ['ArrowUp', -1, 9],
  ['ArrowUp', 0, 0],
  ['PageDown', 2, 5],
  ['PageUp', 2, 0],
  ['Home', 7, 0],
  ['End', 2, 9],
])('leads with %s from %d to %d', (key, from, to) => {
  expect(targetIndex(key, from, 10, 3)).toBe(to);
});

it('leaves other keys and empty lists alone', () => {
  expect(targetIndex('x', 0, 10, 3)).toBeNull();
  expect(targetIndex('End', -1, 0, 3)).toBeNull();
});
