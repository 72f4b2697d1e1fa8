import { describe, expect, it, onTestFinished, vi } from 'vitest';
import Database from 'libsql';
import type { RecordingLimit } from '#shared/contract/channels.ts';
import { recordingPath } from '#services/transcript/recording-files.ts';
import type { RecordingStore } from '#services/transcript/recording-store.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

function open(limit: RecordingLimit) {
  const folder = createTemporaryFolder();
  const store = openStore(folder, { limit: () => limit });
  onTestFinished(() => store.dispose());
  const read = <Value>(sql: string): Value => {
    const database = new Database(recordingPath(folder, store.status().recordingId));
    try {
      return database.prepare(sql).raw().get() as Value;
    } finally {
      database.close();
    }
  };
  return { store, read };
}

function record(store: RecordingStore, count: number, xml = '<message/>'): void {
  for (let at = 0; at < count; at += 1) store.record(buildDraft({ xml }));
}

describe('the size limit of a recording', () => {
  it('drops the oldest entries and says so', async () => {
    const { store, read } = open({ entries: 1_000, megabytes: 1_000 });
    record(store, 1_000);
    await store.flush();
    expect(store.status()).toMatchObject({ entries: 1_000, trimmed: 0 });
    record(store, 10);
    await vi.waitFor(() => expect(store.status().trimmed).toBeGreaterThan(0));
    await store.flush();
    const { entries, trimmed } = store.status();
    expect(entries).toBe(1_011 - trimmed);
    expect(entries).toBeLessThanOrEqual(951);
    expect(read('SELECT min(seq), max(seq), count(*) FROM entry')).toEqual([
      trimmed + 1,
      1_011,
      entries,
    ]);
    expect(read('SELECT count(*) FROM payload')).toEqual([entries]);
    expect(read('SELECT trimmed FROM recording')).toEqual([trimmed]);
    expect(read("SELECT text FROM entry WHERE kind = 'note'")).toEqual([
      `${trimmed} older entries dropped: the recording reached its limit of 1,000 entries`,
    ]);
  });

  it('tells how many have gone in all', async () => {
    const { store, read } = open({ entries: 1_000, megabytes: 1_000 });
    for (let round = 1; round <= 3; round += 1) {
      const { trimmed } = store.status();
      record(store, 1_001);
      await vi.waitFor(() => expect(store.status().trimmed).toBeGreaterThan(trimmed));
      await store.flush();
    }
    const { trimmed } = store.status();
    await store.flush();
    expect(read("SELECT text FROM entry WHERE kind = 'note' ORDER BY seq DESC LIMIT 1")).toEqual([
      expect.stringMatching(
        new RegExp(`of 1,000 entries; ${trimmed.toLocaleString('en-US')} in all$`),
      ),
    ]);
  });

  it('uses the room again', async () => {
    const { store, read } = open({ entries: 1_000_000, megabytes: 10 });
    const xml = `<message>${'x'.repeat(50_000)}</message>`;
    for (let round = 0; round < 20; round += 1) {
      record(store, 50, xml);
      await store.flush();
    }
    await vi.waitFor(() => expect(store.status().trimmed).toBeGreaterThan(700));
    const [pages] = read<[number]>('PRAGMA page_count');
    const [pageBytes] = read<[number]>('PRAGMA page_size');
    expect(pages * pageBytes).toBeLessThan(14_000_000);
    expect(read('PRAGMA integrity_check')).toEqual(['ok']);
  });
});
