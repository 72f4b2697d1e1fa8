/** Wire entries: everything that crossed or happened to a session, in order, on one clock. */

/** `local` is for what did not cross the wire: TLS and state events, notes. */
export const ENTRY_DIRECTIONS = ['in', 'out', 'local'] as const;

/** One of {@link ENTRY_DIRECTIONS}. */
export type EntryDirection = (typeof ENTRY_DIRECTIONS)[number];

/** What an entry is. Schemas of filters and files take their values from here. */
export const ENTRY_KINDS = ['stanza', 'nonza', 'stream', 'tls', 'state', 'note', 'push'] as const;

/** One of {@link ENTRY_KINDS}. */
export type EntryKind = (typeof ENTRY_KINDS)[number];

/**
 * How an incoming entry relates to what was asked: it answers a request, came after the request had
 * ended, carries the id of a request but comes from somebody else, or answers nothing that was asked. A
 * local entry tells that a request ended without an answer, and how.
 */
export const ANSWER_RELATIONS = [
  ...(['answer', 'late', 'wrong-sender', 'unsolicited'] as const),
  // Of local entries: a request that ended without an answer.
  ...(['timeout', 'cancelled', 'disconnected'] as const),
] as const;

/** One of {@link ANSWER_RELATIONS}. */
export type AnswerRelation = (typeof ANSWER_RELATIONS)[number];

/** What an entry is about, read from its parsed form. Null where the entry has no such part. */
export interface EntrySummary {
  /** `iq`, `message`, `presence`, `stream:stream`, `challenge`, … */
  readonly name: string | null;
  readonly type: string | null;
  readonly id: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** The first child's local name and namespace. */
  readonly childName: string | null;
  readonly childNs: string | null;
  /** Of a pubsub payload its first child's local name (`create`, `affiliations`, …), which says what is asked. */
  readonly childAction: string | null;
  /** Stanza or stream error condition, or SASL failure condition. */
  readonly condition: string | null;
}

/** Of an entry that is about no element: notes, TLS facts, pushes, text that cannot be parsed. */
export const NO_SUMMARY: EntrySummary = {
  name: null,
  type: null,
  id: null,
  from: null,
  to: null,
  childName: null,
  childNs: null,
  childAction: null,
  condition: null,
};

/** Everything a list row needs; the text comes with {@link WireEntry}. */
export interface EntryRow extends EntrySummary {
  /** Per recording, from 1, without gaps. */
  readonly seq: number;
  /** Session id; empty for entries that belong to no session (the gateway's). */
  readonly sessionId: string;
  readonly sessionName: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string;
  /** Milliseconds on the recording's monotonic clock. */
  readonly monotonicMs: number;
  readonly direction: EntryDirection;
  readonly kind: EntryKind;
  /** Length in bytes of what crossed the wire, before masking. */
  readonly bytes: number;
  /** Seq of the request this entry answers. */
  readonly replyTo: number | null;
  readonly latencyMs: number | null;
  readonly relation: AnswerRelation | null;
  readonly runId: string | null;
  readonly stepId: string | null;
  /** One line for entries without stanza: `TLS 1.3, certificate pinned`. Empty otherwise. */
  readonly text: string;
}

/** An entry with its text. */
export interface WireEntry extends EntryRow {
  /** Exact text as it crossed, with credentials replaced; empty for local entries. */
  readonly xml: string;
  /** True when credentials were replaced in `xml`. */
  readonly masked: boolean;
}
