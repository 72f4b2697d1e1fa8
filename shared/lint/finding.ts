/** What the linter says of a draft, with its place. */

export type Severity = 'error' | 'warning' | 'hint';

/** What the linter says of a draft before it is sent. */
export interface Finding {
  /** Id of the rule, e.g. `iq.id-missing`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What, why, what to do, in that order. */
  readonly message: string;
  /** UTF-16 units from the start of the text, from 0. */
  readonly offset: number;
  /** UTF-16 units of the place; at least 1 unless the text is empty. */
  readonly length: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}
