/** What the reader of one kind of log knows about its records. */
import type { EntryDirection } from '../entry.ts';

/** What a record says of itself before what it holds. */
export interface RecordHead {
  /** ISO 8601, UTC, milliseconds; null when the record has none. */
  readonly time: string | null;
  /** As a client sees it: what a server received went out. Null when the record does not tell. */
  readonly direction: EntryDirection | null;
  /** The process or connection that wrote the record; empty when it does not tell. */
  readonly session: string;
}

/** One kind of log. */
export interface LogReader {
  readonly id: string;
  /** For a sentence: `MongooseIM log`. */
  readonly label: string;
  /** Matches a line that begins a record; with the flag `m`, so that all of them can be found. */
  readonly recordStart: RegExp;
  /** @param head the first characters of a record */
  readHead(head: string): RecordHead;
}

/** Of a text that is no log. */
export const NO_HEAD: RecordHead = { time: null, direction: null, session: '' };

/**
 * Reads a time as logs write it.
 * @param text with or without `T`, fraction and zone; without a zone it is taken for UTC
 * @returns ISO 8601, UTC, milliseconds; null for anything else
 */
export function readLogTime(text: string | undefined): string | null {
  const [, day, time, fraction = '', zone] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?$/.exec(
      text ?? '',
    ) ?? [];
  if (day === undefined || time === undefined) return null;
  const moment = new Date(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone ?? 'Z'}`);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}
