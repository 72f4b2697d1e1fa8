import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { findEntryAt } from '#renderer/stores/time-search.ts';
import { ok } from '#shared/contract/result.ts';
import { buildRow } from '#tests/support/contract-builders.ts';
import { startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

let bridge: ScriptedBridge;
let times: readonly number[] = [];

beforeEach(() => {
  bridge = startFreshWindow();
  bridge.handle('query.lines', ({ from, count }) => {
    const lines = times.slice(from, from + count).map((monotonicMs, offset) => ({
      ...{ kind: 'entry' as const, row: buildRow(from + offset + 1, { monotonicMs }) },
    }));
    return ok({ revision: 0, from, lines });
  });
});

const nearestTo = async (atMs: number): Promise<number | undefined> =>
  (await findEntryAt({ id: 'q', first: 0, end: times.length }, atMs))?.monotonicMs;

describe('findEntryAt', () => {
  it('finds the nearest entry, whatever the times', async () => {
    const moments = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(moments, fc.integer({ min: -10, max: 1_010 }), async (all, atMs) => {
        times = all.toSorted((a, b) => a - b);
        const found = await nearestTo(atMs);
        const least = Math.min(...times.map((one) => Math.abs(one - atMs)));
        expect(Math.abs((found ?? Infinity) - atMs)).toBe(least);
      }),
    );
  });

  it('reads few lines of many', async () => {
    times = Array.from({ length: 100_000 }, (_, index) => index);
    expect(await nearestTo(70_000.2)).toBe(70_000);
    expect(bridge.inputsOf('query.lines').length).toBeLessThan(20);
  });

  it('finds nothing in an empty query', async () => {
    times = [];
    expect(await nearestTo(5)).toBeUndefined();
  });
});
