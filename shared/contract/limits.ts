/** Sizes that hold when the settings say nothing. */
import type { RecordingLimit } from './channels.ts';

/** What one recording may hold before its oldest entries are dropped. */
export const DEFAULT_LIMIT: RecordingLimit = { entries: 5_000_000, megabytes: 4_000 };

/** Characters that can be pasted; a file is read in pieces, however long it is. */
export const MOST_PASTED = 16 * 1024 * 1024;
