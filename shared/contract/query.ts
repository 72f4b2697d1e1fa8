/** Questions to a recording and their answers: which entries match, in which order, and when they came. */
import type { EntryRow } from '../transcript/entry.ts';
import type { Problem } from './result.ts';

/** In time, each request followed by its answers, or by step of a run. */
export const QUERY_ORDERS = ['time', 'exchange', 'step'] as const;

/** One of {@link QUERY_ORDERS}. */
export type QueryOrder = (typeof QUERY_ORDERS)[number];

/**
 * A query over one recording. It looks at the newest entries first, and goes on with what is recorded
 * later, until it is closed.
 *
 * Its lines stand at indexes from `first` to `end` (exclusive). A line keeps its index: older matches are
 * put before `first` (which may become negative), newer ones at `end`, and entries that the recording
 * dropped move `first` up. Only a new `revision` makes every index invalid.
 */
export interface QuerySnapshot {
  readonly id: string;
  readonly recordingId: string;
  /** In the query language; empty matches everything. */
  readonly text: string;
  readonly order: QueryOrder;
  /** Lines are entries, and the heads of groups when the order has groups. */
  readonly first: number;
  readonly end: number;
  readonly revision: number;
  /** Entries that match, of those looked at. */
  readonly matching: number;
  /** Entries looked at so far, and all there are. */
  readonly searched: number;
  readonly total: number;
  /** `cancelled` keeps what was found. */
  readonly state: 'searching' | 'done' | 'cancelled' | 'failed';
  /** Why it failed: a file that cannot be read. */
  readonly problem?: Problem;
}

/** One line of the list. */
export type QueryLine =
  | { readonly kind: 'entry'; readonly row: EntryRow }
  /** Stands before the entries of a group. Everything the window needs to name it. */
  | {
      readonly kind: 'group';
      /** Seq of the group's first entry; with the order it identifies the group. */
      readonly seq: number;
      readonly entries: number;
      /** Null for entries of no run. */
      readonly runId: string | null;
      readonly stepId: string | null;
    };

/** Some lines of a query. */
export interface QueryLines {
  readonly revision: number;
  /** Index of the first of them; may differ from what was asked when lines are gone. */
  readonly from: number;
  readonly lines: readonly QueryLine[];
}

/** Where an entry stands among the lines of a query. */
export interface QueryPlace {
  readonly revision: number;
  /** Null when the entry does not match. */
  readonly index: number | null;
  /** The index of the nearest line: where the entry would be. */
  readonly nearest: number;
}

/** How many entries came when. */
export interface QueryDensity {
  /** On the recording's monotonic clock, in milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Wall time of `fromMs`, ISO 8601, UTC. */
  readonly fromTime: string;
  /** Of equal width, over the whole span. */
  readonly buckets: readonly {
    readonly all: number;
    readonly matching: number;
    /** Of all. */
    readonly errors: number;
  }[];
}

/** A query the user has given a name. */
export interface SavedFilter {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** What the user has put on an entry. It belongs to the recording, but never crosses the wire or an export. */
export interface EntryMark {
  readonly seq: number;
  readonly bookmarked: boolean;
  /** Empty for none. */
  readonly note: string;
}

/** How entries go to the clipboard; always masked. */
export const COPY_FORMATS = ['xml', 'xmpp-js', 'markdown', 'json', 'html'] as const;

/** One of {@link COPY_FORMATS}. */
export type CopyFormat = (typeof COPY_FORMATS)[number];

/** How a sequence diagram leaves the window; always masked. */
export const DIAGRAM_FORMATS = ['svg', 'mermaid'] as const;

/** One of {@link DIAGRAM_FORMATS}. */
export type DiagramFormat = (typeof DIAGRAM_FORMATS)[number];
