import { beforeEach, expect, it } from 'vitest';
import { readSelectedRows } from '#renderer/stores/selected-rows.ts';
import { buildRow } from '#tests/support/contract-builders.ts';
import { startFreshWindow } from '#tests/support/mount-part.ts';
import { ok } from '#shared/contract/result.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

let bridge: ScriptedBridge;

beforeEach(() => {
  bridge = startFreshWindow();
  // Every second entry matches: the line of entry 2n stands at index n.
  bridge.handle('query.locate', ({ seq }) => {
    const index = seq % 2 === 0 ? seq / 2 : null;
    return ok({ revision: 0, index, nearest: Math.floor(seq / 2) });
  });
  bridge.handle('query.lines', ({ from, count }) => {
    const lines = Array.from({ length: count }, (_, offset) => ({
      ...{ kind: 'entry' as const, row: buildRow((from + offset) * 2) },
    }));
    return ok({ revision: 0, from, lines });
  });
});

it('reads a stretch of entries at once', async () => {
  const rows = await readSelectedRows('q', [4, 6, 8]);
  expect(rows.map(({ seq }) => seq)).toEqual([4, 6, 8]);
  expect(bridge.inputsOf('query.lines')).toHaveLength(1);
});

it('reads entries far apart one by one', async () => {
  const rows = await readSelectedRows('q', [4, 9_000]);
  expect(rows.map(({ seq }) => seq)).toEqual([4, 9_000]);
  expect(bridge.inputsOf('query.lines')).toHaveLength(2);
});

it('leaves out what the query does not hold', async () => {
  expect((await readSelectedRows('q', [3, 4])).map(({ seq }) => seq)).toEqual([4]);
});
