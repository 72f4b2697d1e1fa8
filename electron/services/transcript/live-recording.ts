/** The recording this process writes to. Its file is created with its first entry. */
import type { EntryPage, RecordingFacts, RecordingStatus } from '#shared/contract/channels.ts';
import { NO_SUMMARY, type EntryFilter, type WireEntry } from '#shared/transcript/entry.ts';
import { matchesFilter } from '#shared/transcript/filter.ts';
import type { EventHub } from '../event-hub.ts';
import type { Clock, IdSource } from '../platform.ts';
import { toRow } from './entry-columns.ts';
import { createLiveFeed } from './live-feed.ts';
import { createEntryQueries, type EntryQueries, type PageRequest } from './queries.ts';
import type { EntryDraft } from './recorder-port.ts';
import { createRecordingFolder, recordingBytes, recordingPath } from './recording-files.ts';
import { createRecordingFile, settleRecordingFile, type RecordingDatabase } from './schema.ts';
import { createEntryWriter } from './writer.ts';

/** A recording that grows. */
export interface LiveRecording {
  readonly id: string;
  record(draft: EntryDraft): number;
  status(): RecordingStatus;
  facts(): RecordingFacts;
  /** @throws SqliteError when the file cannot be read */
  page(request: PageRequest): EntryPage;
  /** @throws SqliteError when the file cannot be read */
  entries(request: PageRequest): WireEntry[];
  /** @throws SqliteError when the file cannot be read */
  read(seq: number): WireEntry | undefined;
  /** Entries lost because the disk failed. */
  dropped(): number;
  flush(): void;
  dispose(): void;
}

/**
 * Starts a recording.
 * @param folder where recording files stand; created when needed
 * @param maxPendingBytes what may wait in memory while the disk fails, in bytes
 */
export function createLiveRecording({
  folder,
  clock,
  ids,
  events,
  maxPendingBytes,
}: {
  readonly folder: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly events: Pick<EventHub, 'publish'>;
  readonly maxPendingBytes?: number;
}): LiveRecording {
  const startedAt = clock.now().toISOString();
  const id = `${startedAt.replace(/\D/g, '').slice(0, 14)}-${ids.random()}`;
  const name = `Recording ${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const path = recordingPath(folder, id);
  let database: RecordingDatabase | undefined;
  let queries: EntryQueries | undefined;
  let lastSeq = 0;
  let dropped = 0;
  let droppedUntold = 0;
  let ended = false;

  function open(): RecordingDatabase {
    if (database !== undefined) return database;
    createRecordingFolder(folder);
    database = createRecordingFile(path, { id, name, startedAt });
    queries = createEntryQueries(database);
    return database;
  }

  function status(): RecordingStatus {
    const problem = writer.problem();
    return {
      recordingId: id,
      entries: lastSeq - dropped,
      dropped,
      perSecond: feed.perSecond(),
      bytes: recordingBytes(path),
      ...(problem === null ? {} : { problem }),
    };
  }

  const feed = createLiveFeed({
    recordingId: id,
    events,
    status,
    monotonicMs: () => clock.monotonicMs(),
  });
  const writer = createEntryWriter({
    open,
    onProblem(problem) {
      feed.touched();
      if (problem === null && droppedUntold > 0) tellDropped();
    },
    ...(maxPendingBytes === undefined ? {} : { maxPendingBytes }),
  });

  function record(draft: EntryDraft): number {
    // A closing connection may still hear something; the file is finished by then.
    if (ended) return lastSeq;
    const { at, ...given } = draft;
    const moment = at ?? { time: clock.now().toISOString(), monotonicMs: clock.monotonicMs() };
    lastSeq += 1;
    const entry: WireEntry = { ...given, ...moment, seq: lastSeq };
    if (writer.add(entry)) feed.appended(toRow(entry));
    else {
      dropped += 1;
      droppedUntold += 1;
      feed.touched();
    }
    return entry.seq;
  }

  function tellDropped(): void {
    const count = droppedUntold;
    droppedUntold = 0;
    record(noteOf(`${count} entries before this one were not recorded: the disk failed`));
  }

  /** Entries on disk; those still in memory because the disk fails are added by the caller. */
  function fromDisk<Value>(read: (queries: EntryQueries) => Value, none: Value): Value {
    return queries === undefined ? none : read(queries);
  }

  function waiting(filter: EntryFilter): readonly WireEntry[] {
    writer.flush();
    return writer.pending().filter((entry) => matchesFilter(entry, filter));
  }

  function join<Row extends { readonly seq: number }>(
    request: PageRequest,
    inMemory: readonly Row[],
    readDisk: (request: PageRequest) => Row[],
  ): Row[] {
    const end = request.beforeSeq ?? Number.MAX_SAFE_INTEGER;
    const newer = inMemory.filter((row) => row.seq > request.afterSeq && row.seq < end);
    if (!request.fromEnd) return [...readDisk(request), ...newer].slice(0, request.limit);
    const last = newer.slice(-request.limit);
    const limit = request.limit - last.length;
    return limit === 0 ? last : [...readDisk({ ...request, limit }), ...last];
  }

  return {
    id,
    record,
    status,
    facts: () => {
      const { entries, bytes, problem } = status();
      const facts = { id, name, startedAt, entries, bytes, live: true, opened: false };
      return problem === undefined ? facts : { ...facts, problem };
    },
    page(request) {
      const inMemory = waiting(request.filter);
      return {
        rows: join(request, inMemory.map(toRow), (part) => fromDisk((disk) => disk.page(part), [])),
        matching: fromDisk((disk) => disk.countMatching(request.filter), 0) + inMemory.length,
        total: lastSeq - dropped,
      };
    },
    entries: (request) =>
      join(request, waiting(request.filter), (part) => fromDisk((disk) => disk.entries(part), [])),
    read(seq) {
      const found = waiting({}).find((entry) => entry.seq === seq);
      return found ?? fromDisk((disk) => disk.read(seq), undefined);
    },
    dropped: () => dropped,
    flush: () => void writer.flush(),
    dispose() {
      ended = true;
      writer.dispose();
      feed.dispose();
      if (database === undefined) return;
      finish(database, clock.now().toISOString(), dropped);
      database = undefined;
      queries = undefined;
    },
  };
}

/** Marks the recording as ended; a file that cannot be written stays unfinished. */
function finish(database: RecordingDatabase, endedAt: string, dropped: number): void {
  try {
    database.prepare('UPDATE recording SET ended_at = ?, dropped = ?').run(endedAt, dropped);
    settleRecordingFile(database);
  } catch {
    // The disk failed: the status has told it, and the file is listed as unfinished.
  }
  database.close();
}

function noteOf(text: string): EntryDraft {
  return {
    ...{ sessionId: '', sessionName: '', direction: 'local', kind: 'note', bytes: 0, text },
    ...NO_SUMMARY,
    ...{ replyTo: null, latencyMs: null, relation: null, runId: null, stepId: null },
    ...{ xml: '', masked: false },
  };
}
