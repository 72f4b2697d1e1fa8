import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EntryBatch } from '#services/transcript/entry-insert.ts';
import { createEntryWriter } from '#services/transcript/writer.ts';
import { buildEntry } from '#tests/support/entries.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A writer whose batches are committed, or refused, when the test says so. */
function setUp() {
  const batches: { readonly seqs: unknown[]; commit(): void; refuse(): void }[] = [];
  const problems: (string | null)[] = [];
  const writer = createEntryWriter({
    write: ({ texts }: EntryBatch) =>
      new Promise((resolve, reject) => {
        const seqs = texts.filter((_, at) => at % 3 === 0);
        const refuse = (): void =>
          reject(Object.assign(new Error('full'), { code: 'SQLITE_FULL' }));
        batches.push({ seqs, commit: resolve, refuse });
      }),
    onProblem: (problem) => problems.push(problem?.code ?? null),
  });
  const add = (...seqs: number[]): void => {
    for (const seq of seqs) writer.add(buildEntry({ seq }));
  };
  const pending = (): number[] => writer.pending().map(({ seq }) => seq);
  return { writer, add, batches, pending, problems };
}

describe('createEntryWriter', () => {
  it('writes together what came in a moment', () => {
    const { add, batches } = setUp();
    add(1, 2);
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(batches).toMatchObject([{ seqs: [1, 2] }]);
  });

  it('keeps entries readable until they are committed', async () => {
    const { writer, add, batches, pending } = setUp();
    add(1, 2);
    const flushed = writer.flush();
    add(3);
    expect(pending()).toEqual([1, 2, 3]);
    expect(writer.storedSeq()).toBe(0);
    batches[0]?.commit();
    await vi.waitFor(() => expect(batches).toMatchObject([{}, { seqs: [3] }]));
    expect([pending(), writer.storedSeq()]).toEqual([[3], 2]);
    batches[1]?.commit();
    expect(await flushed).toBe(true);
    expect([pending(), writer.storedSeq()]).toEqual([[], 3]);
  });

  it('writes a refused batch again', async () => {
    const { writer, add, batches, problems } = setUp();
    add(1);
    const flushed = writer.flush();
    batches[0]?.refuse();
    expect(await flushed).toBe(false);
    expect(problems).toEqual(['disk-full']);
    add(2);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(batches).toMatchObject([{}, { seqs: [1, 2] }]);
    batches[1]?.commit();
    await vi.advanceTimersByTimeAsync(0);
    expect(problems).toEqual(['disk-full', null]);
  });

  it('asks sockets to wait while too much waits', async () => {
    const { writer, batches } = setUp();
    const xml = 'x'.repeat(20 * 1024 * 1024);
    expect(writer.room()).toBeNull();
    for (const seq of [1, 2]) writer.add(buildEntry({ seq, xml }));
    let open = false;
    void writer.room()?.then(() => (open = true));
    void writer.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(open).toBe(false);
    batches[0]?.commit();
    await vi.advanceTimersByTimeAsync(0);
    expect(open).toBe(true);
    expect(writer.room()).toBeNull();
  });

  it('lets sockets go on when the disk fails', async () => {
    const { writer, batches } = setUp();
    writer.add(buildEntry({ xml: 'x'.repeat(40 * 1024 * 1024) }));
    const room = writer.room();
    expect(room).not.toBeNull();
    void writer.flush();
    batches[0]?.refuse();
    await expect(room).resolves.toBeUndefined();
  });
});
