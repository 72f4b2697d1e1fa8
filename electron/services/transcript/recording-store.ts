/**
 * The transcript's store: records into the live recording, and reads from it, from earlier ones and
 * from files the user opened.
 */
import type {
  EntryPage,
  RecordingFacts,
  RecordingStatus,
  RequestInput,
} from '#shared/contract/channels.ts';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { EntryFilter, WireEntry } from '#shared/transcript/entry.ts';
import type { EventHub } from '../event-hub.ts';
import type { Clock, IdSource } from '../platform.ts';
import { createLiveRecording } from './live-recording.ts';
import type { PageRequest } from './queries.ts';
import type { Recorder } from './recorder-port.ts';
import {
  listRecordingIds,
  openRecording,
  readRecordingFacts,
  recordingPath,
  type OpenRecording,
} from './recording-files.ts';
import { toRecordingProblem } from './schema.ts';

export interface RecordingStore extends Recorder {
  status(): RecordingStatus;
  /** The live recording first, then opened files, then earlier recordings, newest first. */
  list(): readonly RecordingFacts[];
  /** A window of rows, oldest first. */
  page(request: RequestInput<'entry.page'>): Result<EntryPage>;
  /** One entry with its text. Fails with `not-found`. */
  read(recordingId: string, seq: number): Result<WireEntry>;
  /** Closes a recording that is not live; a file opened by the user leaves the list. */
  close(recordingId: string): Result<null>;
  /** Writes to disk what is waiting. */
  flush(): void;
  dispose(): Promise<void>;
}

/**
 * Creates the store and starts a recording, whose file comes with its first entry.
 * @param folder where recording files stand; created when needed
 * @param maxPendingBytes what may wait in memory while the disk fails, in bytes
 */
export function createRecordingStore(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly events: Pick<EventHub, 'publish'>;
  readonly maxPendingBytes?: number;
}): RecordingStore {
  const { folder } = options;
  const live = createLiveRecording(options);
  const open = new Map<string, OpenRecording>();

  function find(recordingId: string): Result<OpenRecording> {
    const known = open.get(recordingId);
    if (known !== undefined) return ok(known);
    // Ids become file names, so only those that stand in the folder are taken.
    if (!listRecordingIds(folder).includes(recordingId)) return fail(NO_SUCH_RECORDING);
    const opened = openRecording(recordingPath(folder, recordingId), false);
    if (opened.ok) open.set(recordingId, opened.value);
    return opened;
  }

  /** Reads from a recording; a file that turns out to be damaged is a problem, not an exception. */
  function reading<Value>(
    recordingId: string,
    read: (source: EntrySource) => Value,
  ): Result<Value> {
    try {
      if (recordingId === live.id) return ok(read(live));
      const recording = find(recordingId);
      return recording.ok ? ok(read(toSource(recording.value))) : recording;
    } catch (error) {
      return fail(toRecordingProblem(error));
    }
  }

  return {
    record: live.record,
    status: live.status,
    list() {
      const openedFiles = [...open.values()].map((one) => one.facts()).filter((one) => one.opened);
      const earlier = listRecordingIds(folder).filter((id) => id !== live.id);
      return [live.facts(), ...openedFiles, ...earlier.map((id) => readRecordingFacts(folder, id))];
    },
    page: ({ recordingId, ...request }) => reading(recordingId, (source) => source.page(request)),
    read(recordingId, seq) {
      const entry = reading(recordingId, (source) => source.read(seq));
      if (!entry.ok) return entry;
      return entry.value === undefined ? fail(NO_SUCH_ENTRY) : ok(entry.value);
    },
    close(recordingId) {
      const recording = open.get(recordingId);
      if (recording === undefined) return fail(NO_SUCH_RECORDING);
      open.delete(recordingId);
      recording.close();
      return ok(null);
    },
    flush: live.flush,
    async dispose() {
      live.dispose();
      for (const recording of open.values()) recording.close();
      open.clear();
    },
  };
}

/** What can be read of any recording. */
interface EntrySource {
  page(request: PageRequest): EntryPage;
  entries(request: PageRequest): WireEntry[];
  read(seq: number): WireEntry | undefined;
}

function toSource({ queries }: OpenRecording): EntrySource {
  return {
    page: (request) => ({
      rows: queries.page(request),
      matching: queries.countMatching(request.filter),
      total: queries.countMatching({}),
    }),
    entries: queries.entries,
    read: queries.read,
  };
}

const NO_SUCH_RECORDING = {
  code: 'not-found',
  what: 'There is no such recording.',
  why: 'It was closed or its file is gone.',
  next: 'Choose a recording from the list.',
};

const NO_SUCH_ENTRY = {
  code: 'not-found',
  what: 'The recording has no such entry.',
  why: 'It ends before that entry, or the entry was dropped.',
};
