/** What an export reads: the entries that a query finds in a recording, in the order of time. */
import type { EntryMark } from '#shared/contract/query.ts';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { EntryRow, WireEntry } from '#shared/transcript/entry.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';
import { createJobLoop } from './reader/job-loop.ts';
import type { MatchWatch } from './reader/match-watch.ts';
import { createOpenQuery } from './reader/open-query.ts';
import { openReadConnection, type ReadConnection } from './reader/read-connection.ts';
import { matchUnwritten } from './unwritten-entries.ts';

/** A recording to export, as it travels to the thread that does it. */
export interface RecordingToExport {
  /** Null while it has no file. */
  readonly path: string | null;
  /** Another thread of this process writes to it. */
  readonly live: boolean;
  /** What counts instead of what the file says. */
  readonly facts: Partial<ExportedFacts>;
  /** Entries that cannot be written at the moment, in rising order. */
  readonly unwritten: readonly WireEntry[];
  readonly marks: readonly EntryMark[];
}

/** What an export tells of its recording. */
export interface ExportedFacts {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Entries that were never recorded because the disk failed, or went because of the size limit. */
  readonly dropped: number;
}

/** The entries to export. */
export interface ExportSource {
  readonly facts: ExportedFacts;
  readonly matching: number;
  /** Entries of the recording, whatever the query. */
  readonly total: number;
  /** The first rows of the recording, whatever the query. */
  firstRows(count: number): readonly EntryRow[];
  /**
   * Reads the matching entries, from the first one on with each call.
   * @throws SqliteError when the file cannot be read
   */
  batches(): Iterable<readonly WireEntry[]>;
  /** Matching entries by number; those that are gone meanwhile are missing. */
  entries(seqs: readonly number[]): ReadonlyMap<number, WireEntry>;
  close(): void;
}

/** Most entries read at a time, and about how much text: one may be as long as the largest stanza. */
const BATCH = 200;
const BATCH_LENGTH = 2 * 1024 * 1024;

interface SearchOptions {
  /** In the query language; empty for all entries. */
  readonly text: string;
  /** What times in the query are relative to while the recording goes on; ISO 8601, UTC. */
  readonly now: string;
  readonly watch: MatchWatch;
}

/**
 * Opens a recording and runs a query to its end.
 * @returns the entries; or `bad-query`, or the problem of the file
 */
export async function openExportSource(
  recording: RecordingToExport,
  search: SearchOptions,
): Promise<Result<ExportSource>> {
  const { text } = search;
  const unwritten = matchUnwritten({ text, afterSeq: 0 }, recording.unwritten);
  if (recording.path === null) return ok(fromMemory(recording, unwritten));
  const opened = openReadConnection({ path: recording.path, live: recording.live });
  if (!opened.ok) return opened;
  const source = await fromFile(recording, opened.value, search, unwritten);
  if (!source.ok) opened.value.close();
  return source;
}

function fromMemory(
  { facts, unwritten: all }: RecordingToExport,
  unwritten: readonly WireEntry[],
): ExportSource {
  return {
    facts: { name: '', startedAt: '', dropped: 0, ...facts },
    ...{ matching: unwritten.length, total: all.length },
    firstRows: (count) => all.slice(0, count),
    batches: () => [unwritten],
    entries: () => bySeq(unwritten),
    close: () => undefined,
  };
}

async function fromFile(
  { live, facts, marks, unwritten: all }: RecordingToExport,
  connection: ReadConnection,
  { text, now, watch }: SearchOptions,
  unwritten: readonly WireEntry[],
): Promise<Result<ExportSource>> {
  const span = connection.span();
  const node = parseQuery(text, live ? { ...span, to: now } : span);
  if (!node.ok) return node;
  const query = createOpenQuery({
    ask: {
      ...{ queryId: '', recordingId: '', text, order: 'time', afterSeq: 0 },
      ...{ revision: 0, follow: false, ended: null },
    },
    whole: true,
    ...{ node: node.value, connection, marks, jobs: createJobLoop(), watch },
    ...{ onChange: () => undefined, onProgress: () => undefined },
  });
  const { first, end, matching, total, problem } = await query.opened;
  query.close();
  if (problem !== undefined) return fail(problem);

  function* batches(): Generator<readonly WireEntry[]> {
    let limit = BATCH / 10;
    for (let from = first; from < end;) {
      const batch = query.entries(from, Math.min(limit, end - from));
      from += limit;
      // What the size limit has dropped meanwhile is gone.
      if (batch.length === 0) continue;
      limit = nextLimit(batch);
      yield batch;
    }
    yield unwritten;
  }

  return ok({
    facts: { ...readFacts(connection), ...facts },
    ...{ matching: matching + unwritten.length, total: total + all.length },
    firstRows(count) {
      const { first: lowest } = connection.bounds();
      return connection.rows(Array.from({ length: count }, (_, place) => lowest + place));
    },
    batches,
    entries: (seqs) => bySeq([...connection.entries(seqs), ...unwritten]),
    close: connection.close,
  });
}

function bySeq(entries: readonly WireEntry[]): ReadonlyMap<number, WireEntry> {
  return new Map(entries.map((entry) => [entry.seq, entry]));
}

function readFacts(connection: ReadConnection): ExportedFacts {
  const sql = 'SELECT name, started_at, dropped + trimmed FROM recording';
  const [row] = connection.values(sql, []);
  return { name: String(row?.[0]), startedAt: String(row?.[1]), dropped: Number(row?.[2]) };
}

/** As many entries as there may be in a batch when they go on being as long as these. */
function nextLimit(batch: readonly WireEntry[]): number {
  const length = batch.reduce((sum, { xml }) => sum + xml.length, 1);
  const fitting = Math.floor((BATCH_LENGTH * batch.length) / length);
  return Math.max(1, Math.min(fitting, batch.length * 2, BATCH));
}
