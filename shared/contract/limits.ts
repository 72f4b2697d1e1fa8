/** Sizes that hold when the settings say nothing. */
import type { RecordingLimit } from './channels.ts';

/** What one recording may hold before its oldest entries are dropped. */
export const DEFAULT_LIMIT: RecordingLimit = { entries: 5_000_000, megabytes: 4_000 };
