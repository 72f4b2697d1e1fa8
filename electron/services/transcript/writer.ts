/**
 * Writes entries in batches. What is recorded is safe once its batch is committed, at most
 * {@link FLUSH_MS} later; a kill of the process loses no more than that.
 *
 * When the disk fails, entries stay in memory, the problem is told, and writing is tried again. Beyond
 * {@link MAX_PENDING_BYTES} entries are dropped and counted: never silently, never by ending a session.
 */
import type { Problem } from '#shared/contract/result.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { ROW_COLUMNS, writeRow } from './entry-columns.ts';
import { inTransaction, toRecordingProblem, type RecordingDatabase } from './schema.ts';

/** Longest time an entry waits for its batch. */
const FLUSH_MS = 50;
/** A batch that grew this long is written at once. */
const MAX_BATCH = 500;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const RETRY_MS = 1_000;
/** What may wait in memory while the disk fails. */
const MAX_PENDING_BYTES = 128 * 1024 * 1024;
/** What an entry takes besides its text, roughly. */
const ROW_BYTES = 512;

/** Entries on their way to disk. */
export interface EntryWriter {
  /** Takes an entry; false when it was dropped. Never throws. */
  add(entry: WireEntry): boolean;
  /** Writes what is waiting; true when nothing waits any more. Never throws. */
  flush(): boolean;
  /** Entries that are not on disk. */
  pending(): readonly WireEntry[];
  /** Why the last write failed; null when it did not. */
  problem(): Problem | null;
  /** Writes what is waiting, and ends. The database stays open. */
  dispose(): void;
}

/**
 * Creates a writer.
 * @param open gives the database, creating it at first use; it may throw
 * @param onProblem told when the problem appears, changes or goes
 * @param maxPendingBytes what may wait in memory, in bytes
 */
export function createEntryWriter({
  open,
  onProblem,
  maxPendingBytes = MAX_PENDING_BYTES,
}: {
  readonly open: () => RecordingDatabase;
  readonly onProblem: (problem: Problem | null) => void;
  readonly maxPendingBytes?: number;
}): EntryWriter {
  let waiting: WireEntry[] = [];
  let waitingBytes = 0;
  let problem: Problem | null = null;
  let timer: NodeJS.Timeout | undefined;
  let insert: ((entries: readonly WireEntry[]) => void) | undefined;

  function flush(): boolean {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return true;
    try {
      insert ??= prepareInsert(open());
      insert(waiting);
      waiting = [];
      waitingBytes = 0;
      setProblem(null);
      return true;
    } catch (error) {
      timer = setTimeout(flush, RETRY_MS);
      setProblem(toRecordingProblem(error));
      return false;
    }
  }

  function setProblem(next: Problem | null): void {
    if (next?.code === problem?.code) return;
    problem = next;
    onProblem(next);
  }

  return {
    add(entry) {
      const bytes = ROW_BYTES + entry.xml.length * 2;
      if (problem !== null && waitingBytes + bytes > maxPendingBytes) return false;
      waiting.push(entry);
      waitingBytes += bytes;
      if (problem !== null) return true;
      if (waiting.length >= MAX_BATCH || waitingBytes >= MAX_BATCH_BYTES) flush();
      else timer ??= setTimeout(flush, FLUSH_MS);
      return true;
    },
    flush,
    pending: () => waiting,
    problem: () => problem,
    dispose() {
      flush();
      clearTimeout(timer);
    },
  };
}

/**
 * Prepares the writing of entries, each call one transaction; it throws SqliteError. Kept for the life of
 * the database: a statement that failed is only reset by running it again.
 */
export function prepareInsert(
  database: RecordingDatabase,
): (entries: readonly WireEntry[]) => void {
  const row = database.prepare(
    `INSERT INTO entry (${ROW_COLUMNS.join(', ')}, is_error) ` +
      `VALUES (${ROW_COLUMNS.map(() => '?').join(', ')}, ?)`,
  );
  const payload = database.prepare('INSERT INTO payload (seq, xml, masked) VALUES (?, ?, ?)');
  return (entries) =>
    inTransaction(database, () => {
      for (const entry of entries) {
        row.run(...writeRow(entry));
        payload.run(entry.seq, entry.xml, entry.masked ? 1 : 0);
      }
    });
}
