/** Explanations as data: what one sees, what causes it in which versions, where to look and how to confirm it. */
import type { Operation } from './operation.ts';
import type { AnswerTrait, RequestTrait } from './traits.ts';

/** An answer that shows it. All given parts must match. */
export interface AnswerTrigger {
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
  readonly element: 'stream-error' | 'sasl-failure' | 'management-failed' | 'bosh-end' | 'features';
  readonly condition?: string;
  readonly text?: RegExp;
  readonly answer?: AnswerTrait;
}

/** What no element says: it takes somebody who watches. */
export type Sign =
  | 'never-pushed'
  | 'pushed-once-then-never'
  | 'accepted-but-never-pushed'
  | 'online-elsewhere'
  | 'late-after-link-loss'
  | 'none-while-link-is-silent'
  | 'none-while-inactive'
  | 'only-first-connection'
  | 'pushed-while-connected'
  | 'none-while-disconnected'
  | 'some-messages-only'
  | 'no-room-push'
  | 'no-light-room-push'
  | 'own-room-message-pushed'
  | 'no-call-push'
  | 'blocked-contact-pushed'
  | 'pushed-twice'
  | 'badge-stays-one'
  | 'gateway-refused'
  | 'device-gone'
  | 'dead-tokens-stay'
  | 'ios-through-fcm-blank'
  | 'long-messages-lost'
  | 'senders-slow'
  | 'messages-come-again'
  | 'silent-fails'
  | 'not-processed-in-background'
  | 'works-for-days-only'
  | 'token-pushed-after-change'
  | 'options-shifted'
  | 'server-log-undef'
  | 'server-log-pool'
  | 'server-log-not-found'
  | 'server-log-badxml'
  | 'gateway-will-not-start'
  | 'provider-token-refused'
  | 'fcm-stopped-2024'
  | 'app-server-down'
  | 'push-hidden-by-client'
  | 'no-reply'
  | 'reset-by-bad-from'
  | 'tls-certificate-required'
  | 'closed-after-failures'
  | 'nothing-answered-after-bind'
  | 'slow-after-big-stanza'
  | 'idle-websocket-closed'
  | 'bosh-not-found'
  | 'certificate-not-trusted'
  | 'connect-timeout'
  | 'silent-after-upgrade';

/** Parts of the server whose section in its configuration has moved between versions. */
export type ConfigPart = 'push' | 'pubsub';

/** Where to look in mongooseim.toml. */
export interface ConfigCheck {
  /** The section's name, or the part whose section's name depends on the version. */
  readonly section: ConfigPart | `[${string}]`;
  readonly option: string | null;
}

/** Versions of MongooseIM, both included. Absent ends: as far as anything is known. */
export interface VersionRange {
  readonly since?: string;
  readonly until?: string;
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
  /** Answers that show it. */
  readonly answers?: readonly AnswerTrigger[];
  /** Elements of the stream itself that show it. */
  readonly streams?: readonly StreamTrigger[];
  /** What shows it to whoever watches. */
  readonly signs?: readonly Sign[];
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Absent: all that are known. */
  readonly versions?: VersionRange;
  /** Absent where no setting decides. */
  readonly check?: ConfigCheck;
  /** Absent where no stanza can tell. */
  readonly confirm?: Confirmation;
  /** Rows of the symptom table, facts Part 9. */
  readonly rows?: readonly number[];
  /** Entries of the catalogue of failures drawn from issue threads, e.g. `40b`. */
  readonly failures?: readonly string[];
}

/** The first version of MongooseIM that anything here is known of. */
export const FIRST_KNOWN = '3.5';
/** The last version of MongooseIM that anything here is known of. */
export const LAST_KNOWN = '6.10';
