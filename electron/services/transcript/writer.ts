/**
 * Entries on their way to the disk, in batches. What is recorded is safe once its batch is committed, some
 * {@link FLUSH_MS} later; a kill of the process loses no more than that. Batches go one at a time: what
 * comes meanwhile makes the next one, so that the faster entries come the fewer transactions they cost. A
 * transaction writes whole pages, so a short batch waits for more entries.
 *
 * When the disk fails, entries stay in memory, the problem is told, and writing is tried again. Beyond
 * {@link MAX_PENDING_BYTES} entries are dropped and counted: never silently, never by ending a session.
 * When it is merely slow, whoever reads sockets is asked to wait.
 */
import type { Problem } from '#shared/contract/result.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { toBatch, type EntryBatch } from './entry-insert.ts';
import { toRecordingProblem } from './schema.ts';

/** Longest time an entry waits for its batch while none is being written. */
const FLUSH_MS = 20;
/** A batch that grew this long is written at once; no batch is longer. */
const MAX_BATCH = 2_000;
const RETRY_MS = 1_000;
/** What may wait in memory while the disk fails. */
const MAX_PENDING_BYTES = 128 * 1024 * 1024;
/** What may wait in memory before sockets have to. */
const FULL_BYTES = 64 * 1024 * 1024;
/** What an entry takes besides its text, roughly. */
const ROW_BYTES = 512;

/** Entries on their way to disk. */
export interface EntryWriter {
  /** Takes an entry; false when it was dropped. Never throws. */
  add(entry: WireEntry): boolean;
  /** Writes what is waiting; resolves true when nothing waits any more. Never rejects. */
  flush(): Promise<boolean>;
  /** Entries that are not known to be on disk. */
  pending(): readonly WireEntry[];
  /** The greatest number that is known to be on disk; 0 before the first. */
  storedSeq(): number;
  /** Null while there is room; otherwise resolves when there is. */
  room(): Promise<void> | null;
  /** Why the last write failed; null when it did not. */
  problem(): Problem | null;
  /** Writes what is waiting, and ends. */
  dispose(): Promise<void>;
}

/**
 * Creates a writer.
 * @param write commits a batch; it may reject
 * @param onProblem told when the problem appears, changes or goes
 * @param maxPendingBytes what may wait in memory while the disk fails, in bytes
 */
export function createEntryWriter({
  write,
  onProblem,
  maxPendingBytes = MAX_PENDING_BYTES,
}: {
  readonly write: (batch: EntryBatch) => Promise<void>;
  readonly onProblem: (problem: Problem | null) => void;
  readonly maxPendingBytes?: number;
}): EntryWriter {
  let waiting: WireEntry[] = [];
  let waitingBytes = 0;
  let storedSeq = 0;
  let problem: Problem | null = null;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<boolean> | null = null;
  /** Somebody waits until nothing waits. */
  let draining = false;
  let full: { readonly over: Promise<void>; end(): void } | null = null;

  async function writeBatches(): Promise<boolean> {
    do {
      const batch = waiting.slice(0, MAX_BATCH);
      try {
        await write(toBatch(batch));
      } catch (error) {
        end(RETRY_MS);
        setProblem(toRecordingProblem(error));
        return false;
      }
      waiting = waiting.slice(batch.length);
      waitingBytes -= batch.reduce((sum, entry) => sum + bytesOf(entry), 0);
      storedSeq = batch.at(-1)?.seq ?? storedSeq;
      if (waitingBytes < FULL_BYTES / 2) makeRoom();
      setProblem(null);
    } while (waiting.length >= MAX_BATCH || (draining && waiting.length > 0));
    end(FLUSH_MS);
    return true;
  }

  function end(nextMs: number): void {
    running = null;
    draining = false;
    if (waiting.length > 0) timer = setTimeout(start, nextMs);
  }

  function start(): void {
    clearTimeout(timer);
    timer = undefined;
    running ??= writeBatches();
  }

  function flush(): Promise<boolean> {
    if (running === null && waiting.length === 0) return Promise.resolve(true);
    draining = true;
    start();
    return running ?? Promise.resolve(true);
  }

  function setProblem(next: Problem | null): void {
    if (next !== null) makeRoom();
    if (next?.code === problem?.code) return;
    problem = next;
    onProblem(next);
  }

  function makeRoom(): void {
    full?.end();
    full = null;
  }

  return {
    add(entry) {
      const bytes = bytesOf(entry);
      if (problem !== null && waitingBytes + bytes > maxPendingBytes) return false;
      waiting.push(entry);
      waitingBytes += bytes;
      if (problem !== null || running !== null) return true;
      if (waiting.length >= MAX_BATCH) start();
      else timer ??= setTimeout(start, FLUSH_MS);
      return true;
    },
    flush,
    pending: () => waiting,
    storedSeq: () => storedSeq,
    room() {
      if (problem !== null || waitingBytes < FULL_BYTES) return full?.over ?? null;
      if (full === null) {
        let end: () => void = () => undefined;
        const over = new Promise<void>((resolve) => (end = resolve));
        full = { over, end };
      }
      return full.over;
    },
    problem: () => problem,
    async dispose() {
      await flush();
      clearTimeout(timer);
    },
  };
}

function bytesOf(entry: WireEntry): number {
  return ROW_BYTES + entry.xml.length * 2;
}
