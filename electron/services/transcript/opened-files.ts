/** Transcripts the user opened from files. Each is copied or imported; the file itself is never written. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { Clock, IdSource } from '../platform.ts';
import { importPaste, type PasteReport } from './import-paste.ts';
import { copyRecordingFile, importJsonl, type Completeness } from './import-transcript.ts';
import { openRecording, recordingPath, type OpenRecording } from './recording-files.ts';
import { checkRecordingHeader, SQLITE_MAGIC, toRecordingProblem } from './schema.ts';

/** Copies of the files a user opened. */
export interface OpenedFiles {
  /**
   * Opens an exported `.jsonl` transcript or a recording file.
   * @returns the recording, or why not, naming the line of a transcript
   */
  open(path: string): Promise<Result<OpenRecording>>;
  /**
   * Makes a recording of pasted text.
   * @returns the recording and what could not be read; or `nothing-to-read`
   */
  paste(text: string, name: string): Promise<Result<Pasted>>;
  /** Removes the copies. */
  dispose(): void;
}

/** A recording of pasted text. */
export interface Pasted extends PasteReport {
  readonly recording: OpenRecording;
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
    const opened = openRecording(target, { id, opened: true });
    return opened.ok ? ok({ ...report.value, recording: opened.value }) : opened;
  }

  async function open(path: string): Promise<Result<OpenRecording>> {
    const { id, target } = newCopy();
    const name = basename(path);
    if (isDatabase(path)) {
      const header = checkRecordingHeader(path);
      if (!header.ok) return header;
      copyRecordingFile(path, target);
      return openRecording(target, { id, opened: true, name });
    }
    const imported = await importJsonl(path, target, { id, name });
    if (!imported.ok) return imported;
    return openRecording(target, { id, opened: true, name: name + SUFFIX[imported.value] });
  }

  return {
    async open(path) {
      try {
        return await open(path);
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

function isDatabase(path: string): boolean {
  const start = Buffer.alloc(SQLITE_MAGIC.length);
  const file = openSync(path, 'r');
  try {
    readSync(file, start, 0, start.length, 0);
  } finally {
    closeSync(file);
  }
  return start.toString('latin1') === SQLITE_MAGIC;
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
