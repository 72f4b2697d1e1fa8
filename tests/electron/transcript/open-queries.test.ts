import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { QuerySnapshot } from '#shared/contract/query.ts';
import type { Result } from '#shared/contract/result.ts';
import { createEventHub } from '#services/event-hub.ts';
import type { RecordingStore } from '#services/transcript/recording-store.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

/** A thread takes its time to start on a busy machine. */
const PATIENT = { timeout: 10_000 };

function open() {
  const changes: QuerySnapshot[] = [];
  const events = createEventHub();
  events.subscribe((batch) => {
    for (const event of batch) if (event.name === 'query.changed') changes.push(event.payload);
  });
  const store = openStore(createTemporaryFolder(), { events });
  onTestFinished(() => store.dispose());
  return { store, changes };
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}

async function ask(store: RecordingStore, text: string, afterSeq = 0): Promise<QuerySnapshot> {
  const { recordingId } = store.status();
  return valueOf(await store.queries.open({ recordingId, text, order: 'time', afterSeq }));
}

async function seqs(store: RecordingStore, { id, first }: QuerySnapshot): Promise<number[]> {
  const { lines } = valueOf(await store.queries.lines({ queryId: id, from: first, count: 1_000 }));
  return lines.map((line) => (line.kind === 'entry' ? line.row.seq : line.seq));
}

describe('a query that is open', () => {
  it('is empty before the first entry', async () => {
    const { store } = open();
    const query = await ask(store, '');
    expect(query).toMatchObject({ matching: 0, total: 0, state: 'done' });
    expect(await seqs(store, query)).toEqual([]);
  });

  it('finds what was recorded just before', async () => {
    const { store } = open();
    for (const text of ['one', 'two', 'one']) store.record(buildDraft({ text }));
    expect(await seqs(store, await ask(store, 'one'))).toEqual([1, 3]);
    expect(await seqs(store, await ask(store, ''))).toEqual([1, 2, 3]);
    expect(await seqs(store, await ask(store, '', 2))).toEqual([3]);
  });

  it('goes on with arrivals at stable indexes', async () => {
    const { store, changes } = open();
    store.record(buildDraft({ text: 'one' }));
    const query = await ask(store, 'one');
    store.record(buildDraft({ text: 'two' }));
    store.record(buildDraft({ text: 'one' }));
    await store.flush();
    await vi.waitFor(
      () => expect(changes.at(-1)).toMatchObject({ matching: 2, total: 3 }),
      PATIENT,
    );
    const later = changes.at(-1) ?? query;
    expect(later).toMatchObject({ first: query.first, revision: query.revision });
    expect(await seqs(store, later)).toEqual([1, 3]);
    expect(valueOf(await store.queries.locate(query.id, 3)).index).toBe(later.end - 1);
  });

  it('starts with the first entry of the recording', async () => {
    const { store, changes } = open();
    const query = await ask(store, '');
    store.record(buildDraft());
    await store.flush();
    await vi.waitFor(
      () => expect(changes.at(-1)).toMatchObject({ matching: 1, total: 1 }),
      PATIENT,
    );
    expect(await seqs(store, changes.at(-1) ?? query)).toEqual([1]);
  });

  it('lets go of a request that was answered', async () => {
    const { store, changes } = open();
    const request = { direction: 'out', name: 'iq', type: 'get' } as const;
    store.record(buildDraft({ ...request, id: 'a' }));
    store.record(buildDraft({ ...request, id: 'b' }));
    const query = await ask(store, 'is:pending');
    expect(await seqs(store, query)).toEqual([1, 2]);
    store.record(buildDraft({ replyTo: 1, relation: 'answer' }));
    await store.flush();
    await vi.waitFor(() => expect(changes.at(-1)).toMatchObject({ matching: 1 }), PATIENT);
    expect(changes.at(-1)?.revision).toBeGreaterThan(query.revision);
    expect(await seqs(store, changes.at(-1) ?? query)).toEqual([2]);
  });

  it('says what is wrong with its text', async () => {
    const { store } = open();
    const { recordingId } = store.status();
    const query = { recordingId, text: 'from:(', order: 'time', afterSeq: 0 } as const;
    expect(await store.queries.open(query)).toMatchObject({
      ok: false,
      error: { code: 'bad-query' },
    });
  });

  it('is gone once closed', async () => {
    const { store } = open();
    store.record(buildDraft());
    const { id } = await ask(store, '');
    expect(await store.queries.close(id)).toEqual({ ok: true, value: null });
    expect(await store.queries.close(id)).toMatchObject({ error: { code: 'not-found' } });
  });
});

describe('a query in groups', () => {
  const draw = async (store: RecordingStore, order: 'exchange' | 'step') => {
    const { recordingId } = store.status();
    const { id, first } = valueOf(
      await store.queries.open({ recordingId, text: '', order, afterSeq: 0 }),
    );
    const { lines } = valueOf(await store.queries.lines({ queryId: id, from: first, count: 100 }));
    return lines.map((line) =>
      line.kind === 'entry' ? line.row.seq : `${line.runId}/${line.stepId}: ${line.entries}`,
    );
  };

  it('puts answers behind their request', async () => {
    const { store } = open();
    store.record(buildDraft({ direction: 'out', name: 'iq', type: 'get', id: 'a' }));
    store.record(buildDraft());
    store.record(buildDraft({ replyTo: 1, relation: 'answer' }));
    expect(await draw(store, 'exchange')).toEqual(['null/null: 2', 1, 3, 2]);
  });

  it('puts the entries of a step together', async () => {
    const { store } = open();
    const step = { runId: 'r1', stepId: 'enable' };
    for (const change of [{}, step, {}, step]) store.record(buildDraft(change));
    expect(await draw(store, 'step')).toEqual([
      ...['null/null: 1', 1],
      ...['r1/enable: 2', 2, 4],
      ...['null/null: 1', 3],
    ]);
  });
});
