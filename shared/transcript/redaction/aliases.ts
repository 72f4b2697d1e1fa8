/**
 * Stable stand-ins: the same value has the same alias throughout one export, so a reader can still
 * follow who spoke to whom. They are numbered rather than derived, since even a keyed hash of an account
 * name tells whoever gets the key; two exports share nothing.
 */
import { parseJid } from '../../xmpp/jid.ts';
import type { RedactionClass, RedactionProfile, Secret } from './classes.ts';

/** Who is called what in one export. */
export interface AliasBook {
  /** Alias of a value, e.g. `node-3`. */
  alias(kind: AliasKind, value: string): string;
  /** Alias of a JID, itself a valid JID; null when the text is no JID. */
  jidAlias(text: string): string | null;
  /** Alias of an account's name alone. */
  userAlias(local: string): string;
  /** Remembers a value that was hidden without an alias. */
  note(secret: Secret): void;
  /**
   * Keeps further values apart from aliases, as those the book was created with.
   * @returns false when an alias that was handed out is part of one of them: only a new book can help
   */
  reserve(values: readonly string[]): boolean;
  /** All values that were replaced so far; the same objects each time. */
  seen(): readonly Secret[];
}

/** Classes with numbered aliases. */
export type AliasKind = Extract<
  RedactionClass,
  'token' | 'option' | 'node' | 'resumption' | 'resource' | 'domain' | 'account' | 'session-name'
>;

/** What aliases of accounts may begin with, the usual one first. */
export const ACCOUNT_WORDS = ['user', 'account', 'person'] as const;

/** One of {@link ACCOUNT_WORDS}. */
export type AccountWord = (typeof ACCOUNT_WORDS)[number];

/** The word of {@link ACCOUNT_WORDS} that a JID looks to be an alias with; undefined for any other. */
export function accountWordOf(jid: string): AccountWord | undefined {
  const [, word] = /^([a-z]+)\d+(?:@|$)/i.exec(jid) ?? [];
  return ACCOUNT_WORDS.find((one) => one === word?.toLowerCase());
}

const PREFIX: Readonly<Record<AliasKind, string>> = {
  token: 'token-',
  option: 'option-',
  node: 'node-',
  resumption: 'resumption-',
  resource: 'res',
  domain: 'domain',
  account: '',
  'session-name': 'session-',
};

/** These carry the shape of what they stand for: a stray newline in a token is a real cause. */
const SHAPED: readonly AliasKind[] = ['token', 'option'];

/**
 * Creates an empty book.
 * @param profile whether domains are kept
 * @param taken values that no alias may be part of, so that an alias is never mistaken for one of them
 * @param accountWord what aliases of accounts begin with: a word that no account begins with
 */
export function createAliasBook(
  profile: RedactionProfile,
  taken: readonly string[],
  accountWord: AccountWord = 'user',
): AliasBook {
  const aliases = new Map<string, string>();
  const reserved = [...taken];
  const counts = new Map<AliasKind, number>();
  const seen = new Map<RedactionClass, Map<string, Secret>>();
  /** Aliases handed out: a later pass over a redacted text must leave them as they are. */
  const given = new Set<string>();

  function note(secret: Secret): void {
    if (secret.value === '' || given.has(secret.value)) return;
    const ofClass = seen.get(secret.class) ?? new Map<string, Secret>();
    if (ofClass.size === 0) seen.set(secret.class, ofClass);
    if (!ofClass.has(secret.value)) ofClass.set(secret.value, secret);
  }

  function stem(kind: AliasKind): string {
    for (;;) {
      const number = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, number);
      const candidate = `${kind === 'account' ? accountWord : PREFIX[kind]}${number}`;
      if (!reserved.some((value) => value.includes(candidate))) return candidate;
    }
  }

  function numbered(kind: AliasKind, value: string): string {
    if (given.has(value)) return value;
    const key = `${kind}\n${value}`;
    const known = aliases.get(key);
    if (known !== undefined) return known;
    const made = SHAPED.includes(kind) ? `${stem(kind)}:${shapeOf(value)}` : stem(kind);
    aliases.set(key, made);
    given.add(made);
    return made;
  }

  const userAlias = (local: string): string => numbered('account', local.toLowerCase());

  return {
    alias(kind, value) {
      if (value === '') return '';
      note({ value, class: kind });
      return numbered(kind, value);
    },
    userAlias,
    jidAlias(text) {
      const jid = parseJid(text);
      if (jid === null) return null;
      const domain = profile === 'public' ? numbered('domain', jid.domain) : jid.domain;
      if (profile === 'public') note({ value: jid.domain, class: 'domain' });
      if (jid.local !== '' && !given.has(jid.local)) {
        note({ value: `${jid.local}@${jid.domain}`, class: 'account' });
      }
      if (jid.resource !== '') note({ value: jid.resource, class: 'resource' });
      const bare = jid.local === '' ? domain : `${userAlias(jid.local)}@${domain}`;
      return jid.resource === '' ? bare : `${bare}/${numbered('resource', jid.resource)}`;
    },
    note,
    reserve(values) {
      reserved.push(...values);
      for (const alias of given) {
        const [stem = alias] = alias.split(':', 1);
        if (values.some((value) => value.includes(stem))) return false;
      }
      return true;
    },
    seen: () => [...seen.values()].flatMap((ofClass) => [...ofClass.values()]),
  };
}

/** Length and oddities of a value, e.g. `len64:hex` or `len165:white-space-around`. */
export function shapeOf(value: string): string {
  const parts = [`len${Array.from(value).length}`];
  if (/^[0-9a-f]{16,}$/i.test(value)) parts.push('hex');
  if (value !== value.trim()) parts.push('white-space-around');
  else if (/\s/.test(value)) parts.push('white-space-inside');
  if (/[^\p{ASCII}]/u.test(value)) parts.push('non-ascii');
  return parts.join(':');
}

/** Stands for a value that is hidden without an alias. */
export function hiddenText(value: string): string {
  const length = Array.from(value).length;
  return `[${length} ${length === 1 ? 'character' : 'characters'} hidden]`;
}
