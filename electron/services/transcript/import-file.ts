/** Brings a transcript from elsewhere into a recording file of our own, so that it reads like any other. */
import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { ok, type Result } from '#shared/contract/result.ts';
import { importLog, type PasteReport } from './import-log.ts';
import { importJsonl, type Completeness } from './import-transcript.ts';
import type { ImportWatch } from './import-watch.ts';
import { pieceOf, readLogPieces } from './log-pieces.ts';

/** What to import, and where to. */
export interface ImportTask {
  readonly source: { readonly path: string } | { readonly text: string };
  /** The recording file to create. */
  readonly target: string;
  readonly id: string;
  readonly name: string;
  /** Stands for times that a log does not tell. ISO 8601, UTC. */
  readonly startedAt: string;
}

/** What became of it. */
export type ImportReport =
  | { readonly kind: 'transcript'; readonly completeness: Completeness }
  | ({ readonly kind: 'log' } & PasteReport);

/**
 * Imports an exported transcript, a log or a text. When it fails, or is cancelled, no file stays.
 * @returns what it was. Fails as {@link importJsonl} and {@link importLog} do
 * @throws SqliteError when the target cannot be written, or the file system's error
 */
export async function importFile(
  task: ImportTask,
  watch: ImportWatch,
): Promise<Result<ImportReport>> {
  let done = false;
  try {
    const report = await read(task, watch);
    done = report.ok;
    return report;
  } finally {
    if (!done) {
      for (const end of ['', '-wal', '-shm', '-journal'])
        rmSync(task.target + end, { force: true });
    }
  }
}

async function read(
  { source, target, ...facts }: ImportTask,
  watch: ImportWatch,
): Promise<Result<ImportReport>> {
  if ('path' in source && isTranscript(source.path)) {
    const completeness = await importJsonl(source.path, target, facts, watch);
    return completeness.ok
      ? ok({ kind: 'transcript', completeness: completeness.value })
      : completeness;
  }
  const log =
    'path' in source
      ? { pieces: readLogPieces(source.path), tellsUnread: true }
      : { pieces: [pieceOf(source.text)], tellsUnread: false };
  const report = await importLog(log, target, facts, watch);
  return report.ok ? ok({ kind: 'log', ...report.value }) : report;
}

const BEGINNING = 4_096;

/** Whether a file begins with a line of ours, or with nothing at all. */
function isTranscript(path: string): boolean {
  const bytes = Buffer.alloc(BEGINNING);
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, bytes, 0, BEGINNING, 0);
    return /^\s*(?:$|\{\s*"kind"\s*:)/.test(bytes.toString('utf8', 0, length));
  } finally {
    closeSync(file);
  }
}
