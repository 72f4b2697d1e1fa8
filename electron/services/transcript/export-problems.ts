/** Why an export came to nothing, in words for the user. */
import type { Problem } from '#shared/contract/result.ts';
import { REDACTION_CLASSES, type Secret } from '#shared/transcript/redaction/classes.ts';
import { toRecordingProblem } from './schema.ts';

/** The problem `export-leak`; names the classes of what leaked, never the values. */
export function leakProblem(leaked: readonly Secret[]): Problem {
  const classes = [...new Set(leaked.map((secret) => secret.class))];
  const names = classes.map((one) => REDACTION_CLASSES[one].plural).join(', ');
  return {
    code: 'export-leak',
    what: 'The export was stopped and nothing was written.',
    why: `The check before writing still found some of these in it: ${names}.`,
    next: 'Export fewer entries with a filter, and report this: the redaction has missed a place.',
    details: { classes },
  };
}

/** The problem `export-cancelled`. */
export const EXPORT_CANCELLED: Problem = {
  code: 'export-cancelled',
  what: 'The export was cancelled. Nothing was written.',
};

/** The problem `export-failed` for an error of the file system, or that of the recording's file. */
export function toExportProblem(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE')) return toRecordingProblem(error);
  return {
    code: 'export-failed',
    what: 'The export could not be written.',
    why: WHY[code] ?? 'The folder cannot be written.',
    next: 'Choose another place and export again.',
  };
}

/** The problem `export-failed` for a thread that ended without an answer: nobody knows what it wrote. */
export const EXPORT_ENDED: Problem = {
  code: 'export-failed',
  what: 'The export could not be written.',
  why: 'The thread that writes it ended before its time.',
  next: 'Export again, or export fewer entries with a filter.',
};

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  ENOENT: 'The folder does not exist.',
  EACCES: 'You may not write to the folder.',
  EISDIR: 'There is a folder of that name.',
  EROFS: 'The disk is read-only.',
};
