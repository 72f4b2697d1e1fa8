/** What a pasted text would give, before anything is made of it. */
import { createLogEntries } from './log-entries.ts';
import { describeLog, readLog } from './read-log.ts';

/** What was found in a text. */
export interface LogPreview {
  /** For a sentence: `MongooseIM log`. */
  readonly label: string;
  readonly stanzas: number;
  readonly unread: readonly { readonly line: number; readonly why: string }[];
  readonly unreadCount: number;
  /** False when only the beginning of the text was looked at. */
  readonly whole: boolean;
}

/** Unreadable parts that are shown. */
const MOST_SHOWN = 5;

/**
 * Looks at a text's beginning.
 * @param most characters to look at; of a longer text the last line that is only half there is left out
 */
export function previewLog(text: string, most: number): LogPreview {
  const whole = text.length <= most;
  const sample = whole ? text : text.slice(0, Math.max(text.lastIndexOf('\n', most), 1));
  const entries = createLogEntries(new Date(0).toISOString());
  const unread: LogPreview['unread'][number][] = [];
  let unreadCount = 0;
  let stanzas = 0;
  for (const part of readLog(sample)) {
    const outcome =
      part.kind === 'unread' ? ({ ok: false, why: part.why } as const) : entries.take(part);
    if (outcome.ok) {
      stanzas += 1;
      continue;
    }
    unreadCount += 1;
    if (unread.length < MOST_SHOWN) unread.push({ line: part.line, why: outcome.why });
  }
  return { label: describeLog(sample), stanzas, unread, unreadCount, whole };
}
