/**
 * Fills the index of texts behind the capture: a slice at a time, each a transaction of a few
 * milliseconds, so that a write never waits long for it.
 */
import { INDEXED_TEXT } from './indexed-text.ts';
import { inTransaction, LONG_ENTRY_BYTES, type RecordingDatabase } from './schema.ts';

/** What one slice holds at most. */
const SLICE_ENTRIES = 128;
const SLICE_BYTES = 128 * 1024;
/** Pages of the index that are merged after a slice. */
const MERGE_PAGES = 16;

/** The index of one recording that is open for writing. All of it throws SqliteError. */
export interface TextIndexer {
  /** Does one slice of work; false when there was none left. */
  step(): boolean;
  /** Takes entries up to a number out of the index, which must still be there; within a transaction. */
  remove(upTo: number): void;
}

/** Finds where slices of a recording end. */
export type SliceFinder = (afterSeq: number) => number | null;

/**
 * Prepares the cutting of a recording into slices.
 * @returns answers the last entry of the slice that follows an entry; null when none follows
 */
export function prepareSlices(database: RecordingDatabase): SliceFinder {
  const rows = database
    .prepare('SELECT seq, bytes FROM entry WHERE seq > ? ORDER BY seq LIMIT ?')
    .raw();
  return (afterSeq) => {
    let end: number | null = null;
    let bytes = 0;
    for (const [seq, length] of rows.all(afterSeq, SLICE_ENTRIES) as [number, number][]) {
      end = seq;
      bytes += length;
      if (bytes >= SLICE_BYTES) break;
    }
    return end;
  };
}

/** Prepares the filling of a recording's index. */
export function createTextIndexer(database: RecordingDatabase): TextIndexer {
  const sliceEnd = prepareSlices(database);
  const indexed = `FROM entry e JOIN payload p ON p.seq = e.seq
     WHERE e.seq > ? AND e.seq <= ? AND e.bytes <= ${LONG_ENTRY_BYTES}`;
  const insert = database.prepare(
    `INSERT INTO text_index (rowid, body) SELECT e.seq, ${INDEXED_TEXT} ${indexed}`,
  );
  const remove = database.prepare(
    `INSERT INTO text_index (text_index, rowid, body) SELECT 'delete', e.seq, ${INDEXED_TEXT} ${indexed}`,
  );
  const keepPlace = database.prepare('UPDATE recording SET indexed_seq = ?');
  const merge = database.prepare(
    `INSERT INTO text_index (text_index, rank) VALUES ('merge', ${MERGE_PAGES})`,
  );
  const changes = database.prepare('SELECT total_changes()').raw();
  let indexedSeq = readIndexedSeq(database);
  /** Adding and merging go in turn, so that neither slice is long and neither falls behind. */
  let addNext = true;
  let fruitless = 0;

  function add(): boolean {
    const end = sliceEnd(indexedSeq);
    if (end === null) return false;
    inTransaction(database, () => {
      insert.run(indexedSeq, end);
      keepPlace.run(end);
    });
    indexedSeq = end;
    return true;
  }

  /**
   * SQLite tells by its count of changes whether there was anything to merge. In a transaction as everything that
   * is written: a statement that meets a held file by itself is left in progress, and no later one could commit.
   */
  function mergeSome(): boolean {
    const [before] = changes.get() as [number];
    inTransaction(database, () => merge.run());
    const [after] = changes.get() as [number];
    return after - before > 1;
  }

  return {
    step() {
      if (fruitless === 2) fruitless = 0;
      const worked = addNext ? add() : mergeSome();
      addNext = !addNext;
      fruitless = worked ? 0 : fruitless + 1;
      return fruitless < 2;
    },
    remove: (upTo) => void remove.run(0, Math.min(upTo, indexedSeq)),
  };
}

/**
 * Indexes a recording that nobody writes, as far as the time allows.
 * @param budgetMs in milliseconds
 * @throws SqliteError
 */
export function fillTextIndex(database: RecordingDatabase, budgetMs: number): void {
  const indexer = createTextIndexer(database);
  const end = performance.now() + budgetMs;
  while (indexer.step() && performance.now() < end);
}

function readIndexedSeq(database: RecordingDatabase): number {
  const [seq] = database.prepare('SELECT indexed_seq FROM recording').raw().get() as [number];
  return seq;
}
