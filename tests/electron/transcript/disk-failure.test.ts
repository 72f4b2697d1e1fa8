import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RecordingStore } from '#services/transcript/recording-store.ts';
import { recordingPath } from '#services/transcript/recording-files.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { foundRows } from '#tests/support/found-rows.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

/** A store whose folder cannot be made because a file stands in its place. */
function openBlocked(maxPendingBytes?: number) {
  const folder = join(createTemporaryFolder(), 'recordings');
  writeFileSync(folder, '');
  const store = openStore(folder, maxPendingBytes === undefined ? {} : { maxPendingBytes });
  onTestFinished(() => store.dispose());
  return { store, unblock: () => rmSync(folder) };
}

async function texts(store: RecordingStore) {
  const found = await foundRows(store);
  return found.ok ? found.value.map(({ text }) => text) : found.error;
}

describe('recording while the disk fails', () => {
  it('keeps entries in memory and tells why', async () => {
    const { store } = openBlocked();
    store.record(buildDraft({ text: 'one' }));
    store.record(buildDraft({ text: 'two' }));
    await store.flush();
    expect(await texts(store)).toEqual(['one', 'two']);
    expect(store.status()).toMatchObject({
      entries: 2,
      dropped: 0,
      problem: { code: 'recording-unavailable' },
    });
    expect(await store.read(store.status().recordingId, 2)).toMatchObject({ ok: true });
  });

  it('writes them when the disk is back', async () => {
    const { store, unblock } = openBlocked();
    store.record(buildDraft({ text: 'one' }));
    await store.flush();
    expect(store.status().problem).toBeDefined();
    unblock();
    store.record(buildDraft({ text: 'two' }));
    await store.flush();
    expect(store.status().problem).toBeUndefined();
    expect(await texts(store)).toEqual(['one', 'two']);
  });

  it('counts and notes what it had to drop', async () => {
    const { store, unblock } = openBlocked(10_000);
    const xml = 'x'.repeat(2_000);
    store.record(buildDraft({ xml }));
    await store.flush();
    for (let count = 0; count < 5; count += 1) store.record(buildDraft({ xml }));
    expect(store.status()).toMatchObject({ entries: 2, dropped: 4 });
    unblock();
    await store.flush();
    expect(await texts(store)).toEqual([
      '',
      '',
      '4 entries before this one were not recorded: the disk failed',
    ]);
    expect(store.record(buildDraft())).toBe(8);
  });

  it('waits while another program holds the file', async () => {
    const folder = createTemporaryFolder();
    const store = openStore(folder);
    onTestFinished(() => store.dispose());
    store.record(buildDraft({ text: 'one' }));
    await store.flush();
    const other = new Database(recordingPath(folder, store.status().recordingId));
    // The thread that brings the log into the file may hold it for a moment itself.
    other.exec('PRAGMA busy_timeout = 5000');
    other.exec('BEGIN IMMEDIATE');
    store.record(buildDraft({ text: 'two' }));
    await store.flush();
    expect(await texts(store)).toEqual(['one', 'two']);
    expect(store.status().problem).toBeDefined();
    other.exec('ROLLBACK');
    other.close();
    store.record(buildDraft({ text: 'three' }));
    // A try that is under way may still find the file held.
    await expect
      .poll(async () => {
        await store.flush();
        return store.status().problem;
      })
      .toBeUndefined();
    expect(await texts(store)).toEqual(['one', 'two', 'three']);
  });

  it('begins a removed file anew and says what is missing', async () => {
    const folder = createTemporaryFolder();
    const store = openStore(folder);
    onTestFinished(() => store.dispose());
    for (const text of ['one', 'two']) store.record(buildDraft({ text }));
    await store.flush();
    const path = recordingPath(folder, store.status().recordingId);
    for (const end of ['', '-wal', '-shm']) rmSync(path + end);
    store.record(buildDraft({ text: 'three' }));
    await store.flush();
    await store.flush();
    expect(store.status()).toMatchObject({ entries: 2, dropped: 2 });
    const database = new Database(path);
    onTestFinished(() => void database.close());
    expect(database.prepare('SELECT text FROM entry ORDER BY seq').raw().all()).toEqual([
      ['three'],
      ['2 earlier entries are missing: the file of the recording was removed, and begun anew'],
    ]);
  });

  it('never throws, whatever is missing', async () => {
    const folder = createTemporaryFolder();
    mkdirSync(join(folder, 'recordings'));
    const store = openStore(join(folder, 'recordings'));
    store.record(buildDraft());
    await store.flush();
    rmSync(join(folder, 'recordings'), { recursive: true });
    expect(store.record(buildDraft())).toBe(2);
    await expect(store.flush()).resolves.toBeUndefined();
    await expect(store.dispose()).resolves.toBeUndefined();
  });
});
