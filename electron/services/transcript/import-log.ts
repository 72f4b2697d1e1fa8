/** Makes a recording file of text: Erlang terms, stanzas, lines of a server's log. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PasteOutcome } from '#shared/contract/channels.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { createLogEntries, type LogEntries } from '#shared/transcript/import/log-entries.ts';
import { describeLog, readLog, type LogPart } from '#shared/transcript/import/read-log.ts';
import { prepareInsert, toBatch } from './entry-insert.ts';
import { IMPORT_CANCELLED, type ImportWatch } from './import-watch.ts';
import type { LogPiece } from './log-pieces.ts';
import { createRecordingFile } from './schema.ts';

const BATCH = 500;
/** How often it is asked whether to go on, in milliseconds. */
const SLICE_MS = 50;
/** Unreadable parts that are told one by one; the others are counted. */
const MOST_TOLD = 100;

/** What became of a text. */
export type PasteReport = Omit<PasteOutcome, 'recording'>;

/** A text to read. */
export interface LogSource {
  /** In order, cut where no record is. */
  readonly pieces: AsyncIterable<LogPiece> | Iterable<LogPiece>;
  /** Whether the last entry says what could not be read. */
  readonly tellsUnread: boolean;
}

/**
 * Reads text into a new recording file, with an entry at its head that says so. Credentials are replaced
 * before anything is written.
 * @param target the recording file to create
 * @param facts `startedAt` stands for times that the text does not tell
 * @returns what could not be read, and how much is guessed; or `nothing-to-read`, `import-cancelled`
 * @throws SqliteError when the target cannot be written, or the file system's error
 */
export async function importLog(
  { pieces, tellsUnread }: LogSource,
  target: string,
  facts: { readonly id: string; readonly name: string; readonly startedAt: string },
  { signal, onProgress }: ImportWatch,
): Promise<Result<PasteReport>> {
  const entries = createLogEntries(facts.startedAt);
  const report = { unread: [] as PasteReport['unread'][number][], unreadCount: 0, guessed: 0 };
  const database = createRecordingFile(target, facts);
  database.exec('PRAGMA synchronous = OFF');
  const insert = prepareInsert(database);
  let batch: WireEntry[] = [];
  let stanzas = 0;
  let sliceEnd = performance.now() + SLICE_MS;
  let isFirst = true;
  try {
    for await (const piece of pieces) {
      if (isFirst) batch.push(entries.note(describeLog(piece.text)));
      isFirst = false;
      for (const part of readLog(piece.text, piece)) {
        const entry = take(part, entries, report);
        if (entry !== null) {
          batch.push(entry);
          stanzas += 1;
        }
        if (batch.length >= BATCH) flush();
        if (performance.now() < sliceEnd) continue;
        await nextTurn();
        if (signal.aborted) return fail(IMPORT_CANCELLED);
        sliceEnd = performance.now() + SLICE_MS;
      }
      onProgress({ entries: stanzas, done: piece.end });
      if (signal.aborted) return fail(IMPORT_CANCELLED);
    }
    const tells = tellsUnread && report.unreadCount > 0;
    if (tells) batch.push(entries.say(describeUnread(report)));
    flush();
    database
      .prepare('UPDATE recording SET ended_at = started_at, entries = ?')
      .run(stanzas + (tells ? 2 : 1));
  } finally {
    database.close();
  }
  return stanzas > 0 ? ok(report) : fail(nothingToRead(report));

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

function describeUnread({ unread: [first], unreadCount }: PasteReport): string {
  const parts = unreadCount === 1 ? '1 part' : `${unreadCount.toLocaleString('en-US')} parts`;
  const where = first === undefined ? '' : `; line ${first.line}: ${first.why}`;
  return `${parts} of the file could not be read${where}`;
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
    next: 'Take a transcript that Pushscope exported, lines of a MongooseIM or ejabberd log, {xmlel,…} terms, or stanzas.',
    ...(first === undefined ? {} : { place: `line ${first.line}` }),
  };
}
