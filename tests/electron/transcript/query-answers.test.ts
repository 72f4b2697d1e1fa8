import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { EntryMark, QuerySnapshot } from '#shared/contract/query.ts';
import type { Result } from '#shared/contract/result.ts';
import { createEventHub } from '#services/event-hub.ts';
import { createSystemClock } from '#services/platform.ts';
import type { RecordingStore } from '#services/transcript/recording-store.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { foundRows } from '#tests/support/found-rows.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const START_MS = Date.parse('2026-08-20T10:00:00.000Z');
/** A thread takes its time to start on a busy machine. */
const PATIENT = { timeout: 10_000 };

/** A store whose clock stands until it is moved. */
function open(change: Partial<Parameters<typeof openStore>[1]> = {}) {
  const clock = { ms: 0 };
  const changes: QuerySnapshot[] = [];
  const events = createEventHub();
  events.subscribe((batch) => {
    for (const { name, payload } of batch) if (name === 'query.changed') changes.push(payload);
  });
  const store = openStore(createTemporaryFolder(), {
    events,
    clock: { now: () => new Date(START_MS + clock.ms), monotonicMs: () => clock.ms },
    ...change,
  });
  onTestFinished(() => store.dispose());
  return { store, clock, changes };
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}

async function ask(store: RecordingStore, text: string): Promise<QuerySnapshot> {
  const { recordingId } = store.status();
  return valueOf(await store.queries.open({ recordingId, text, order: 'time', afterSeq: 0 }));
}

async function seqsOf(store: RecordingStore, text: string): Promise<number[]> {
  return valueOf(await foundRows(store, text)).map(({ seq }) => seq);
}

describe('the density of a recording', () => {
  it('counts entries, matches and errors where they fall', async () => {
    const { store, clock } = open();
    for (const [ms, type] of [
      ...([
        [0, 'get'],
        [99, 'error'],
        [100, 'set'],
        [250, 'error'],
        [400, 'get'],
      ] as const),
    ]) {
      clock.ms = ms;
      store.record(buildDraft({ name: 'iq', type }));
    }
    const { id: queryId } = await ask(store, 'type:get,set');
    const all = { queryId, fromMs: null, toMs: null, buckets: 4 };
    expect(valueOf(await store.queries.density(all))).toEqual({
      ...{ fromMs: 0, toMs: 400, fromTime: '2026-08-20T10:00:00.000Z' },
      buckets: [
        { all: 2, matching: 1, errors: 1 },
        { all: 1, matching: 1, errors: 0 },
        { all: 1, matching: 0, errors: 1 },
        { all: 1, matching: 1, errors: 0 },
      ],
    });
    const part = { queryId, fromMs: 100, toMs: 300, buckets: 2 };
    expect(valueOf(await store.queries.density(part))).toMatchObject({
      fromTime: '2026-08-20T10:00:00.100Z',
      buckets: [
        { all: 1, matching: 1, errors: 0 },
        { all: 1, matching: 0, errors: 1 },
      ],
    });
  });

  it('has no buckets before the first entry', async () => {
    const { store } = open();
    const { id: queryId } = await ask(store, '');
    const all = { queryId, fromMs: null, toMs: null, buckets: 4 };
    expect(valueOf(await store.queries.density(all)).buckets).toEqual([]);
  });
});

describe('suggestions for a field', () => {
  it('are the commonest values with that beginning', async () => {
    const { store } = open();
    const senders = ['bob@x', 'alice@x', 'Alf@x', 'alice@x', 'carol@x', null];
    for (const from of senders) store.record(buildDraft({ from, to: 'al_n@x' }));
    await store.flush();
    const { recordingId } = store.status();
    const suggest = async (field: 'from' | 'jid' | 'child', prefix: string) =>
      valueOf(await store.queries.suggest({ recordingId, field, prefix }));
    expect(await suggest('from', 'AL')).toEqual(['alice@x', 'Alf@x']);
    expect(await suggest('from', '')).toEqual(['alice@x', 'Alf@x', 'bob@x', 'carol@x']);
    expect(await suggest('jid', 'al')).toEqual(['al_n@x', 'alice@x', 'Alf@x']);
    // A wildcard of the database is a letter like any other.
    expect(await suggest('jid', 'al_')).toEqual(['al_n@x']);
    expect(await suggest('child', '')).toEqual([]);
  });
});

describe('an exchange', () => {
  it('is the same whichever of its entries is named', async () => {
    const { store } = open();
    store.record(buildDraft({ direction: 'out', name: 'iq', type: 'get', id: 'a' }));
    store.record(buildDraft());
    store.record(buildDraft({ replyTo: 1, relation: 'timeout', direction: 'local', kind: 'note' }));
    store.record(buildDraft({ replyTo: 1, relation: 'late' }));
    await store.flush();
    const { recordingId } = store.status();
    const exchange = async (seq: number) =>
      valueOf(await store.exchange(recordingId, seq)).map((row) => row.seq);
    expect(await exchange(1)).toEqual([1, 3, 4]);
    expect(await exchange(4)).toEqual([1, 3, 4]);
    expect(await exchange(2)).toEqual([2]);
    expect(await exchange(99)).toEqual([]);
  });
});

describe('marks in queries', () => {
  const MARKS: readonly EntryMark[] = [
    { seq: 2, bookmarked: true, note: '' },
    { seq: 3, bookmarked: false, note: 'odd' },
  ];

  it('are found, and found no more once they are taken off', async () => {
    const { store, changes } = open({ marks: () => MARKS });
    for (let seq = 1; seq <= 4; seq += 1) store.record(buildDraft({ text: `entry ${seq}` }));
    expect(await seqsOf(store, 'is:bookmarked')).toEqual([2]);
    expect(await seqsOf(store, 'is:noted')).toEqual([3]);
    expect(await seqsOf(store, 'is:bookmarked,noted')).toEqual([2, 3]);
    expect(await seqsOf(store, '-is:bookmarked')).toEqual([1, 3, 4]);
    // Judged one by one, too.
    expect(await seqsOf(store, 'is:bookmarked or /try 4/')).toEqual([2, 4]);

    const { id } = await ask(store, 'is:bookmarked');
    const { recordingId } = store.status();
    await store.queries.mark(recordingId, [{ seq: 4, bookmarked: true, note: '' }]);
    const locate = async (seq: number) => valueOf(await store.queries.locate(id, seq)).index;
    await vi.waitFor(async () => {
      expect(await locate(2)).toBe(null);
      expect(await locate(4)).not.toBe(null);
    }, PATIENT);
    expect(changes.at(-1)?.matching ?? 1).toBe(1);
  });
});

describe('a query over a recording that drops its oldest entries', () => {
  it.each([[''], ['odd']])('moves its first line up: %j', async (text) => {
    const limit = () => ({ entries: 1_000, megabytes: 1_000 });
    const { store, changes } = open({ limit, clock: createSystemClock() });
    const record = (from: number, to: number): void => {
      for (let at = from; at <= to; at += 1) {
        store.record(buildDraft({ text: at % 2 === 1 ? 'odd' : 'even' }));
      }
    };
    record(1, 1_000);
    await store.flush();
    const query = await ask(store, text);
    const before = valueOf(await store.queries.locate(query.id, 901)).index;
    record(1_001, 1_010);
    await vi.waitFor(() => expect(store.status().trimmed).toBeGreaterThan(0), PATIENT);
    await store.flush();
    const { recordingId } = store.status();
    await vi.waitFor(
      () => expect(changes.findLast(({ id }) => id === query.id)?.first).not.toBe(query.first),
      PATIENT,
    );
    await vi.waitFor(async () => {
      const { trimmed } = store.status();
      const now = valueOf(await store.queries.follow(query.id, true));
      expect(now).toMatchObject({ recordingId, revision: query.revision });
      const request = { queryId: query.id, from: query.first, count: 1 + now.first - query.first };
      const { lines, from } = valueOf(await store.queries.lines(request));
      // What was there is gone, and what is first now is the oldest that is kept.
      expect(from).toBe(now.first);
      const [line] = lines;
      const oldest = line?.kind === 'entry' ? line.row.seq : 0;
      expect(oldest).toBeGreaterThan(trimmed);
      expect(oldest).toBeLessThanOrEqual(trimmed + 2);
    }, PATIENT);
    expect(valueOf(await store.queries.locate(query.id, 901)).index).toBe(before);
  });
});
