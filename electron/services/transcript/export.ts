/**
 * Writes a recording to a file that may be given away: redacted, searched for leaks, and only then put
 * in its place. A file that would leak, or that the disk cut short, never exists under its name.
 */
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ExportOutcome } from '#shared/contract/channels.ts';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import { temporaryPathFor } from '../atomic-file.ts';
import type { Clock } from '../platform.ts';
import { toExportProblem } from './export-problems.ts';
import { runExport } from './export-thread.ts';
import { createMatchState } from './reader/match-watch.ts';
import type { ExportTask, TellProgress } from './write-export.ts';

/** What to export, from where, to which file. */
export interface ExportRequest extends Omit<ExportTask, 'temporary' | 'created' | 'matching'> {
  readonly path: string;
  readonly clock: Clock;
  /** Ends the export; nothing stays. */
  readonly signal?: AbortSignal;
  /** Told how far it is, now and then. A second try begins anew. */
  readonly onProgress?: TellProgress;
}

/**
 * Exports a recording with the `support` profile.
 * @returns what was written. Fails with `export-leak` (a secret was still in it: nothing is written) or
 *   `export-failed`, with `export-cancelled`, with `bad-query`, or the problem of the recording's file
 */
export async function exportTranscript({
  path,
  clock,
  signal,
  onProgress,
  ...what
}: ExportRequest): Promise<Result<ExportOutcome>> {
  const temporary = temporaryPathFor(path);
  const created = clock.now().toISOString();
  const task: ExportTask = { ...what, temporary, created, matching: createMatchState() };
  try {
    const written = await runExport(task, signal, (progress) => onProgress?.(progress));
    if (!written.ok) return written;
    await rename(temporary, path);
    const { entries, replaced } = written.value;
    return ok({ fileName: basename(path), entries, maskedValues: replaced });
  } catch (error) {
    return fail(toExportProblem(error));
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
