/** Writes batches of entries into a recording file, as plain lists of values that threads can hand on. */
import type { WireEntry } from '#shared/transcript/entry.ts';
import { isErrorEntry } from '#shared/transcript/error-entry.ts';
import { ROW_COLUMNS, writeRow, writeText, type ColumnValue } from './entry-columns.ts';
import { inTransaction, type RecordingDatabase } from './schema.ts';

/** Entries as the values of their columns, one entry behind the other. */
export interface EntryBatch {
  /** For table `entry`: those that have only what every stanza has. */
  readonly plainRows: readonly ColumnValue[];
  /** For table `entry`: the others. */
  readonly rows: readonly ColumnValue[];
  /** For table `payload`. */
  readonly texts: readonly ColumnValue[];
}

const ENTRY_COLUMNS: readonly string[] = [...ROW_COLUMNS, 'is_error'];
const PAYLOAD_COLUMNS: readonly string[] = ['seq', 'xml', 'masked'];

/**
 * What these columns hold in most entries, as SQL. Handing a value to SQLite costs more than storing it,
 * so those that are as usual are left out.
 */
const USUAL: Readonly<Partial<Record<string, string>>> = {
  ...{ reply_to: 'NULL', latency_ms: 'NULL', relation: 'NULL', run_id: 'NULL', step_id: 'NULL' },
  ...{ text: "''", child_action: 'NULL', condition: 'NULL', is_error: '0' },
};

const PLAIN_PLACES = ENTRY_COLUMNS.flatMap((column, place) =>
  USUAL[column] === undefined ? [place] : [],
);

/** Entries that one statement inserts; a statement costs more than its values do. */
const ROWS_AT_ONCE = 25;

/** Turns entries into values. */
export function toBatch(entries: readonly WireEntry[]): EntryBatch {
  const batch = { plainRows: [], rows: [], texts: [] } as Record<keyof EntryBatch, ColumnValue[]>;
  for (const entry of entries) {
    const values = writeRow(entry);
    if (isPlain(entry))
      for (const place of PLAIN_PLACES) batch.plainRows.push(values[place] ?? null);
    else batch.rows.push(...values);
    batch.texts.push(entry.seq, writeText(entry.xml), entry.masked ? 1 : 0);
  }
  return batch;
}

/** Entries of a batch. */
export function countEntries({ texts }: EntryBatch): number {
  return texts.length / PAYLOAD_COLUMNS.length;
}

/** Whether every column of {@link USUAL} is as usual. */
function isPlain(entry: WireEntry): boolean {
  return (
    entry.relation === null &&
    entry.replyTo === null &&
    entry.latencyMs === null &&
    entry.runId === null &&
    entry.stepId === null &&
    entry.text === '' &&
    entry.childAction === null &&
    entry.condition === null &&
    !isErrorEntry(entry)
  );
}

/**
 * Prepares the writing of batches, each call one transaction; it throws SqliteError. An entry that is there
 * already stays as it is. Kept for the life of the database: a statement that failed is only reset by
 * running it again.
 * @returns writes a batch and answers how many of its entries are new
 */
export function prepareInsert(database: RecordingDatabase): (batch: EntryBatch) => number {
  const insertPlain = prepareTable(database, 'entry', ENTRY_COLUMNS, USUAL);
  const insertRows = prepareTable(database, 'entry', ENTRY_COLUMNS);
  const insertTexts = prepareTable(database, 'payload', PAYLOAD_COLUMNS);
  return ({ plainRows, rows, texts }) => {
    let added = 0;
    inTransaction(database, () => {
      added = insertPlain(plainRows) + insertRows(rows);
      insertTexts(texts);
    });
    return added;
  };
}

function prepareTable(
  database: RecordingDatabase,
  table: string,
  columns: readonly string[],
  fixed: Readonly<Partial<Record<string, string>>> = {},
): (values: readonly ColumnValue[]) => number {
  const row = `(${columns.map((column) => fixed[column] ?? '?').join(', ')})`;
  const width = columns.filter((column) => fixed[column] === undefined).length;
  const prepare = (rows: number) =>
    database.prepare(
      `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) ` +
        `VALUES ${Array.from({ length: rows }, () => row).join(', ')}`,
    );
  const many = prepare(ROWS_AT_ONCE);
  const one = prepare(1);
  const step = ROWS_AT_ONCE * width;
  return (values) => {
    let at = 0;
    let added = 0;
    for (; at + step <= values.length; at += step)
      added += many.run(values.slice(at, at + step)).changes;
    for (; at < values.length; at += width) added += one.run(values.slice(at, at + width)).changes;
    return added;
  };
}
