/** A connection of the reading thread to one recording file. */
import type { Result } from '#shared/contract/result.ts';
import { fail, ok } from '#shared/contract/result.ts';
import type { AnswerRelation, EntryRow, WireEntry } from '#shared/transcript/entry.ts';
import {
  ROW_COLUMNS,
  readEntry,
  readRow,
  type ColumnValues,
  type PayloadValues,
} from '../entry-columns.ts';
import {
  openLiveRecordingFile,
  openRecordingFile,
  toRecordingProblem,
  type RecordingDatabase,
} from '../schema.ts';
import type { RecordingSummary, RecordingToRead } from './reader-protocol.ts';

/** A value of a query's `?`. */
export type SqlValue = string | number;

/** Reads of one recording. All of them throw SqliteError when the file cannot be read. */
export interface ReadConnection {
  summary(): RecordingSummary;
  /** The least and the greatest number, and how many entries there are; without entries all 0. */
  bounds(): EntryBounds;
  /** Wall times of the first and the last entry, ISO 8601, UTC; empty without entries. */
  span(): { readonly from: string; readonly to: string };
  /** The number up to which `text_index` holds every entry. */
  indexedSeq(): number;
  read(seq: number): WireEntry | null;
  /** Rows in rising order; what is gone is left out. */
  rows(seqs: readonly number[]): EntryRow[];
  /** As {@link ReadConnection.rows}, with texts. */
  entries(seqs: readonly number[]): WireEntry[];
  relationsTo(seq: number): AnswerRelation[];
  /** The request of an entry's exchange and all that refers to it, in rising order. */
  exchange(seq: number): EntryRow[];
  /** The numbers that a statement with one aggregated column finds, rising. */
  numbers(sql: string, values: readonly SqlValue[]): number[];
  /** Rows of a statement as lists of values. */
  values(sql: string, values: readonly SqlValue[]): readonly (readonly unknown[])[];
  close(): void;
}

/** @see {@link ReadConnection.bounds} */
export interface EntryBounds {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

const COLUMNS = ROW_COLUMNS.map((column) => `e.${column}`).join(', ');
const ENTRY_COLUMNS = `${COLUMNS}, p.xml, p.masked`;
const TEXT_COLUMNS = [...ROW_COLUMNS, 'xml', 'masked'] as const;
const WITH_TEXT = 'entry e JOIN payload p ON p.seq = e.seq';

/**
 * Pages of the file are kept by the connection and by the system. Mapping the file instead is a tenth
 * faster, but then all of it counts as memory of this process.
 */
const CACHE_KIB = 64 * 1024;
/** While a recording goes on, each commit empties what was kept. */
const LIVE_CACHE_KIB = 8 * 1024;

/**
 * Opens a recording for reading.
 * @returns the connection, or the problems of {@link openRecordingFile}
 */
export function openReadConnection(
  recording: Pick<RecordingToRead, 'path' | 'live'>,
): Result<ReadConnection> {
  try {
    const database = recording.live
      ? ok(openLiveRecordingFile(recording.path))
      : openRecordingFile(recording.path);
    if (!database.ok) return database;
    database.value.exec(`PRAGMA cache_size = -${recording.live ? LIVE_CACHE_KIB : CACHE_KIB}`);
    return ok(wrapDatabase(database.value));
  } catch (error) {
    return fail(toRecordingProblem(error));
  }
}

/** A prepared statement; what it takes and gives is not known to the compiler. */
interface Statement {
  all(...values: SqlValue[]): unknown[];
  get(...values: SqlValue[]): unknown;
}

function wrapDatabase(database: RecordingDatabase): ReadConnection {
  const prepare = keepStatements(database);
  let counted: EntryBounds = { first: 0, last: 0, count: 0 };

  const values: ReadConnection['values'] = (sql, given) =>
    prepare(sql, 'raw').all(...given) as unknown[][];

  function bounds(): EntryBounds {
    // Asked for together they would cost a pass over the table.
    const [ends] = values('SELECT (SELECT min(seq) FROM entry), (SELECT max(seq) FROM entry)', []);
    const first = Number(ends?.[0] ?? 0);
    const last = Number(ends?.[1] ?? 0);
    if (first === counted.first && last === counted.last) return counted;
    // Only what is new is counted; what went from the front makes it count anew.
    const known = first === counted.first ? counted : { last: first - 1, count: 0 };
    const [added] = values('SELECT count(*) FROM entry WHERE seq > ?', [known.last]);
    counted = { first, last, count: first === 0 ? 0 : known.count + Number(added?.[0]) };
    return counted;
  }

  function bySeq(columns: string, from: string, seqs: readonly number[]): unknown[][] {
    const [first, last] = [seqs[0], seqs.at(-1)];
    if (first === undefined || last === undefined) return [];
    if (last - first + 1 === seqs.length) {
      const sql = `SELECT ${columns} FROM ${from} WHERE e.seq BETWEEN ? AND ? ORDER BY e.seq`;
      return prepare(sql, 'raw').all(first, last) as unknown[][];
    }
    const sql = `SELECT ${columns} FROM ${from} WHERE e.seq = ?`;
    return seqs.flatMap((seq) => values(sql, [seq]) as unknown[][]);
  }

  const entries = (seqs: readonly number[]): WireEntry[] =>
    bySeq(ENTRY_COLUMNS, WITH_TEXT, seqs).map((row) =>
      readEntry(toObject(TEXT_COLUMNS, row) as PayloadValues),
    );

  return {
    summary() {
      const [row] = values('SELECT name, started_at, dropped FROM recording', []);
      return {
        name: String(row?.[0]),
        startedAt: String(row?.[1]),
        dropped: Number(row?.[2]),
        entries: bounds().count,
      };
    },
    bounds,
    span() {
      const { first, last } = bounds();
      const timeOf = (seq: number): string => {
        const time = values('SELECT time FROM entry WHERE seq = ?', [seq])[0]?.[0];
        return typeof time === 'string' ? time : '';
      };
      return { from: timeOf(first), to: timeOf(last) };
    },
    indexedSeq: () => Number(values('SELECT indexed_seq FROM recording', [])[0]?.[0] ?? 0),
    read: (seq) => entries([seq])[0] ?? null,
    rows: (seqs) => bySeq(COLUMNS, 'entry e', seqs).map(toRow),
    entries,
    relationsTo: (seq) =>
      values('SELECT relation FROM entry WHERE reply_to = ?', [seq]).map(
        ([relation]) => relation as AnswerRelation,
      ),
    exchange(seq) {
      const asked = values('SELECT coalesce(reply_to, seq) FROM entry WHERE seq = ?', [seq]);
      const root = Number(asked[0]?.[0] ?? 0);
      const sql = `SELECT ${COLUMNS} FROM entry e WHERE e.seq = ?1 OR e.reply_to = ?1 ORDER BY e.seq`;
      return values(sql, [root]).map(toRow);
    },
    numbers: (sql, given) => readNumbers(values(sql, given)[0]?.[0]),
    values,
    close: () => void database.close(),
  };
}

const toRow = (row: readonly unknown[]): EntryRow =>
  readRow(toObject(ROW_COLUMNS, row) as ColumnValues);

/** The library takes twice as long for rows that are objects. */
function toObject(columns: readonly string[], row: readonly unknown[]): unknown {
  const object: Record<string, unknown> = {};
  for (let place = 0; place < columns.length; place += 1) object[columns[place] ?? ''] = row[place];
  return object;
}

/** Statements that were prepared before; the few that are used at a time. */
function keepStatements(database: RecordingDatabase) {
  const kept = new Map<string, Statement>();
  return (sql: string, form: 'objects' | 'raw' = 'objects'): Statement => {
    const key = `${form} ${sql}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const prepared = database.prepare(sql);
    const statement: Statement = form === 'raw' ? prepared.raw() : prepared;
    kept.set(key, statement);
    const [oldest] = kept.keys();
    if (kept.size > MAX_STATEMENTS && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
}

const MAX_STATEMENTS = 64;

/** Reads what `group_concat` made: a row by itself costs more than all its digits. */
function readNumbers(joined: unknown): number[] {
  if (typeof joined !== 'string' || joined === '') return [];
  const numbers = joined.split(',').map(Number);
  return isRising(numbers) ? numbers : numbers.sort((a, b) => a - b);
}

function isRising(numbers: readonly number[]): boolean {
  for (let place = 1; place < numbers.length; place += 1) {
    if ((numbers[place] ?? 0) < (numbers[place - 1] ?? 0)) return false;
  }
  return true;
}
