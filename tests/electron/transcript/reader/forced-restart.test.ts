import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { QuerySnapshot } from '#shared/contract/query.ts';
import type { Result } from '#shared/contract/result.ts';
import { createEventHub } from '#services/event-hub.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const PATIENT = { timeout: 10_000 };
/** Takes longer than the age of the universe to find out that it does not match. */
const ENDLESS = '/(a+)+$/';
const TRAP = `${'a'.repeat(100)}!`;
/** More than one step of a search. */
const ENTRIES = 5_000;

/** A recording through whose newest entries an endless expression comes, until it meets the trap. */
async function openTrapped() {
  const last = new Map<string, QuerySnapshot>();
  const events = createEventHub();
  events.subscribe((batch) => {
    for (const { name, payload } of batch) {
      if (name === 'query.changed') last.set(payload.id, payload);
    }
  });
  const store = openStore(createTemporaryFolder(), { events });
  onTestFinished(() => store.dispose());
  for (let seq = 1; seq <= ENTRIES; seq += 1) {
    store.record(
      buildDraft({ text: seq === 100 ? TRAP : seq % 10 === 0 ? 'aaa' : 'b', xml: '<message/>' }),
    );
  }
  await store.flush();
  const { recordingId } = store.status();
  // The thread takes its time to start.
  await store.read(recordingId, 1);

  async function open(text: string, order: QuerySnapshot['order'] = 'time') {
    const { id } = valueOf(await store.queries.open({ recordingId, text, order, afterSeq: 0 }));
    return id;
  }

  async function seqs(queryId: string): Promise<number[]> {
    const { first } = valueOf(await store.queries.follow(queryId, true));
    const { lines } = valueOf(await store.queries.lines({ queryId, from: first, count: 1_000 }));
    return lines.flatMap((line) => (line.kind === 'entry' ? line.row.seq : []));
  }

  const becomes = (queryId: string, change: Partial<QuerySnapshot>): Promise<void> =>
    vi.waitFor(() => expect(last.get(queryId)).toMatchObject(change), PATIENT);

  /** Resolves when the reader does not answer any more. */
  async function standsStill(): Promise<void> {
    const answers = async () => {
      await store.read(recordingId, 1);
      return true;
    };
    while (await Promise.race([answers(), setTimeout(1_000, false)]));
  }

  return { store, recordingId, open, seqs, becomes, standsStill };
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.error.what);
  return result.value;
}

const tens = (from: number): number[] =>
  Array.from({ length: (ENTRIES - from) / 10 + 1 }, (_, index) => from + index * 10);

describe('a search that nothing ends', () => {
  it('is opened nevertheless', async () => {
    const { store, recordingId } = await openTrapped();
    const query = { recordingId, text: `${ENDLESS} no<200`, order: 'time', afterSeq: 0 } as const;
    const opened = valueOf(await store.queries.open(query));
    expect(opened).toMatchObject({ state: 'searching', matching: 0 });
    expect(valueOf(await store.queries.cancel(opened.id))).toMatchObject({ state: 'cancelled' });
  });

  it('keeps what it found when it is cancelled', async () => {
    const { store, open, seqs, standsStill } = await openTrapped();
    const endless = await open(ENDLESS);
    await standsStill();
    expect(valueOf(await store.queries.cancel(endless)).state).toBe('cancelled');
    await vi.waitFor(async () => {
      const found = await seqs(endless);
      expect(found.length).toBeGreaterThanOrEqual(200);
      expect(found).toEqual(tens(ENTRIES - (found.length - 1) * 10));
    }, PATIENT);
  });

  it('costs others nothing', async () => {
    const { store, recordingId, open, seqs, becomes, standsStill } = await openTrapped();
    const plain = await open('aaa');
    const grouped = await open('no<=3', 'step');
    const regex = await open('/A{3}/i -no:100');
    await becomes(regex, { state: 'done', matching: 499 });
    const endless = await open(ENDLESS);
    await standsStill();
    const twin = await open(ENDLESS);
    const [read, lines] = [store.read(recordingId, 7), seqs(plain)];
    expect(await store.queries.close(endless)).toEqual({ ok: true, value: null });
    expect(valueOf(await read).seq).toBe(7);
    expect((await lines).slice(-200)).toEqual(tens(10).slice(-200));
    expect(await seqs(grouped)).toEqual([1, 2, 3]);
    await becomes(plain, { state: 'done', matching: 500 });
    expect(await seqs(plain)).toEqual(tens(10));
    await becomes(regex, { state: 'done', matching: 499 });
    await becomes(twin, { state: 'cancelled' });
    store.record(buildDraft({ text: 'aaa' }));
    await becomes(plain, { matching: 501, total: ENTRIES + 1 });
    await becomes(regex, { matching: 500 });
    expect(await seqs(plain)).toEqual([...tens(10), ENTRIES + 1]);
  });

  it('lets exports go on', async () => {
    const { store, recordingId, open, standsStill } = await openTrapped();
    const endless = await open(ENDLESS);
    await standsStill();
    const path = join(createTemporaryFolder(), 'out.jsonl');
    const exporting = store.exportTo(path, { recordingId, format: 'jsonl', query: 'aaa' });
    await store.queries.cancel(endless);
    expect(await exporting).toMatchObject({ ok: true, value: { entries: 500 } });
  });

  it('is cancelled in an export', async () => {
    const { store, recordingId } = await openTrapped();
    const path = join(createTemporaryFolder(), 'out.jsonl');
    const request = { recordingId, format: 'jsonl', query: ENDLESS, exportId: 'e1' } as const;
    const exporting = store.exportTo(path, request);
    await setTimeout(1_500);
    expect(store.cancelExport('e1')).toMatchObject({ ok: true });
    expect(await exporting).toMatchObject({ error: { code: 'export-cancelled' } });
  });
});
