/**
 * Transcripts the user opened from files. A finished recording is read where it is; all else is copied,
 * imported or salvaged. The file itself is never written.
 */
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { Clock, IdSource } from '../platform.ts';
import { importPaste, type PasteReport } from './import-paste.ts';
import { copyRecordingFile, importJsonl, type Completeness } from './import-transcript.ts';
import { runFileTask } from './file-thread.ts';
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

/** Copies of the files a user opened. */
export interface OpenedFiles {
  /**
   * Opens an exported `.jsonl` transcript or a recording file.
   * @returns the recording, or why not, naming the line of a transcript
   */
  open(path: string): Promise<Result<OpenedRecording>>;
  /**
   * Makes a recording of pasted text.
   * @returns the recording and what could not be read; or `nothing-to-read`
   */
  paste(text: string, name: string): Promise<Result<Pasted>>;
  /** Reads what can be read of an opened file into another copy. Fails as opening it would. */
  salvage(path: string): Promise<Result<OpenedRecording>>;
  /** Removes the copies. */
  dispose(): void;
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
  let folder: string | undefined;

  function newCopy(): { readonly id: string; readonly target: string } {
    const id = `opened-${ids.random()}`;
    folder ??= mkdtempSync(join(tmpdir(), 'pushscope-opened-'));
    return { id, target: recordingPath(folder, id) };
  }

  async function paste(text: string, name: string): Promise<Result<Pasted>> {
    const { id, target } = newCopy();
    const report = await importPaste(text, target, { id, name }, clock);
    if (!report.ok) return report;
    const opened = lookAtRecording(target, { id });
    return opened.ok ? ok({ ...report.value, recording: opened.value }) : opened;
  }

  async function open(path: string): Promise<Result<OpenedRecording>> {
    const { id, target } = newCopy();
    const name = basename(path);
    if (isDatabase(path)) {
      const opened = openDatabase(path, target, { id, name });
      const damaged = !opened.ok && opened.error.code === 'recording-damaged';
      return damaged ? salvage(path, target, id) : opened;
    }
    const imported = await importJsonl(path, target, { id, name });
    if (!imported.ok) return imported;
    return lookAtRecording(target, { id, name: name + SUFFIX[imported.value] });
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
    async open(path) {
      try {
        return await open(path);
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
    async paste(text, name) {
      try {
        return await paste(text, name);
      } catch (error) {
        return fail(toRecordingProblem(error));
      }
    },
    dispose() {
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

/** A finished file of this version is read where it is: it can be large, and nothing writes it. */
function openDatabase(
  path: string,
  target: string,
  identity: RecordingIdentity,
): Result<OpenedRecording> {
  const header = checkRecordingHeader(path);
  if (!header.ok) return header;
  const alone = !existsSync(`${path}-wal`) && !existsSync(`${path}-journal`);
  if (alone && settledVersion(path) === SCHEMA_VERSION) return lookAtRecording(path, identity);
  copyRecordingFile(path, target);
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
