import { describe, expect, it, onTestFinished } from 'vitest';
import { join } from 'node:path';
import type { EntrySearch } from '#services/transcript/reader/entry-search.ts';
import { createFoundEntries } from '#services/transcript/reader/found-entries.ts';
import { openReadConnection } from '#services/transcript/reader/read-connection.ts';
import { prepareInsert, toBatch } from '#services/transcript/entry-insert.ts';
import { createRecordingFile } from '#services/transcript/schema.ts';
import { buildEntry } from '#tests/support/entries.ts';
import { createTemporaryFolder } from '#tests/support/temporary-folder.ts';

const ENTRIES = 10_000;
const NODE = { kind: 'after', time: '2026-08-20T10:00:00.000Z', from: 0, to: 1 } as const;

function openEntries() {
  const path = join(createTemporaryFolder(), 'one.sqlite');
  const database = createRecordingFile(path, { id: 'one', name: 'one', startedAt: '' });
  const entries = Array.from({ length: ENTRIES }, (_, at) => buildEntry({ seq: at + 1 }));
  prepareInsert(database)(toBatch(entries));
  database.close();
  const connection = openReadConnection({ path, live: false });
  if (!connection.ok) throw new Error(connection.error.what);
  onTestFinished(() => connection.value.close());
  return connection.value;
}

/** Looks for all entries up to a number, and keeps the spans that were asked for. */
function findUpTo(last: number) {
  const spans: (readonly [after: number, upTo: number])[] = [];
  const search: EntrySearch = {
    changes: false,
    readsMarks: false,
    within: ({ after, upTo }) => ({ after, upTo: Math.min(upTo, last) }),
    *find(after, upTo) {
      yield* [];
      spans.push([after, upTo]);
      return Array.from({ length: upTo - after }, (_, at) => after + at + 1);
    },
    *findAmong(seqs) {
      yield* [];
      return [...seqs];
    },
  };
  const found = createFoundEntries({
    ask: { afterSeq: 0, ended: null },
    node: NODE,
    connection: openEntries(),
    search: () => search,
    onRenumbered: () => undefined,
    onStep: () => undefined,
  });
  found.collect();
  for (const step of found.run()) expect(step).toBeUndefined();
  return { spans, found };
}

describe('createFoundEntries', () => {
  it('steps over what cannot match', () => {
    const { spans, found } = findUpTo(5_000);
    expect(spans[0]).toEqual([3_000, 5_000]);
    expect(spans.at(-1)?.[0]).toBe(0);
    expect(found.list().end() - found.list().first()).toBe(5_000);
    expect(found.looked()).toEqual({ after: 0, upTo: ENTRIES });
  });

  it('is done at once when nothing can match', () => {
    const { spans, found } = findUpTo(0);
    expect(spans.length).toBeLessThanOrEqual(1);
    expect(found.left()).toBe(0);
  });
});
