/** Classes of values that an export must not contain, as data. To add one: a line here, and rules that use it. */

export type RedactionClass =
  | 'credential'
  | 'password'
  | 'token'
  | 'option'
  | 'node'
  | 'resumption'
  | 'account'
  | 'resource'
  | 'domain'
  | 'body'
  | 'content'
  | 'network'
  | 'session-name';

/** How a class is named and looked for. */
export interface ClassFacts {
  /** For a sentence: `12 device tokens`. */
  readonly plural: string;
  /**
   * Shortest value the leak check looks for, in characters; null when it does not look for this class
   * at all, because its values are everyday words.
   */
  readonly checkFrom: number | null;
  /**
   * The same for a value that is one plain lower-case word: a node called `none` or a sound called
   * `default` stands in every transcript as something else.
   */
  readonly checkWordFrom: number;
}

/** All classes. */
export const REDACTION_CLASSES: Readonly<Record<RedactionClass, ClassFacts>> = {
  credential: { plural: 'credentials', checkFrom: 4, checkWordFrom: 4 },
  password: { plural: 'passwords', checkFrom: 4, checkWordFrom: 4 },
  token: { plural: 'device tokens', checkFrom: 4, checkWordFrom: 6 },
  option: { plural: 'publish-options', checkFrom: 6, checkWordFrom: 10 },
  node: { plural: 'node names', checkFrom: 4, checkWordFrom: 10 },
  resumption: { plural: 'resumption ids', checkFrom: 6, checkWordFrom: 6 },
  account: { plural: 'accounts', checkFrom: 4, checkWordFrom: 4 },
  resource: { plural: 'resources', checkFrom: null, checkWordFrom: 0 },
  domain: { plural: 'domains', checkFrom: 4, checkWordFrom: 4 },
  body: { plural: 'message texts', checkFrom: 12, checkWordFrom: 12 },
  content: { plural: 'other texts', checkFrom: null, checkWordFrom: 0 },
  network: { plural: 'network addresses', checkFrom: 7, checkWordFrom: 7 },
  'session-name': { plural: 'session names', checkFrom: null, checkWordFrom: 0 },
};

/** A value that must not be found in an export, and what it is. */
export interface Secret {
  readonly value: string;
  readonly class: RedactionClass;
}

/**
 * Who the export is for. `support` keeps domains and bundle ids, which a server's operator needs;
 * `public` hides them too.
 */
export type RedactionProfile = 'support' | 'public';

/** Raised when the rules change, so that a reader knows what a file was redacted by. */
export const REDACTION_RULES_VERSION = 1;
