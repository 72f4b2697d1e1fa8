/** Applies one rule to one value. */
import {
  createAliasBook,
  hiddenText,
  type AccountWord,
  type AliasBook,
  type AliasKind,
} from './aliases.ts';
import type { RedactionClass, RedactionProfile, Secret } from './classes.ts';
import { replacePatterns } from './patterns.ts';
import { isPublicNode, type ValueRule } from './rules.ts';
import { isCheckable } from './vocabulary.ts';

/** One replacement: where, and what it was. */
export interface Redaction {
  readonly path: string;
  readonly class: RedactionClass;
}

/** Redacts values and keeps account of them. */
export interface ValueRedactor {
  /**
   * Redacts a value.
   * @param path where it stands, for the list of redactions
   */
  apply(rule: ValueRule, value: string, path: string): string;
  /** Replaces a value by a numbered alias. */
  alias(kind: AliasKind, value: string, path: string): string;
  /** Everything replaced so far, over all entries. */
  seen(): readonly Secret[];
  /** The replacements since the last call. */
  take(): Redaction[];
  /** Puts replacements back, for the next {@link ValueRedactor.take}. */
  restore(redactions: readonly Redaction[]): void;
  /**
   * A redactor with the same aliases that also knows further secrets.
   * @returns null when an alias is part of one of them
   */
  knowing(more: readonly Secret[]): ValueRedactor | null;
  readonly profile: RedactionProfile;
}

/** What protocol words, ids and numbers look like. */
const KEPT_SHAPE = /^[^\p{Cc}]{0,256}$/u;
/** Values that may be remembered, in characters, and how many of them. */
const SHORT = 100;
const MOST_REMEMBERED = 20_000;
/** What masking leaves in place of a credential. */
const MASKED = /^\[\d+ bytes? hidden\]$/;

/**
 * Creates a redactor of values.
 * @param known values that services know to be secret; replaced wherever they stand
 * @param accountWord what aliases of accounts begin with
 */
export function createValueRedactor(
  profile: RedactionProfile,
  known: readonly Secret[],
  accountWord?: AccountWord,
): ValueRedactor {
  const taken = known.map(({ value }) => value);
  return createWithBook(profile, known, createAliasBook(profile, taken, accountWord));
}

function createWithBook(
  profile: RedactionProfile,
  known: readonly Secret[],
  book: AliasBook,
): ValueRedactor {
  const wanted = known.filter(isCheckable).sort((a, b) => b.value.length - a.value.length);
  /** Words of the protocol come again and again, and so do addresses. */
  const unchanged = new Set<string>();
  const jids = new Map<string, string | null>();
  let redactions: Redaction[] = [];

  function report(path: string, redactionClass: RedactionClass): void {
    redactions.push({ path, class: redactionClass });
  }

  /** Known values first, then patterns on what is left: neither may see the other's aliases. */
  function keepText(value: string, path: string): string {
    if (value === '' || unchanged.has(value)) return value;
    const secret = wanted.find((one) => value.includes(one.value));
    if (secret !== undefined) {
      report(path, secret.class);
      const parts = value.split(secret.value).map((part) => keepText(part, path));
      return parts.join(standIn(secret, book));
    }
    const out = replacePatterns(value, book);
    if (out !== value) report(path, 'content');
    else if (value.length <= SHORT && unchanged.size < MOST_REMEMBERED) unchanged.add(value);
    return out;
  }

  function hide(redactionClass: RedactionClass, value: string, path: string): string {
    if (value.trim() === '') return value;
    report(path, redactionClass);
    book.note({ value, class: redactionClass });
    return hiddenText(value);
  }

  function alias(kind: AliasKind, value: string, path: string): string {
    if (value === '' || MASKED.test(value)) return value;
    report(path, kind);
    return book.alias(kind, value);
  }

  function credential(
    redactionClass: 'credential' | 'password',
    value: string,
    path: string,
  ): string {
    // Already hidden by the tap, with the length that crossed the wire.
    return MASKED.test(value) ? value : hide(redactionClass, value, path);
  }

  function jidAlias(value: string): string | null {
    const known = jids.get(value);
    if (known !== undefined) return known;
    const made = book.jidAlias(value);
    if (value.length <= SHORT && jids.size < MOST_REMEMBERED) jids.set(value, made);
    return made;
  }

  function jid(value: string, path: string): string {
    if (value === '') return value;
    const made = jidAlias(value.trim());
    if (made === null) return hide('account', value, path);
    if (made !== value) report(path, 'account');
    return wanted.some((secret) => made.includes(secret.value))
      ? hide('account', value, path)
      : made;
  }

  function apply(rule: ValueRule, value: string, path: string): string {
    switch (rule) {
      case 'keep':
        return KEPT_SHAPE.test(value) ? keepText(value, path) : hide('content', value, path);
      case 'free':
        return keepText(value, path);
      case 'jid':
        return jid(value, path);
      case 'user':
        if (value.includes('@')) return jid(value, path);
        if (value !== '') report(path, 'account');
        return value === '' ? value : book.userAlias(value);
      case 'node':
        return isPublicNode(value) ? keepText(value, path) : alias('node', value, path);
      case 'resource':
      case 'resumption':
      case 'token':
        return alias(rule, value, path);
      case 'credential':
      case 'password':
        return credential(rule, value, path);
      case 'body':
        return hide('body', value, path);
      case 'hide':
        return hide('content', value, path);
      default:
        return rule satisfies never;
    }
  }

  return {
    apply,
    alias,
    profile,
    seen: book.seen,
    knowing(more) {
      const apart = book.reserve(more.map(({ value }) => value));
      return apart ? createWithBook(profile, [...known, ...more], book) : null;
    },
    take() {
      const taken = redactions;
      redactions = [];
      return taken;
    },
    restore: (kept) => void (redactions = [...kept, ...redactions]),
  };
}

function standIn(secret: Secret, book: AliasBook): string {
  switch (secret.class) {
    case 'token':
    case 'option':
    case 'node':
    case 'resumption':
    case 'resource':
    case 'domain':
    case 'session-name':
      return book.alias(secret.class, secret.value);
    case 'account':
      return book.jidAlias(secret.value) ?? book.userAlias(secret.value);
    case 'credential':
    case 'password':
    case 'body':
    case 'content':
    case 'network':
      return `[${secret.class} hidden]`;
    default:
      return secret.class satisfies never;
  }
}
