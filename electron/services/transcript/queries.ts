/** Reads entries of one recording file. */
import type { EntryFilter, EntryRow, WireEntry } from '#shared/transcript/entry.ts';
import {
  ROW_COLUMNS,
  readEntry,
  readRow,
  type ColumnValues,
  type PayloadValues,
} from './entry-columns.ts';
import { containsPattern } from './text-pattern.ts';
import type { RecordingDatabase } from './schema.ts';

/** Which rows are wanted. */
export interface PageRequest {
  readonly filter: EntryFilter;
  /** Rows with a greater seq. */
  readonly afterSeq: number;
  /** Rows with a lesser seq. */
  readonly beforeSeq?: number | undefined;
  readonly limit: number;
  /** The last `limit` rows instead of the first; oldest first either way. */
  readonly fromEnd: boolean;
}

/** Reads of one database. All of them throw SqliteError when the file cannot be read. */
export interface EntryQueries {
  lastSeq(): number;
  /**
   * Rows that pass the filter. The count is kept and only new rows are looked at the next time.
   * @param upTo last seq to count; all when left out
   */
  countMatching(filter: EntryFilter, upTo?: number): number;
  page(request: PageRequest): EntryRow[];
  /** As {@link EntryQueries.page}, with texts. */
  entries(request: PageRequest): WireEntry[];
  read(seq: number): WireEntry | undefined;
}

/** Filters whose counts are kept: the last few typed, and the one that passes everything. */
const KEPT_COUNTS = 8;

/** Greater than any seq. */
const NO_END = Number.MAX_SAFE_INTEGER;

type Parameter = string | number;

interface Condition {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
  /** Whether the texts have to be looked at. */
  readonly joined: boolean;
}

const COLUMNS = ROW_COLUMNS.map((column) => `e.${column}`).join(', ');
const SEARCHED = [
  'p.xml',
  'e.text',
  'e.session_name',
  'e.name',
  'e.type',
  'e.id',
  'e.from_jid',
  'e.to_jid',
  'e.child_name',
  'e.child_ns',
  'e.child_action',
  'e.condition',
];

/** Creates the queries of a recording file. */
export function createEntryQueries(database: RecordingDatabase): EntryQueries {
  const counted = new Map<string, { readonly upTo: number; readonly matching: number }>();

  function number(sql: string, parameters: readonly Parameter[] = []): number {
    const row = database
      .prepare(sql)
      .raw()
      .get(...parameters) as readonly unknown[];
    return Number(row[0] ?? 0);
  }

  function select(columns: string, request: PageRequest, joined: boolean): unknown[] {
    const where = toCondition(request.filter);
    const sql =
      `SELECT ${columns} FROM ${source(joined || where.joined)} WHERE e.seq > ? AND e.seq < ? ${where.sql} ` +
      `ORDER BY e.seq ${request.fromEnd ? 'DESC' : 'ASC'} LIMIT ?`;
    const rows = database
      .prepare(sql)
      .all(request.afterSeq, request.beforeSeq ?? NO_END, ...where.parameters, request.limit);
    return request.fromEnd ? rows.reverse() : rows;
  }

  const lastSeq = (): number => number('SELECT max(seq) FROM entry');

  return {
    lastSeq,
    countMatching(filter, upTo = lastSeq()) {
      const where = toCondition(filter);
      const key = JSON.stringify([where.sql, where.parameters]);
      const since = counted.get(key) ?? { upTo: 0, matching: 0 };
      const added = number(
        `SELECT count(*) FROM ${source(where.joined)} WHERE e.seq > ? AND e.seq <= ? ${where.sql}`,
        [since.upTo, upTo, ...where.parameters],
      );
      const matching = since.matching + added;
      counted.delete(key);
      counted.set(key, { upTo, matching });
      const [oldest] = counted.keys();
      if (counted.size > KEPT_COUNTS && oldest !== undefined) counted.delete(oldest);
      return matching;
    },
    page: (request) => select(COLUMNS, request, false).map((row) => readRow(row as ColumnValues)),
    entries: (request) =>
      select(`${COLUMNS}, p.xml, p.masked`, request, true).map((row) =>
        readEntry(row as PayloadValues),
      ),
    read(seq) {
      const row = database
        .prepare(`SELECT ${COLUMNS}, p.xml, p.masked FROM ${source(true)} WHERE e.seq = ?`)
        .get(seq);
      return row === undefined ? undefined : readEntry(row as PayloadValues);
    },
  };
}

function source(joined: boolean): string {
  return joined ? 'entry e JOIN payload p ON p.seq = e.seq' : 'entry e';
}

function toCondition(filter: EntryFilter): Condition {
  const parts: string[] = [];
  const parameters: Parameter[] = [];
  const addList = (column: string, values: readonly string[] | undefined): void => {
    if (values === undefined) return;
    parts.push(`AND e.${column} IN (${values.map(() => '?').join(', ')})`);
    parameters.push(...values);
  };
  addList('session_id', filter.sessionIds);
  addList('direction', filter.directions);
  addList('kind', filter.kinds);
  if (filter.errorsOnly === true) parts.push('AND e.is_error = 1');
  const text = filter.text ?? '';
  if (text !== '') {
    const { operator, pattern } = containsPattern(text);
    parts.push(`AND (${SEARCHED.map((column) => `${column} ${operator}`).join(' OR ')})`);
    parameters.push(...SEARCHED.map(() => pattern));
  }
  return { sql: parts.join(' '), parameters, joined: text !== '' };
}
