import { expect, it } from 'vitest';
import { formatLatency } from '#shared/transcript/latency-text.ts';

it.each([
  [0.2, '<1 ms'],
  [12.4, '12 ms'],
  [1_240, '1.24 s'],
  [123_000, '2 min 3 s'],
])('writes %d ms as %s', (milliseconds, text) => {
  expect(formatLatency(milliseconds)).toBe(text);
});
