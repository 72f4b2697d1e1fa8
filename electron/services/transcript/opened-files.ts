/**
 * Transcripts the user opened from files. A finished recording is read where it is; all else is copied,
 * imported or salvaged. The file itself is never written.
 */
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { Clock, IdSource } from '../platform.ts';
import type { ImportReport, ImportTask } from './import-file.ts';
import type { PasteReport } from './import-log.ts';
import { startImport, type ImportThread } from './import-thread.ts';
import type { Completeness } from './import-transcript.ts';
import { runFileTask } from './file-thread.ts';
import type { Watching } from './running-work.ts';
import type { ImportProgress } from '#shared/contract/channels.ts';
import {
  lookAtRecording,
  RECORDING_EXTENSION,
  recordingPath,
  type OpenedRecording,
  type RecordingIdentity,
} from './recording-files.ts';
import {
  checkRecordingHeader,
  SCHEMA_VERSION,
  settledVersion,
  SQLITE_MAGIC,
  toRecordingProblem,
} from './schema.ts';

/** Whoever watches an import. */
type ImportWatching = Watching<Omit<ImportProgress, 'importId'>>;

/** Copies of the files a user opened. */
export interface OpenedFiles {
  /**
   * Opens an exported `.jsonl` transcript, a recording file, or a log.
   * @returns the recording, or why not, naming the line of a transcript
   */
  open(path: string, watch: ImportWatching): Promise<Result<OpenedRecording>>;
  /**
   * Makes a recording of pasted text.
   * @returns the recording and what could not be read; or `nothing-to-read`
   */
  paste(text: string, name: string, watch: ImportWatching): Promise<Result<Pasted>>;
  /** Reads what can be read of an opened file into another copy. Fails as opening it would. */
  salvage(path: string): Promise<Result<OpenedRecording>>;
  /** Lets go of a recording that was closed. */
  close(id: string): void;
  /** Removes the copies. */
  dispose(): Promise<void>;
}

/** A recording of pasted text. */
export interface Pasted extends PasteReport {
  readonly recording: OpenedRecording;
}

const SUFFIX: Readonly<Record<Completeness, string>> = {
  complete: '',
  changed: ' (changed after export)',
  'cut-short': ' (incomplete)',
};

/** Creates the place for copies; the folder is made with the first file. */
export function createOpenedFiles({
  ids,
  clock,
}: {
  readonly ids: Pick<IdSource, 'random'>;
  readonly clock: Clock;
}): OpenedFiles {
  const threads = new Map<string, ImportThread>();
  let folder: string | undefined;

  function newCopy(): { readonly id: string; readonly target: string } {
    const id = `opened-${ids.random()}`;
    folder ??= mkdtempSync(join(tmpdir(), 'pushscope-opened-'));
    return { id, target: recordingPath(folder, id) };
  }

  /** Resolves once the recording can be opened; its index of texts may go on being filled. */
  async function importInThread(
    source: ImportTask['source'],
    name: string,
    { signal, onProgress }: ImportWatching,
  ): Promise<Result<Imported>> {
    const { id, target } = newCopy();
    const total = 'path' in source ? statSync(source.path).size : source.text.length;
    const startedAt = clock.now().toISOString();
    const thread = startImport({ source, target, id, name, startedAt }, (stand) =>
      onProgress({ ...stand, total }),
    );
    threads.set(id, thread);
    void thread.indexed.then(() => threads.delete(id));
    const cancel = (): void => void thread.end();
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    const report = await thread.done;
    signal.removeEventListener('abort', cancel);
    return report.ok ? ok({ id, target, report: report.value }) : report;
  }

  async function paste(text: string, name: string, watch: ImportWatching): Promise<Result<Pasted>> {
    const imported = await importInThread({ text }, name, watch);
    if (!imported.ok) return imported;
    const { id, target, report } = imported.value;
    const opened = lookAtRecording(target, { id });
    if (!opened.ok) return opened;
    const { unread, unreadCount, guessed } = report.kind === 'log' ? report : NOTHING_UNREAD;
    return ok({ unread, unreadCount, guessed, recording: opened.value });
  }

  async function open(path: string, watch: ImportWatching): Promise<Result<OpenedRecording>> {
    const name = basename(path);
    if (isDatabase(path)) {
      const { id, target } = newCopy();
      const opened = await openDatabase(path, target, { id, name });
      const damaged = !opened.ok && opened.error.code === 'recording-damaged';
      return damaged ? salvage(path, target, id) : opened;
    }
    const imported = await importInThread({ path }, name, watch);
    if (!imported.ok) return imported;
    const { id, target, report } = imported.value;
    const suffix = report.kind === 'transcript' ? SUFFIX[report.completeness] : '';
    return lookAtRecording(target, { id, name: name + suffix });
  }

  async function salvage(
    path: string,
    target: string,
    id: string,
  ): Promise<Result<OpenedRecording>> {
    const name = basename(path);
    for (const end of ['', '-wal', '-shm']) rmSync(target + end, { force: true });
    const done = await runFileTask('salvage', { source: path, target, id, name });
    if (!done.ok) return done;
    return done.value.ok ? lookAtRecording(target, { id }) : done.value;
  }

  return {
    async open(path, watch) {
      try {
        return await open(path, watch);
      } catch (error) {
        return fail(toOpenProblem(error));
      }
    },
    async salvage(path) {
      const { id, target } = newCopy();
      try {
        return await salvage(path, target, id);
      } catch (error) {
        return fail(toOpenProblem(error));
      }
    },
    async paste(text, name, watch) {
      try {
        return await paste(text, name, watch);
      } catch (error) {
        return fail(toRecordingProblem(error));
      }
    },
    close: (id) => void threads.get(id)?.end(),
    async dispose() {
      await Promise.all([...threads.values()].map((thread) => thread.end()));
      if (folder === undefined) return;
      try {
        rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      } catch {
        // libsql lets go of a file only when its statements are collected; the system clears the folder.
      }
      folder = undefined;
    },
  };
}

interface Imported {
  readonly id: string;
  readonly target: string;
  readonly report: ImportReport;
}

const NOTHING_UNREAD: PasteReport = { unread: [], unreadCount: 0, guessed: 0 };

/** A finished file of this version is read where it is: it can be large, and nothing writes it. */
async function openDatabase(
  path: string,
  target: string,
  identity: RecordingIdentity,
): Promise<Result<OpenedRecording>> {
  const header = checkRecordingHeader(path);
  if (!header.ok) return header;
  const alone = !existsSync(`${path}-wal`) && !existsSync(`${path}-journal`);
  if (alone && settledVersion(path) === SCHEMA_VERSION) return lookAtRecording(path, identity);
  // With what its log still holds, so that the original stays as it is.
  await copyFile(path, target);
  if (existsSync(`${path}-wal`)) await copyFile(`${path}-wal`, `${target}-wal`);
  return lookAtRecording(target, identity);
}

function isDatabase(path: string): boolean {
  const start = Buffer.alloc(SQLITE_MAGIC.length);
  const file = openSync(path, 'r');
  try {
    readSync(file, start, 0, start.length, 0);
  } finally {
    closeSync(file);
  }
  // The beginning may be what is damaged.
  return start.toString('latin1') === SQLITE_MAGIC || path.endsWith(RECORDING_EXTENSION);
}

function toOpenProblem(error: unknown): Problem {
  if (!(error instanceof Error && 'syscall' in error)) return toRecordingProblem(error);
  return {
    code: 'not-found',
    what: 'The file could not be opened.',
    why: 'It is missing, or may not be read.',
    next: 'Check that the file is still there.',
  };
}
