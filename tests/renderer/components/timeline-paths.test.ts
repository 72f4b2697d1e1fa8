import { describe, expect, it } from 'vitest';
import { barsPath, datedBuckets } from '#renderer/components/inspector/timeline-paths.ts';

const density = {
  ...{ fromMs: 100, toMs: 300, fromTime: '2026-11-02T12:00:00.100Z' },
  buckets: [
    { all: 4, matching: 0, errors: 0 },
    { all: 1_000, matching: 1, errors: 2 },
  ],
};
const buckets = datedBuckets(density);
const place = { span: { fromMs: 100, toMs: 300 }, width: 20, height: 50, foot: 50, most: 1_000 };

describe('timeline paths', () => {
  it('give each bucket its part of the time', () => {
    expect(buckets.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [100, 200],
      [200, 300],
    ]);
  });

  it('are linear and hide nothing', () => {
    expect(barsPath(buckets, ({ all }) => all, place)).toBe('M0 50v-1h10v1zM10 50v-50h10v50z');
    expect(barsPath(buckets, ({ matching }) => matching, place)).toBe('M10 50v-1h10v1z');
  });
});
