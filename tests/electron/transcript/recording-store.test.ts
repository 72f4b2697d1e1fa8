import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { RecordingStore } from '#services/transcript/recording-store.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { foundRows } from '#tests/support/found-rows.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

function open(folder = createTemporaryFolder()): RecordingStore {
  const store = openStore(folder);
  onTestFinished(() => store.dispose());
  return store;
}

/** Numbers of the rows that a query finds. */
async function seqs(store: RecordingStore, text = '') {
  const found = await foundRows(store, text);
  return found.ok ? found.value.map(({ seq }) => seq) : found.error;
}

describe('createRecordingStore', () => {
  it('numbers entries from one without gaps', () => {
    const store = open();
    expect([1, 2, 3].map(() => store.record(buildDraft()))).toEqual([1, 2, 3]);
    expect(store.status()).toMatchObject({ entries: 3, dropped: 0 });
  });

  it('keeps every part of an entry', async () => {
    const store = open();
    const draft = buildDraft({
      at: { time: '2026-08-20T10:00:00.123Z', monotonicMs: 12.345 },
      direction: 'out',
      kind: 'nonza',
      replyTo: 7,
      latencyMs: 1.5,
      relation: 'late',
      runId: 'r1',
      stepId: 'enable',
      text: 'a note',
      type: 'error',
      id: 'x1',
      from: 'alice@localhost/desk',
      to: 'localhost',
      childName: 'query',
      childNs: 'jabber:iq:version',
      condition: 'item-not-found',
      xml: "<iq a='&lt;'>\u{1f514} ä</iq>",
      masked: true,
    });
    const seq = store.record(draft);
    const { at, ...rest } = draft;
    expect(await store.read(store.status().recordingId, seq)).toEqual({
      ok: true,
      value: { ...rest, ...at, seq },
    });
  });

  it('finds what arrived since', async () => {
    const store = open();
    store.record(buildDraft({ type: 'error' }));
    expect(await seqs(store, 'is:error')).toEqual([1]);
    store.record(buildDraft());
    store.record(buildDraft({ type: 'error' }));
    expect(await seqs(store, 'is:error')).toEqual([1, 3]);
    expect(await seqs(store)).toEqual([1, 2, 3]);
  });

  it('keeps a ten megabyte text', async () => {
    const store = open();
    const xml = `<message><body>${'x'.repeat(10 * 1024 * 1024)}</body></message>`;
    const seq = store.record(buildDraft({ xml }));
    const entry = await store.read(store.status().recordingId, seq);
    expect(entry.ok && entry.value.xml === xml).toBe(true);
    expect(await seqs(store, '"</BODY>"')).toEqual([seq]);
  });

  it('lists the live recording before its first entry', () => {
    const store = open();
    expect(store.list()).toEqual([
      expect.objectContaining({ live: true, opened: false, entries: 0, bytes: 0 }),
    ]);
  });

  it('reads earlier recordings by id', async () => {
    const folder = createTemporaryFolder();
    const before = openStore(folder);
    before.record(buildDraft({ text: 'earlier' }));
    const { recordingId } = before.status();
    await before.dispose();
    const store = open(folder);
    expect(store.list()).toEqual([
      expect.objectContaining({ live: true }),
      expect.objectContaining({ id: recordingId, live: false, opened: false, entries: 1 }),
    ]);
    expect(await store.read(recordingId, 1)).toMatchObject({
      ok: true,
      value: { text: 'earlier' },
    });
    expect(store.close(recordingId)).toEqual({ ok: true, value: null });
    expect(store.close(recordingId)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('knows only recordings of its folder', async () => {
    const store = open();
    for (const id of ['../../etc/passwd', 'nothing', '..', '']) {
      expect(await store.read(id, 1)).toMatchObject({ ok: false, error: { code: 'not-found' } });
    }
    expect(await store.read(store.status().recordingId, 1)).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('waits for nothing that comes after its end', async () => {
    const store = open();
    store.record(buildDraft());
    await store.dispose();
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    expect(store.record(buildDraft())).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no file when nothing was recorded', async () => {
    const folder = createTemporaryFolder();
    await openStore(folder).dispose();
    expect(open(folder).list()).toHaveLength(1);
  });
});
