import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ENTRY_DIRECTIONS, ENTRY_KINDS, type EntryFilter } from '#shared/transcript/entry.ts';
import { matchesFilter } from '#shared/transcript/filter.ts';
import type { RecordingStore } from '#services/transcript/recording-store.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

function open(folder = createTemporaryFolder()): RecordingStore {
  const store = openStore(folder);
  onTestFinished(() => store.dispose());
  return store;
}

/** Numbers of the rows of a page. */
function seqs(store: RecordingStore, change: Partial<Parameters<RecordingStore['page']>[0]> = {}) {
  const page = store.page({
    recordingId: store.status().recordingId,
    filter: {},
    afterSeq: 0,
    limit: 3,
    fromEnd: false,
    ...change,
  });
  return page.ok ? page.value.rows.map(({ seq }) => seq) : page.error;
}

function matching(store: RecordingStore, filter: EntryFilter) {
  const { recordingId } = store.status();
  const page = store.page({
    recordingId,
    filter: filter as never,
    afterSeq: 0,
    limit: 1_000,
    fromEnd: false,
  });
  return page.ok ? page.value : { rows: [], matching: -1, total: -1 };
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

  it('pages forwards, backwards and from the end', () => {
    const store = open();
    for (let count = 0; count < 10; count += 1) store.record(buildDraft());
    expect(seqs(store)).toEqual([1, 2, 3]);
    expect(seqs(store, { afterSeq: 3 })).toEqual([4, 5, 6]);
    expect(seqs(store, { fromEnd: true })).toEqual([8, 9, 10]);
    expect(seqs(store, { fromEnd: true, beforeSeq: 8 })).toEqual([5, 6, 7]);
    expect(seqs(store, { afterSeq: 10 })).toEqual([]);
  });

  it('filters like the predicate does', async () => {
    const store = open();
    const drafts = [
      buildDraft({ type: 'error', condition: 'item-not-found', xml: '<iq>Grüße 100%_</iq>' }),
      buildDraft({ sessionId: 's2', sessionName: 'Bob', direction: 'out', to: 'alice@localhost' }),
      buildDraft({ kind: 'tls', direction: 'local', text: 'TLS 1.3, pinned', xml: '' }),
      buildDraft({ kind: 'push', sessionId: '', relation: 'wrong-sender', xml: 'a\\b [x] *?' }),
    ];
    const { recordingId } = store.status();
    const read = await Promise.all(
      drafts.map((draft) => store.read(recordingId, store.record(draft))),
    );
    const entries = read.flatMap((entry) => (entry.ok ? [entry.value] : []));
    const filter = fc.record(
      {
        sessionIds: fc.subarray(['s1', 's2', '']),
        directions: fc.subarray([...ENTRY_DIRECTIONS]),
        kinds: fc.subarray([...ENTRY_KINDS]),
        errorsOnly: fc.boolean(),
        text: fc.oneof(
          fc.constantFrom('grüSSE', 'GRÜ', 'alice', 'bob', '%', '_', '\\', '[', '*', '?', "'", ''),
          fc.string({
            maxLength: 3,
            unit: fc.constantFrom('a', 'ü', 'Ü', '%', '[', ']', '*', '^'),
          }),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filter, (wanted) => {
        const expected = entries.filter((entry) => matchesFilter(entry, wanted));
        const page = matching(store, wanted);
        expect(page.rows.map(({ seq }) => seq)).toEqual(expected.map(({ seq }) => seq));
        expect(page.matching).toBe(expected.length);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps counting as entries arrive', () => {
    const store = open();
    store.record(buildDraft({ type: 'error' }));
    expect(matching(store, { errorsOnly: true })).toMatchObject({ matching: 1, total: 1 });
    store.record(buildDraft());
    store.record(buildDraft({ type: 'error' }));
    expect(matching(store, { errorsOnly: true })).toMatchObject({ matching: 2, total: 3 });
  });

  it('keeps a ten megabyte text', async () => {
    const store = open();
    const xml = `<message><body>${'x'.repeat(10 * 1024 * 1024)}</body></message>`;
    const seq = store.record(buildDraft({ xml }));
    const entry = await store.read(store.status().recordingId, seq);
    expect(entry.ok && entry.value.xml === xml).toBe(true);
    expect(matching(store, { text: '</BODY>' }).matching).toBe(1);
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
