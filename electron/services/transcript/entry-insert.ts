/** Writes batches of entries into a recording file, as plain lists of values that threads can hand on. */
import type { WireEntry } from '#shared/transcript/entry.ts';
import { ROW_COLUMNS, writeRow } from './entry-columns.ts';
import { inTransaction, type RecordingDatabase } from './schema.ts';

/** A value of a column. */
export type ColumnValue = string | number | null;

/** Entries as the values of their columns, one entry behind the other. */
export interface EntryBatch {
  /** For table `entry`. */
  readonly rows: readonly ColumnValue[];
  /** For table `payload`. */
  readonly texts: readonly ColumnValue[];
}

const ENTRY_COLUMNS: readonly string[] = [...ROW_COLUMNS, 'is_error'];
const PAYLOAD_COLUMNS: readonly string[] = ['seq', 'xml', 'masked'];

/** Entries that one statement inserts; a statement costs more than its values do. */
const ROWS_AT_ONCE = 25;

/** Turns entries into values. */
export function toBatch(entries: readonly WireEntry[]): EntryBatch {
  const rows: ColumnValue[] = [];
  const texts: ColumnValue[] = [];
  for (const entry of entries) {
    rows.push(...writeRow(entry));
    texts.push(entry.seq, entry.xml, entry.masked ? 1 : 0);
  }
  return { rows, texts };
}

/**
 * Prepares the writing of batches, each call one transaction; it throws SqliteError. An entry that is there
 * already stays as it is. Kept for the life of the database: a statement that failed is only reset by
 * running it again.
 */
export function prepareInsert(database: RecordingDatabase): (batch: EntryBatch) => void {
  const insertRows = prepareTable(database, 'entry', ENTRY_COLUMNS);
  const insertTexts = prepareTable(database, 'payload', PAYLOAD_COLUMNS);
  return ({ rows, texts }) =>
    inTransaction(database, () => {
      insertRows(rows);
      insertTexts(texts);
    });
}

function prepareTable(
  database: RecordingDatabase,
  table: string,
  columns: readonly string[],
): (values: readonly ColumnValue[]) => void {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const prepare = (rows: number) =>
    database.prepare(
      `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) ` +
        `VALUES ${Array.from({ length: rows }, () => row).join(', ')}`,
    );
  const many = prepare(ROWS_AT_ONCE);
  const one = prepare(1);
  const step = ROWS_AT_ONCE * columns.length;
  return (values) => {
    let at = 0;
    for (; at + step <= values.length; at += step) many.run(values.slice(at, at + step));
    for (; at < values.length; at += columns.length) one.run(values.slice(at, at + columns.length));
  };
}
