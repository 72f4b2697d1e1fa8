/**
 * The inspector holds a window of a recording's rows, never the whole. Its rows are all matching rows
 * between its first and its last; both ends may be short of the recording's.
 */
import type { EntryFilter, EntryRow } from '#shared/transcript/entry.ts';

/** Rows asked for at once. */
export const PAGE_ROWS = 1_000;
/** Rows kept at most while following the end. */
export const MOST_ROWS = 20_000;
/** Rows let go at once, so that not every arrival moves the whole list. */
const TRIM_ROWS = 4_000;

export interface RowWindow {
  readonly rows: readonly EntryRow[];
  /** Matching rows before the first one exist. */
  readonly hasOlder: boolean;
  /** Matching rows after the last one exist that were not fetched. */
  readonly hasNewer: boolean;
  /** The highest seq this window has taken into account, matching or not. */
  readonly seenSeq: number;
}

export const EMPTY_WINDOW: RowWindow = { rows: [], hasOlder: false, hasNewer: false, seenSeq: 0 };

/** The window of a page taken from the end. */
export function windowFromEnd(rows: readonly EntryRow[], total: number): RowWindow {
  return {
    rows,
    hasOlder: rows.length === PAGE_ROWS,
    hasNewer: false,
    seenSeq: Math.max(total, rows.at(-1)?.seq ?? 0),
  };
}

/** Adds rows after the last; those already there are left out. */
export function appendRows(
  window: RowWindow,
  rows: readonly EntryRow[],
  seenSeq: number,
): RowWindow {
  const last = window.rows.at(-1)?.seq ?? 0;
  const fresh = rows.filter((row) => row.seq > last);
  return {
    ...window,
    rows: fresh.length === 0 ? window.rows : [...window.rows, ...fresh],
    seenSeq: Math.max(window.seenSeq, seenSeq),
  };
}

/** Adds the page before the first row. */
export function prependRows(window: RowWindow, rows: readonly EntryRow[]): RowWindow {
  const first = window.rows[0]?.seq ?? Number.POSITIVE_INFINITY;
  const older = rows.filter((row) => row.seq < first);
  return { ...window, rows: [...older, ...window.rows], hasOlder: rows.length === PAGE_ROWS };
}

/** Lets the oldest rows go once there are too many. */
export function trimRows(window: RowWindow): RowWindow {
  if (window.rows.length <= MOST_ROWS) return window;
  return { ...window, rows: window.rows.slice(TRIM_ROWS), hasOlder: true };
}

/** Tells whether the rows alone decide if they match: text and errors are judged where the XML is. */
export function isLocalFilter(filter: EntryFilter): boolean {
  return (filter.text ?? '') === '' && filter.errorsOnly !== true;
}

/** Judges a row by the parts of the filter that {@link isLocalFilter} allows. */
export function matchesRow(row: EntryRow, filter: EntryFilter): boolean {
  return (
    (filter.sessionIds === undefined || filter.sessionIds.includes(row.sessionId)) &&
    (filter.directions === undefined || filter.directions.includes(row.direction)) &&
    (filter.kinds === undefined || filter.kinds.includes(row.kind))
  );
}

/** Where the row of a seq stands; -1 when it is not among them. Rows are ordered by seq. */
export function indexOfSeq(rows: readonly EntryRow[], seq: number | null): number {
  if (seq === null) return -1;
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = rows[middle]?.seq ?? 0;
    if (found === seq) return middle;
    if (found < seq) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
