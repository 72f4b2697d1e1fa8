/** A query of the filter bar, parsed. The grammar is in docs/query-language.md. */

/** Where something stands in the text of a query: `from` inclusive, `to` exclusive, in UTF-16 units. */
export interface QuerySpan {
  readonly from: number;
  readonly to: number;
}

/** Why a query cannot be understood, and where. It travels as the `details` of a `bad-query` problem. */
export interface QueryFault extends QuerySpan {
  readonly message: string;
  /** What would be understood instead. */
  readonly hint?: string;
}

/** Fields that hold text. `jid` is `from` or `to`; `child` is the name of the payload or its action. */
export const TEXT_FIELDS = [
  ...(['from', 'to', 'jid', 'id', 'type', 'kind', 'dir', 'session'] as const),
  ...(['ns', 'child', 'step', 'name', 'condition'] as const),
] as const;

/** One of {@link TEXT_FIELDS}. */
export type TextField = (typeof TEXT_FIELDS)[number];

/** Fields that hold a number: milliseconds, bytes, the entry's number. */
export const NUMBER_FIELDS = ['latency', 'size', 'no'] as const;

/** One of {@link NUMBER_FIELDS}. */
export type NumberField = (typeof NUMBER_FIELDS)[number];

/** What `is:` can ask. */
export const ENTRY_STATES = [
  ...(['error', 'timeout', 'late', 'unanswered', 'pending'] as const),
  ...(['wrong-sender', 'unsolicited', 'masked', 'bookmarked', 'noted'] as const),
] as const;

/** One of {@link ENTRY_STATES}. */
export type EntryState = (typeof ENTRY_STATES)[number];

/** How a field's text is compared; letter case never counts, except in a regular expression without `i`. */
export type TextMatch =
  | { readonly kind: 'exact'; readonly text: string }
  /** `*` stands for any text. */
  | { readonly kind: 'glob'; readonly pattern: string }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string };

/** One element of a path: `error[type=cancel]{urn:…}`. Parts that are null match anything. */
export interface PathStep {
  readonly name: string | null;
  readonly namespace: string | null;
  /** Attributes that must be there, with their values; null for any value. */
  readonly attributes: readonly { readonly name: string; readonly value: string | null }[];
}

/** A query as a tree. */
export type QueryNode = QuerySpan &
  (
    | { readonly kind: 'everything' }
    | { readonly kind: 'and' | 'or'; readonly parts: readonly QueryNode[] }
    | { readonly kind: 'not'; readonly part: QueryNode }
    /** One of the values is enough. */
    | { readonly kind: 'field'; readonly field: TextField; readonly values: readonly TextMatch[] }
    | {
        readonly kind: 'number';
        readonly field: NumberField;
        readonly operator: '<' | '<=' | '=' | '>=' | '>';
        readonly value: number;
      }
    /** ISO 8601, UTC: entries from that moment on, or before it. */
    | { readonly kind: 'after' | 'before'; readonly time: string }
    | { readonly kind: 'is'; readonly states: readonly EntryState[] }
    /** Somewhere in the text, the line of a local entry, or the session's name. */
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
    /** Each step is a child of the one before; the first is the stanza itself. */
    | { readonly kind: 'path'; readonly steps: readonly PathStep[] }
  );
