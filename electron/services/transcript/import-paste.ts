/** Makes a recording file of pasted text: Erlang terms, stanzas, lines of a server's log. */
import { rmSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PasteOutcome } from '#shared/contract/channels.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { createLogEntries, type LogEntries } from '#shared/transcript/import/log-entries.ts';
import { describeLog, readLog, type LogPart } from '#shared/transcript/import/read-log.ts';
import type { Clock } from '../platform.ts';
import { prepareInsert, toBatch } from './entry-insert.ts';
import { createRecordingFile, settleRecordingFile } from './schema.ts';

const BATCH = 500;
/** Longest time in which nothing else gets its turn, in milliseconds; one large stanza may take longer. */
const SLICE_MS = 15;
/** Unreadable parts that are told one by one; the others are counted. */
const MOST_TOLD = 100;

/** What became of a text. */
export type PasteReport = Omit<PasteOutcome, 'recording'>;

/**
 * Reads pasted text into a new recording file, with an entry at its head that says so. Credentials are
 * replaced before anything is written.
 * @param target the recording file to create
 * @returns what could not be read, and how much is guessed; or `nothing-to-read`, with no file left
 * @throws SqliteError when the target cannot be written
 */
export async function importPaste(
  text: string,
  target: string,
  facts: { readonly id: string; readonly name: string },
  clock: Clock,
): Promise<Result<PasteReport>> {
  const startedAt = clock.now().toISOString();
  const entries = createLogEntries(startedAt);
  const report = { unread: [] as PasteReport['unread'][number][], unreadCount: 0, guessed: 0 };
  const database = createRecordingFile(target, { ...facts, startedAt });
  const insert = prepareInsert(database);
  let batch: WireEntry[] = [entries.note(describeLog(text))];
  let stanzas = 0;
  let sliceEnd = clock.monotonicMs() + SLICE_MS;
  try {
    for (const part of readLog(text)) {
      const entry = take(part, entries, report);
      if (entry !== null) {
        batch.push(entry);
        stanzas += 1;
      }
      if (batch.length >= BATCH) flush();
      if (clock.monotonicMs() < sliceEnd) continue;
      await nextTurn();
      sliceEnd = clock.monotonicMs() + SLICE_MS;
    }
    flush();
    database.prepare('UPDATE recording SET ended_at = started_at').run();
  } finally {
    settleRecordingFile(database);
    database.close();
  }
  if (stanzas > 0) return ok(report);
  rmSync(target, { force: true });
  return fail(nothingToRead(report));

  function flush(): void {
    insert(toBatch(batch));
    batch = [];
  }
}

interface Report {
  readonly unread: { readonly line: number; readonly why: string }[];
  unreadCount: number;
  guessed: number;
}

function take(part: LogPart, entries: LogEntries, report: Report): WireEntry | null {
  const outcome =
    part.kind === 'unread' ? ({ ok: false, why: part.why } as const) : entries.take(part);
  if (outcome.ok) {
    if (outcome.guessed) report.guessed += 1;
    return outcome.entry;
  }
  report.unreadCount += 1;
  if (report.unread.length < MOST_TOLD) report.unread.push({ line: part.line, why: outcome.why });
  return null;
}

function nothingToRead({ unread: [first], unreadCount }: PasteReport): Problem {
  const why =
    first === undefined
      ? 'It is empty.'
      : `Line ${first.line}: ${first.why}${unreadCount > 1 ? `; ${unreadCount - 1} more parts likewise` : ''}.`;
  return {
    code: 'nothing-to-read',
    what: 'No stanza was found in the text.',
    why,
    next: 'Paste lines of a MongooseIM or ejabberd log, {xmlel,…} terms, or stanzas.',
    ...(first === undefined ? {} : { place: `line ${first.line}` }),
  };
}
