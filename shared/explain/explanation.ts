/** Explanations as data: what one sees, what causes it in which versions, where to look and how to confirm it. */
import type { Operation } from './operation.ts';
import type { AnswerTrait, RequestTrait } from './traits.ts';

/** Where the symptom shows: in an answer, in what the stream says, or only to whoever watches. */
export type Shows = 'answer' | 'stream' | 'observation';

/** An answer that shows it. All given parts must match. */
export interface AnswerTrigger {
  readonly kind: 'answer';
  /** What was asked; absent: anything. */
  readonly operations?: readonly Operation[];
  /** Defined condition of the error; absent: the answer is a result. */
  readonly condition?: string;
  /** Type of the error. */
  readonly type?: string;
  /** Name of an application-specific condition among the error's. */
  readonly application?: string;
  /** Its `feature` attribute. */
  readonly feature?: string;
  /** What the error's own text must match. */
  readonly text?: RegExp;
  /** What the request itself shows. */
  readonly request?: RequestTrait;
  /** What a result shows. */
  readonly answer?: AnswerTrait;
}

/** Something outside a stanza that shows it. All given parts must match. */
export interface StreamTrigger {
  readonly kind: 'stream';
  readonly element: 'stream-error' | 'sasl-failure' | 'management-failed' | 'bosh-end' | 'features';
  readonly condition?: string;
  readonly text?: RegExp;
  readonly answer?: AnswerTrait;
}

/** Something that no element says: it takes somebody who watches. */
export interface ObservationTrigger {
  readonly kind: 'observation';
  readonly sign: string;
}

/** What makes an explanation the fitting one. */
export type Trigger = AnswerTrigger | StreamTrigger | ObservationTrigger;

/** Parts of the server whose section in its configuration has moved between versions. */
export type ConfigPart = 'push' | 'pubsub';

/** Where to look in mongooseim.toml. */
export interface ConfigCheck {
  /** The section's name, or the part whose name depends on the version. */
  readonly section: ConfigPart | `[${string}]`;
  readonly option: string | null;
}

/** Versions of MongooseIM, both included; `until` is {@link LAST_KNOWN} where no end is known. */
export interface VersionRange {
  readonly since: string;
  readonly until: string;
}

/** A stanza to send; `{domain}`, `{account}`, `{service}`, `{node}` are filled in. */
export interface Confirmation {
  readonly words: string;
  readonly xml: string;
}

/** One entry of the catalogue. */
export interface Explanation {
  /** Kebab-case and stable: links name it. */
  readonly id: string;
  /** The symptom in a line, as somebody would search for it. */
  readonly title: string;
  readonly shows: Shows;
  readonly triggers: readonly Trigger[];
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly versions: VersionRange;
  readonly check: ConfigCheck | null;
  readonly confirm: Confirmation | null;
  /** Rows of the symptom table, facts Part 9. */
  readonly rows: readonly number[];
  /** Entries of the catalogue of failures from issue threads, e.g. `40b`. */
  readonly failures: readonly string[];
}

/** The last version of MongooseIM that anything here is known of. */
export const LAST_KNOWN = '6.10';
