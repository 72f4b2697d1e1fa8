/** Walks over the entries of a damaged file, around what cannot be read. */
import { ENTRY_DIRECTIONS, ENTRY_KINDS, type WireEntry } from '#shared/transcript/entry.ts';
import { ROW_COLUMNS, readEntry, type PayloadValues } from './entry-columns.ts';
import type { RecordingDatabase } from './schema.ts';

/** Entries that are left, and what there was. */
export interface DamagedEntries {
  /** In order; to be read once. */
  readonly entries: Generator<WireEntry, void, undefined>;
  /** Once they are read. */
  report(): { readonly saved: number; readonly lost: number | null; readonly withoutText: number };
}

/** Numbers asked for at once; halved around what fails. */
const BLOCK = 512;
/** When the last number is unknown: blocks without any entry after which no more is expected. */
const EMPTY_BLOCKS = 4;
const LOST_TEXT = 'The text of this entry could not be read: the file was damaged.';

/** Prepares the walk over a file that SQLite accepts. */
export function readDamagedEntries(database: RecordingDatabase): DamagedEntries {
  const rows = rangeReader(database, 'entry', ROW_COLUMNS.join(', '), isRow);
  const texts = rangeReader(database, 'payload', 'seq, xml, masked', isText);
  const last = lastNumber(database);
  let saved = 0;
  let withoutText = 0;
  let first = 0;
  let highest = 0;

  function* walk(): Generator<WireEntry, void, undefined> {
    let empty = 0;
    for (let from = 1; last === null ? empty < EMPTY_BLOCKS : from <= last; from += BLOCK) {
      const found = rows(from, from + BLOCK - 1);
      empty = found.length === 0 ? empty + 1 : 0;
      if (found.length === 0) continue;
      const textOf = new Map(texts(from, from + BLOCK - 1).map((text) => [text['seq'], text]));
      for (const row of found) {
        const text = textOf.get(row['seq']);
        if (text === undefined) withoutText += 1;
        saved += 1;
        highest = Number(row['seq']);
        if (first === 0) first = highest;
        yield readEntry({
          ...row,
          ...(text ?? { xml: '', masked: 0, text: LOST_TEXT }),
        } as unknown as PayloadValues);
      }
    }
  }

  return {
    entries: walk(),
    report() {
      const { oldest, dropped } = readCounts(database);
      const all = last === null ? null : last - (oldest ?? first) + 1 - dropped;
      return { saved, withoutText, lost: all === null ? null : Math.max(0, all - saved) };
    },
  };
}

type Row = Readonly<Record<string, unknown>>;

/** A page that was overwritten may still decode, to nonsense. */
function rangeReader(
  database: RecordingDatabase,
  table: string,
  columns: string,
  isSound: (row: Row) => boolean,
): (from: number, to: number) => Row[] {
  const select = database.prepare(
    `SELECT ${columns} FROM ${table} WHERE seq BETWEEN ? AND ? ORDER BY seq`,
  );
  const read = (from: number, to: number): Row[] => {
    try {
      return (select.all(from, to) as Row[]).filter(
        (row) => Number(row['seq']) >= from && Number(row['seq']) <= to && isSound(row),
      );
    } catch {
      if (from === to) return [];
      const middle = Math.floor((from + to) / 2);
      return [...read(from, middle), ...read(middle + 1, to)];
    }
  };
  return read;
}

function isRow(row: Row): boolean {
  return (
    /^\d{4}-\d\d-\d\dT/.test(String(row['time'])) &&
    (ENTRY_DIRECTIONS as readonly unknown[]).includes(row['direction']) &&
    (ENTRY_KINDS as readonly unknown[]).includes(row['kind']) &&
    isReadable(row['text']) &&
    typeof row['monotonic_ms'] === 'number'
  );
}

function isText(row: Row): boolean {
  return isReadable(row['xml']) && typeof row['masked'] === 'number';
}

function isReadable(value: unknown): boolean {
  return typeof value === 'string' || value instanceof ArrayBuffer || value instanceof Uint8Array;
}

/** Either table tells; no file holds more entries than a twentieth of its bytes. */
function lastNumber(database: RecordingDatabase): number | null {
  const [pages] = database.prepare('PRAGMA page_count').raw().get() as [number];
  const [pageBytes] = database.prepare('PRAGMA page_size').raw().get() as [number];
  const trusted = (seq: unknown): seq is number =>
    typeof seq === 'number' && seq > 0 && seq <= 1_000_000_000 + (pages * pageBytes) / 20;
  const found = ['entry', 'payload']
    .map((table) => tryNumber(database, `SELECT max(seq) FROM ${table}`))
    .filter(trusted);
  return found.length === 0 ? null : Math.max(...found);
}

function readCounts(database: RecordingDatabase): {
  readonly oldest: number | null;
  readonly dropped: number;
} {
  return {
    oldest: tryNumber(database, 'SELECT min(seq) FROM entry'),
    dropped: tryNumber(database, 'SELECT dropped FROM recording') ?? 0,
  };
}

function tryNumber(database: RecordingDatabase, sql: string): number | null {
  try {
    const [value] = database.prepare(sql).raw().get() as [unknown];
    return typeof value === 'number' ? value : null;
  } catch {
    return null;
  }
}
