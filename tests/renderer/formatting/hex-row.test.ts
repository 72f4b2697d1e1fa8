import { expect, it } from 'vitest';
import { hexRow } from '#renderer/formatting/hex-row.ts';

const BYTES = new TextEncoder().encode('<body>Grüße 🦀</body>');

it('draws a full line', () => {
  expect(hexRow(BYTES, 0)).toEqual({
    offset: '00000000',
    hex: '3c 62 6f 64 79 3e 47 72  c3 bc c3 9f 65 20 f0 9f',
    text: '<body>Gr....e ..',
  });
});

it('fills up the last line', () => {
  const { offset, hex, text } = hexRow(BYTES, 1);
  expect([offset, hex.length, text]).toEqual(['00000010', 48, '..</body>']);
  expect(hex.trimEnd()).toBe('a6 80 3c 2f 62 6f 64 79  3e');
});

it('draws half a line where there is no room for more', () => {
  expect(hexRow(BYTES, 1, 8)).toEqual({
    offset: '00000008',
    hex: 'c3 bc c3 9f  65 20 f0 9f',
    text: '....e ..',
  });
});
