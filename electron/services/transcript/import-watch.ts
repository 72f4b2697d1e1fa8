/** What passes between an import and whoever watches it. */
import type { Problem } from '#shared/contract/result.ts';

/** How far an import is. */
export interface ImportStand {
  readonly entries: number;
  /** Bytes of a file that were read, or characters of a text. */
  readonly done: number;
}

/** Whoever watches an import. */
export interface ImportWatch {
  /** Ends it; nothing stays. */
  readonly signal: AbortSignal;
  onProgress(stand: ImportStand): void;
}

/** The import was ended by whoever asked for it. */
export const IMPORT_CANCELLED: Problem = {
  code: 'import-cancelled',
  what: 'The import was cancelled. Nothing was opened.',
};
