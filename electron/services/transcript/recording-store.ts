/**
 * The transcript's store: records into the live recording, and reads from it, from earlier ones and
 * from files the user opened.
 */
import type {
  ExportOutcome,
  ExportProgress,
  ImportProgress,
  PasteOutcome,
  ReadEntry,
  RecordingFacts,
  RecordingLimit,
  RecordingStatus,
  RequestInput,
} from '#shared/contract/channels.ts';
import { DEFAULT_LIMIT } from '#shared/contract/limits.ts';
import type { EntryMark } from '#shared/contract/query.ts';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import type { EventHub } from '../event-hub.ts';
import type { Clock, IdSource } from '../platform.ts';
import { composeDiagram, type WrittenDiagram } from './diagram-export.ts';
import { EMPTY_CONTEXT, type ExportContext } from './export-secrets.ts';
import { readForCopy } from './copy-entries.ts';
import { copyText } from './copy-thread.ts';
import { cutEntry, type TextPart } from './cut-entry.ts';
import { exportTranscript } from './export.ts';
import type { RecordingToExport } from './export-source.ts';
import { createLiveRecording } from './live-recording.ts';
import { createOpenQueries, type OpenQueries, type QuerySource } from './open-queries.ts';
import { createReaderThread } from './reader/reader-thread.ts';
import { createOpenedFiles } from './opened-files.ts';
import type { Recorder } from './recorder-port.ts';
import { createFactsReader } from './facts-reader.ts';
import { createRunningWork } from './running-work.ts';
import { listRecordingIds, recordingPath, type OpenedRecording } from './recording-files.ts';

/** All recordings: the live one, those on disk, those opened from elsewhere. */
export interface RecordingStore extends Recorder {
  status(): RecordingStatus;
  /** The live recording first, then opened files, then earlier recordings, newest first. */
  list(): readonly RecordingFacts[];
  /** Reads what {@link RecordingStore.list} answers off the main thread. */
  learn(): Promise<void>;
  /** Whether a recording is being written, or is open for somebody who looks at it. */
  holds(recordingId: string): boolean;
  /** One entry with its text, or with a part of it. Fails with `not-found`. */
  read(recordingId: string, seq: number, part?: TextPart): Promise<Result<ReadEntry>>;
  /** The request and everything that refers to it, whichever of them is named; oldest first. */
  exchange(recordingId: string, seq: number): Promise<Result<readonly EntryRow[]>>;
  /** The queries that views have open. */
  readonly queries: OpenQueries;
  /**
   * Entries for the clipboard, redacted. Fails with `not-found`, `too-much-to-copy`, `not-redactable`,
   * `export-leak`.
   */
  copyText(request: RequestInput<'entry.copy'>): Promise<Result<string>>;
  /** Draws entries, redacted. Fails as {@link composeDiagram} does. */
  drawDiagram(request: RequestInput<'diagram.copy'>): Promise<Result<WrittenDiagram>>;
  /**
   * Opens an exported `.jsonl` transcript, a recording file or a log; the file itself is never written.
   * @param importId with it progress is told, and the import can be cancelled
   */
  open(path: string, importId?: string): Promise<Result<RecordingFacts>>;
  /**
   * Reads what can be read of a file the user opened into another recording: one may turn out to be damaged
   * only where it is read. Fails as opening does.
   * @returns null for a recording that was not opened from elsewhere
   */
  salvageOpened(recordingId: string): Promise<Result<RecordingFacts> | null>;
  /** The id a recording was made with: that of an opened file is in the file. Fails with `not-found`. */
  ownId(recordingId: string): Result<string>;
  /** Makes a recording of pasted text. Fails with `nothing-to-read`. */
  paste(
    request: Omit<RequestInput<'recording.paste'>, 'importId'> & { readonly importId?: string },
  ): Promise<Result<PasteOutcome>>;
  /** Ends an import; nothing stays. Fails with `not-found` when it has ended. */
  cancelImport(importId: string): Result<null>;
  /** Closes a recording that is not live; a file opened by the user leaves the list. */
  close(recordingId: string): Result<null>;
  /** Writes a redacted transcript. Fails as {@link exportTranscript} does. */
  exportTo(
    path: string,
    request: Omit<RequestInput<'recording.export'>, 'exportId'> & {
      /** With it progress is told, and the export can be cancelled. */
      readonly exportId?: string;
    },
  ): Promise<Result<ExportOutcome>>;
  /** Ends an export. Fails with `not-found` when it has ended. */
  cancelExport(exportId: string): Result<null>;
  /** Writes to disk what is waiting; resolves when nothing waits any more, or the disk fails. */
  flush(): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Creates the store and starts a recording, whose file comes with its first entry.
 * @param folder where recording files stand; created when needed
 * @param context asked at each export for what else to tell, and for the secrets that must not be in it
 * @param maxPendingBytes what may wait in memory while the disk fails, in bytes
 * @param limit the size at which the live recording drops its oldest entries; asked with each batch
 * @param marks what the user has put on entries of a recording
 */
export function createRecordingStore(options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly events: Pick<EventHub, 'publish'>;
  readonly context?: () => ExportContext;
  readonly maxPendingBytes?: number;
  readonly limit?: () => RecordingLimit;
  readonly marks?: (recordingId: string) => readonly EntryMark[];
}): RecordingStore {
  const { folder, clock, context = () => EMPTY_CONTEXT, limit = () => DEFAULT_LIMIT } = options;
  const live = createLiveRecording({ ...options, limit, onGrown: tellGrown });
  const openedFiles = createOpenedFiles(options);
  const { events } = options;
  const runningExports = createRunningWork<Omit<ExportProgress, 'exportId'>>((exportId, progress) =>
    events.publish('export.progressed', { exportId, ...progress }),
  );
  const runningImports = createRunningWork<Omit<ImportProgress, 'importId'>>((importId, progress) =>
    events.publish('import.progressed', { importId, ...progress }),
  );
  const factsOf = createFactsReader(folder);
  const opened = new Map<string, OpenedRecording>();
  const reader = createReaderThread({ onChange: (snapshot) => queries.changed(snapshot) });
  const inReader = new Set<string>();
  const queries = createOpenQueries({
    ...{ find: findForQueries, reader, ids: options.ids, events: options.events },
  });

  function tellGrown(anew: boolean): void {
    if (anew) reader.restart();
    void queries.grown(live.id);
  }

  async function findForQueries(recordingId: string): Promise<Result<QuerySource>> {
    if (recordingId === live.id) {
      // What was just recorded belongs to what a new query finds.
      const ready = async (): Promise<Result<boolean>> => {
        await live.flush();
        return live.isStored() ? openInReader(recordingId, live.path, true) : ok(false);
      };
      return ok({ ready, unwritten: live.unwritten });
    }
    const path = pathOf(recordingId);
    if (path === undefined) return fail(NO_SUCH_RECORDING);
    const ready = () => openInReader(recordingId, path, false);
    return ok({ ready, unwritten: () => [] });
  }

  async function openInReader(
    recordingId: string,
    path: string,
    isLive: boolean,
  ): Promise<Result<boolean>> {
    if (inReader.has(recordingId)) return ok(true);
    inReader.add(recordingId);
    const read = await reader.ask('recording.open', { recordingId, path, live: isLive });
    if (!read.ok) {
      inReader.delete(recordingId);
      return read;
    }
    const marks = options.marks?.(recordingId) ?? [];
    if (marks.length > 0) void reader.ask('recording.mark', { recordingId, marks });
    return ok(true);
  }

  /** The file of a recording that is not live; undefined when there is none. */
  function pathOf(recordingId: string): string | undefined {
    const known = opened.get(recordingId);
    if (known !== undefined) return known.path;
    // Ids become file names, so only those that stand in the folder are taken.
    const isEarlier = listRecordingIds(folder).includes(recordingId);
    return isEarlier ? recordingPath(folder, recordingId) : undefined;
  }

  async function findForExport(recordingId: string): Promise<Result<RecordingToExport>> {
    const marks = options.marks?.(recordingId) ?? [];
    if (recordingId === live.id) {
      await live.flush();
      const { name, startedAt } = live.facts();
      return ok({
        ...{ path: live.isStored() ? live.path : null, live: true, marks },
        ...{ facts: { name, startedAt, dropped: live.dropped() }, unwritten: live.unwritten() },
      });
    }
    const path = pathOf(recordingId);
    if (path === undefined) return fail(NO_SUCH_RECORDING);
    const name = opened.get(recordingId)?.facts.name;
    const facts = name === undefined ? {} : { name };
    return ok({ path, live: false, facts, unwritten: [], marks });
  }

  /** Answers `none` for a recording that has no file yet. */
  async function inThread<Value>(
    recordingId: string,
    none: Value,
    read: () => Promise<Result<Value>>,
  ): Promise<Result<Value>> {
    const source = await findForQueries(recordingId);
    if (!source.ok) return source;
    const ready = await source.value.ready();
    if (!ready.ok) return ready;
    return ready.value ? read() : ok(none);
  }

  function takeOpened(found: Result<OpenedRecording>): Result<RecordingFacts> {
    if (!found.ok) return found;
    const { facts } = found.value;
    opened.set(facts.id, found.value);
    return ok(facts);
  }

  async function readEntry(
    recordingId: string,
    seq: number,
    part: TextPart = {},
  ): Promise<Result<ReadEntry>> {
    // What was just recorded is read at once.
    const waiting = recordingId === live.id ? live.waiting(seq) : undefined;
    if (waiting !== undefined) return ok(cutEntry(waiting, part));
    const entry = await inThread(recordingId, null, () =>
      reader.ask('entry.read', { recordingId, seq, ...part }),
    );
    if (!entry.ok) return entry;
    return entry.value === null ? fail(NO_SUCH_ENTRY) : ok(entry.value);
  }

  return {
    record: live.record,
    room: live.room,
    status: live.status,
    list() {
      const fromFiles = [...opened.values()].map(({ facts }) => facts);
      const earlier = listRecordingIds(folder).filter((id) => id !== live.id);
      return [live.facts(), ...fromFiles, ...earlier.map(factsOf.read)];
    },
    learn: () => factsOf.learn(listRecordingIds(folder).filter((id) => id !== live.id)),
    holds: (recordingId) => recordingId === live.id || inReader.has(recordingId),
    read: readEntry,
    exchange: (recordingId, seq) =>
      inThread(recordingId, [] as readonly EntryRow[], () =>
        reader.ask('entry.exchange', { recordingId, seq }),
      ),
    queries,
    async copyText({ recordingId, seqs, format }) {
      const entries = await readForCopy(seqs, (seq) => readEntry(recordingId, seq));
      if (!entries.ok) return entries;
      return copyText({ entries: entries.value, format, context: context() });
    },
    drawDiagram: ({ recordingId, ...request }) =>
      composeDiagram({
        ...request,
        read: (seq) => readEntry(recordingId, seq),
        context: context(),
        live: recordingId === live.id,
      }),
    open: async (path, importId) =>
      takeOpened(
        await runningImports.run(importId, (watching) => openedFiles.open(path, watching)),
      ),
    async salvageOpened(recordingId) {
      const known = opened.get(recordingId);
      return known === undefined ? null : takeOpened(await openedFiles.salvage(known.path));
    },
    ownId(recordingId) {
      const known = opened.get(recordingId);
      if (known !== undefined) return ok(known.ownId);
      const isOwn = recordingId === live.id || listRecordingIds(folder).includes(recordingId);
      return isOwn ? ok(recordingId) : fail(NO_SUCH_RECORDING);
    },
    async paste({ text, name, importId }) {
      const pasted = await runningImports.run(importId, (watching) =>
        openedFiles.paste(text, name, watching),
      );
      if (!pasted.ok) return pasted;
      const { recording, ...report } = pasted.value;
      opened.set(recording.facts.id, recording);
      return ok({ ...report, recording: recording.facts });
    },
    close(recordingId) {
      const known = opened.delete(recordingId);
      openedFiles.close(recordingId);
      const wasRead = recordingId !== live.id && inReader.delete(recordingId);
      if (wasRead) void reader.ask('recording.close', { recordingId });
      return known || wasRead ? ok(null) : fail(NO_SUCH_RECORDING);
    },
    exportTo: (path, { recordingId, format, query, exportId }) =>
      runningExports.run(exportId, async (watch) => {
        const recording = await findForExport(recordingId);
        if (!recording.ok) return recording;
        return exportTranscript({
          ...watch,
          ...{ path, format, query, clock, recording: recording.value, context: context() },
        });
      }),
    cancelExport: runningExports.cancel,
    cancelImport: runningImports.cancel,
    flush: live.flush,
    async dispose() {
      await Promise.all([runningExports.dispose(), runningImports.dispose()]);
      await reader.dispose();
      await live.dispose();
      await openedFiles.dispose();
    },
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
