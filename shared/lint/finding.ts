/** What the linter says of a draft, with its place, its reason and, where it is mechanical, its correction. */

/** `error`: refused or lost for certain; `warning`: accepted and wrong; `hint`: worth knowing. */
export type Severity = 'error' | 'warning' | 'hint';

/** A change of a text: `length` UTF-16 units from `offset` on give way to `text`. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** A correction that needs no thought. Its edits do not overlap and leave the rest of the text alone. */
export interface FindingFix {
  /** What it does, in the words of its button: `Write xmlns`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** What the linter says of a draft before it is sent. */
export interface Finding {
  /** Id of the rule, e.g. `iq.id-missing`. */
  readonly rule: string;
  readonly severity: Severity;
  /** The rule in a few words, the same for each of its findings. */
  readonly title: string;
  /** What is wrong here and what to do, in that order. */
  readonly message: string;
  /** Why it matters: what the server, MongoosePush or the device does with it. */
  readonly reason: string;
  /** Where that is known from: a specification's section or a server fact. */
  readonly evidence: string;
  /** UTF-16 units from the start of the text, from 0. */
  readonly offset: number;
  /** UTF-16 units of the place; at least 1 unless the text is empty. */
  readonly length: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** Only where it is mechanical. */
  readonly fix?: FindingFix;
}
