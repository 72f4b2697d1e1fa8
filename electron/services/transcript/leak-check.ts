/**
 * Looks through the finished bytes of an export for every value that must not be there, in every form
 * it could have taken on the way: raw, escaped for XML, JSON or both, URL-encoded, base64 at any offset.
 * ASCII letter case is ignored. This is the last door: what it finds is never written.
 */
import { REDACTION_CLASSES, type Secret } from '#shared/transcript/redaction/classes.ts';
import { isCheckable } from '#shared/transcript/redaction/vocabulary.ts';
import { wholeCharacterEnd } from '#shared/xml/characters.ts';
import { escapeAttribute, escapeText } from '#shared/xml/serialize.ts';
import { prepareByteSearch, type PreparedSearch } from './byte-search.ts';

/** A check under way. */
export interface LeakCheck {
  /** Values looked for. */
  readonly values: number;
  /** Values that are too short or are words of the protocol, which any transcript contains. */
  readonly unchecked: number;
  /** Takes the next bytes. */
  push(chunk: Uint8Array): void;
  /** The values found so far; an export with any is not written. */
  found(): readonly Secret[];
}

/** Base64 of less than this many characters says nothing. */
const SHORTEST_BASE64 = 8;
/** In UTF-16 units. */
const LONGEST_LOOKED_FOR = 256;

/** Prepares the search of a single text. */
export function createLeakCheck(secrets: readonly Secret[]): LeakCheck {
  const search = prepareLeakSearch(secrets).begin();
  return {
    ...countChecked(secrets),
    push: search.push,
    found: () => [...search.found()],
  };
}

/** Prepares the search of several texts. */
export function prepareLeakSearch(secrets: readonly Secret[]): PreparedSearch<Secret> {
  return prepareByteSearch(secrets.filter(isCheckable), ({ value }) => encodings(value));
}

/** How many values a leak check looks for, and how many it cannot. */
export function countChecked(secrets: readonly Secret[]): Pick<LeakCheck, 'values' | 'unchecked'> {
  const wanted = secrets.filter(({ class: one }) => REDACTION_CLASSES[one].checkFrom !== null);
  const values = wanted.filter(isCheckable).length;
  return { values, unchecked: wanted.length - values };
}

function encodings(whole: string): string[] {
  const value = beginning(whole);
  if (PLAIN.test(value)) {
    const inUrl = encodeURIComponent(value);
    const texts = inUrl === value ? [value] : [value, inUrl];
    return [...texts, ...base64Forms(Buffer.from(value))];
  }
  const escaped = [value, escapeText(value), escapeAttribute(value)];
  const texts = new Set([
    ...escaped,
    ...escaped.map(jsonText),
    // Markdown escapes what would be markup.
    value.replace(/[\\`*_[\]<>|#]/g, '\\$&'),
    encodeURIComponent(Buffer.from(value).toString()),
    ...base64Forms(Buffer.from(value)),
  ]);
  return [...texts];
}

/** Nothing in it is escaped by any format. */
const PLAIN = /^[a-zA-Z0-9 .,:;@/+-]*$/;

/** A text leaks with its beginning, and texts may be millions of characters long. */
function beginning(value: string): string {
  return value.slice(0, wholeCharacterEnd(value, LONGEST_LOOKED_FOR));
}

function jsonText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/**
 * The characters that stay the same wherever the value stands inside a longer encoded text, for each of
 * the three offsets: SASL PLAIN puts two names before the password.
 */
function base64Forms(bytes: Buffer): string[] {
  const padded = Buffer.alloc(2 + bytes.length);
  padded.set(bytes, 2);
  const forms: string[] = [];
  for (const offset of [0, 1, 2]) {
    const whole = padded.toString('base64url', 2 - offset);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = whole.slice(Math.ceil((offset * 8) / 6), end);
    if (core.length < SHORTEST_BASE64) continue;
    forms.push(core);
    if (/[-_]/.test(core)) forms.push(core.replaceAll('-', '+').replaceAll('_', '/'));
  }
  return forms;
}
