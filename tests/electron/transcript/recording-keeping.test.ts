import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AppEvent, RetentionRule } from '#shared/contract/channels.ts';
import { ok } from '#shared/contract/result.ts';
import { createRecordingKeeping } from '#services/transcript/recording-keeping.ts';
import { recordingPath } from '#services/transcript/recording-files.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const NOW = new Date('2026-08-20T10:00:00.000Z');

async function record(folder: string): Promise<string> {
  const store = openStore(folder);
  store.record(buildDraft());
  await store.flush();
  const { recordingId } = store.status();
  await store.dispose();
  return recordingId;
}

/** Earlier recordings of the given days, and what looks after them. */
async function setUp(days: readonly string[] = [], rule?: RetentionRule) {
  const folder = createTemporaryFolder();
  const first = await record(folder);
  const ids = days.map((day) => `${day}000000-abcdef`);
  for (const id of ids) copyFileSync(recordingPath(folder, first), recordingPath(folder, id));
  const store = openStore(folder);
  onTestFinished(() => store.dispose());
  let retention = rule;
  let publish: (batch: readonly AppEvent[]) => void = () => undefined;
  const deleteMarks = vi.fn((_id: string) => ok(null));
  const keeping = createRecordingKeeping({
    folder,
    recordings: store,
    marks: { delete: deleteMarks },
    retention: () => retention,
    clock: { now: () => NOW },
    events: { subscribe: (listener) => ((publish = listener), () => undefined) },
  });
  const change = (next: RetentionRule): void => {
    retention = next;
    publish([{ sequence: 1, name: 'settings.changed', payload: { theme: 'system' } }]);
  };
  const left = (): string[] => ids.filter((id) => existsSync(recordingPath(folder, id)));
  return { folder, store, keeping, ids, left, change, deleteMarks, first };
}

describe('createRecordingKeeping', () => {
  it('deletes what is too old', async () => {
    const { keeping, left, ids, deleteMarks } = await setUp(['20260101', '20260819'], {
      days: 30,
      megabytes: null,
    });
    expect(await keeping.found()).toEqual([]);
    expect(left()).toEqual([ids[1]]);
    expect(deleteMarks.mock.calls).toEqual([[ids[0]]]);
  });

  it('obeys settings that change', async () => {
    const { keeping, left, change, ids } = await setUp(['20260101', '20260819']);
    await keeping.found();
    expect(left()).toEqual(ids);
    change({ days: 30, megabytes: null });
    expect(left()).toEqual([ids[1]]);
  });

  it('leaves alone what somebody looks at', async () => {
    const { keeping, left, change, ids, store } = await setUp(['20260101', '20260102']);
    await keeping.found();
    await store.read(ids[0] ?? '', 1);
    change({ days: 30, megabytes: null });
    expect(left()).toEqual([ids[0]]);
  });

  it('deletes an earlier recording and its marks', async () => {
    const { keeping, left, ids, store, deleteMarks } = await setUp(['20260101']);
    const [id = ''] = ids;
    expect(keeping.delete(id)).toEqual(ok(null));
    expect(left()).toEqual([]);
    expect(deleteMarks).toHaveBeenCalledWith(id);
    expect(keeping.delete(id)).toMatchObject({ error: { code: 'not-found' } });
    expect(keeping.delete('../../etc/passwd')).toMatchObject({ error: { code: 'not-found' } });
    expect(keeping.delete(store.status().recordingId)).toMatchObject({
      error: { code: 'recording-live' },
    });
  });

  it('salvages a damaged recording beside it', async () => {
    const { folder, keeping, store, first } = await setUp();
    const path = recordingPath(folder, first);
    writeFileSync(path, readFileSync(path).fill(0, 0, 100));
    const salvaged = await keeping.salvage(first);
    expect(salvaged).toMatchObject({ ok: true, value: { id: `${first}-salvaged`, entries: 2 } });
    expect(store.list()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: first,
          name: expect.stringMatching(/ UTC$/),
          problem: expect.objectContaining({ code: 'recording-damaged' }),
        }),
        expect.objectContaining({
          id: `${first}-salvaged`,
          name: expect.stringContaining('(salvaged: 1 entry kept, 0 lost)'),
        }),
      ]),
    );
    expect(await keeping.salvage(first)).toMatchObject({ error: { code: 'already-salvaged' } });
  });

  it('ends a salvage at its disposal', async () => {
    const { folder, keeping, first } = await setUp();
    await keeping.found();
    const before = readdirSync(folder);
    const salvaged = keeping.salvage(first);
    await keeping.dispose();
    expect(await salvaged).toMatchObject({ ok: false, error: { code: 'file-task-failed' } });
    expect(readdirSync(folder)).toEqual(before);
  });

  it('leaves alone what another process writes', async () => {
    const folder = createTemporaryFolder();
    const writing = openStore(folder);
    onTestFinished(() => writing.dispose());
    writing.record(buildDraft());
    await writing.flush();
    const { recordingId } = writing.status();
    const store = openStore(join(folder, '.'));
    onTestFinished(() => store.dispose());
    const keeping = createRecordingKeeping({
      folder,
      recordings: store,
      marks: { delete: () => ok(null) },
      retention: () => ({ days: 1, megabytes: null }),
      clock: { now: () => new Date('2030-01-01') },
      events: { subscribe: () => () => undefined },
    });
    expect(await keeping.found()).toEqual([]);
    expect(keeping.delete(recordingId)).toMatchObject({ error: { code: 'recording-in-use' } });
    expect(existsSync(recordingPath(folder, recordingId))).toBe(true);
  });
});
