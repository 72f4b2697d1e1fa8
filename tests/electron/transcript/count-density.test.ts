import { describe, expect, it } from 'vitest';
import { countDensity } from '#services/transcript/count-density.ts';
import { buildEntry } from '#tests/support/entries.ts';

const rows = [
  buildEntry({ seq: 1, monotonicMs: 100, time: '2026-08-20T10:00:00.100Z' }),
  buildEntry({ seq: 2, monotonicMs: 150, type: 'error' }),
  buildEntry({ seq: 3, monotonicMs: 199 }),
  buildEntry({ seq: 4, monotonicMs: 200 }),
];

const count = (change: Partial<Parameters<typeof countDensity>[0]> = {}) =>
  countDensity({
    rows,
    matches: (seq) => seq > 2,
    fromMs: null,
    toMs: null,
    buckets: 2,
    ...change,
  });

describe('countDensity', () => {
  it('covers all entries when no span is given', () => {
    expect(count()).toEqual({
      ...{ fromMs: 100, toMs: 200, fromTime: '2026-08-20T10:00:00.100Z' },
      buckets: [
        { all: 1, matching: 0, errors: 0 },
        { all: 3, matching: 2, errors: 1 },
      ],
    });
  });

  it('counts only what lies in the span', () => {
    const { fromTime, buckets } = count({ fromMs: 140, toMs: 160, buckets: 1 });
    expect(fromTime).toBe('2026-08-20T10:00:00.140Z');
    expect(buckets).toEqual([{ all: 1, matching: 0, errors: 1 }]);
  });

  it('has no buckets without entries', () => {
    expect(count({ rows: [] }).buckets).toEqual([]);
  });

  it('gives one moment a width', () => {
    expect(count({ rows: rows.slice(0, 1) })).toMatchObject({ fromMs: 100, toMs: 101 });
  });
});
