/**
 * Keeps a recording under its limit: the oldest entries go, their texts and their place in the index too.
 * A chunk of them goes at a time, because each chunk is told by an entry; a chunk goes in slices, so that
 * a write never waits long for it.
 */
import type { RecordingLimit } from '#shared/contract/channels.ts';
import { inTransaction, type RecordingDatabase } from './schema.ts';
import { prepareSlices, type TextIndexer } from './text-index.ts';

/** What remains of the limit after a chunk went. */
const KEPT_SHARE = 0.95;
/** Where writing waits for what is to go. */
const MOST_SHARE = 1.1;
const MEGABYTE = 1_000_000;

/** A chunk that went. */
export interface TrimmedChunk {
  readonly entries: number;
  readonly limit: RecordingLimit;
  /** Which part of the limit was reached. */
  readonly reached: keyof RecordingLimit;
}

/** Watches over the size of one recording that is being written. Its methods throw SqliteError. */
export interface SizeCap {
  /** The recording has grown; the limit may have changed. */
  grown(entries: number, limit: RecordingLimit): void;
  /** Does one slice of work; false when there was none left. */
  step(): boolean;
  /** Whether writing has to wait for {@link SizeCap.step}. */
  pressing(): boolean;
  /** Entries in the file. */
  entries(): number;
}

/**
 * Creates the watch over a recording.
 * @param onTrimmed told after each chunk
 */
export function createSizeCap({
  database,
  indexer,
  limit: firstLimit,
  onTrimmed,
}: {
  readonly database: RecordingDatabase;
  readonly indexer: TextIndexer;
  readonly limit: RecordingLimit;
  readonly onTrimmed: (chunk: TrimmedChunk) => void;
}): SizeCap {
  const number = (sql: string): (() => number) => {
    const statement = database.prepare(sql).raw();
    return () => (statement.get() as [number])[0];
  };
  const pages = number('PRAGMA page_count');
  const freePages = number('PRAGMA freelist_count');
  const pageBytes = number('PRAGMA page_size')();
  const sliceEnd = prepareSlices(database);
  const dropEntries = database.prepare('DELETE FROM entry WHERE seq <= ?');
  const dropTexts = database.prepare('DELETE FROM payload WHERE seq <= ?');
  const count = database.prepare('UPDATE recording SET trimmed = trimmed + ?');
  let limit = firstLimit;
  let entries = number('SELECT count(*) FROM entry')();
  let reached: keyof RecordingLimit | null = null;
  let gone = 0;

  const share = (part: keyof RecordingLimit): number =>
    part === 'entries'
      ? entries / limit.entries
      : ((pages() - freePages()) * pageBytes) / (limit.megabytes * MEGABYTE);

  function dropSlice(): boolean {
    const end = sliceEnd(0);
    if (end === null) return false;
    let dropped = 0;
    inTransaction(database, () => {
      indexer.remove(end);
      dropTexts.run(end);
      dropped = dropEntries.run(end).changes;
      count.run(dropped);
    });
    entries -= dropped;
    gone += dropped;
    return true;
  }

  return {
    grown(added, newLimit) {
      limit = newLimit;
      entries += added;
      if (share('entries') > 1) reached ??= 'entries';
      else if (share('megabytes') > 1) reached ??= 'megabytes';
    },
    step() {
      if (reached === null) return false;
      if (share(reached) > KEPT_SHARE && dropSlice()) return true;
      onTrimmed({ entries: gone, limit, reached });
      reached = null;
      gone = 0;
      return false;
    },
    pressing: () => reached !== null && share(reached) > MOST_SHARE,
    entries: () => entries,
  };
}
