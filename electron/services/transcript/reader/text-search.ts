/** Which trigrams an entry must hold to contain a text, for `text_index`. */
import { caseForms } from '../text-pattern.ts';

/** What an entry's text must contain; null where nothing can be said. */
export type RequiredText =
  | { readonly kind: 'contains'; readonly text: string }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly RequiredText[] };

const TRIGRAM = 3;
const ASCII_WINDOWS = /[\x20-\x7e\t\r\n]{3,}/g;
const ONLY_ASCII = /^[\x20-\x7e\t\r\n]*$/;
/** The index ends words at U+0000, and halves of a pair are no characters to it. */
const NOT_ASKED = /[\p{Cc}\p{Cs}]/u;
/** More of them cost more than they rule out. */
const MOST_TRIGRAMS = 4;

/** The requirement to contain a text, whatever its case; null when it has no three characters in a row. */
export function requireText(text: string): RequiredText | null {
  const ascii = (text.match(ASCII_WINDOWS) ?? []).map((part): RequiredText => ({
    kind: 'contains',
    text: part,
  }));
  const chars = Array.from(text);
  const others = chars
    .slice(0, 1 - TRIGRAM)
    .map((_, at) => chars.slice(at, at + TRIGRAM).join(''))
    .filter((trigram) => !ONLY_ASCII.test(trigram) && !NOT_ASKED.test(trigram));
  return requireAll([...ascii, ...others.slice(0, MOST_TRIGRAMS).map(requireTrigram)]);
}

/** In every case of its letters outside ASCII, which are folded otherwise there than here. */
function requireTrigram(trigram: string): RequiredText {
  const all = Array.from(trigram).reduce<readonly string[]>(
    (texts, char) => {
      const forms = ONLY_ASCII.test(char) ? [char] : caseForms(char);
      return texts.flatMap((text) => forms.map((form) => text + form));
    },
    [''],
  );
  return { kind: 'any', parts: all.map((text) => ({ kind: 'contains', text })) };
}

/** All of them; those about which nothing can be said are left out. */
export function requireAll(parts: readonly (RequiredText | null)[]): RequiredText | null {
  const known = parts.filter((part) => part !== null);
  return known.length > 1 ? { kind: 'all', parts: known } : (known[0] ?? null);
}

/** One of them; nothing can be said when it cannot of each. */
export function requireAny(parts: readonly (RequiredText | null)[]): RequiredText | null {
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  return known.length > 1 ? { kind: 'any', parts: known } : (known[0] ?? null);
}

/** The trigrams of a text, each once. The index folds their letters by itself, as those it holds. */
function trigramsOf(text: string): string[] {
  const chars = Array.from(text);
  const found = new Set<string>();
  for (let at = 0; at + TRIGRAM <= chars.length; at += 1) {
    found.add(chars.slice(at, at + TRIGRAM).join(''));
  }
  return [...found];
}

/**
 * Writes a requirement for `MATCH`.
 * @param countOf how many entries hold a trigram, roughly: the rarest ones are asked for
 */
export function toMatch(required: RequiredText, countOf: (trigram: string) => number): string {
  if (required.kind === 'contains') {
    const trigrams = trigramsOf(required.text);
    const rarest =
      trigrams.length <= MOST_TRIGRAMS
        ? trigrams
        : trigrams
            .map((trigram) => ({ trigram, count: countOf(trigram) }))
            .sort((a, b) => a.count - b.count)
            .slice(0, MOST_TRIGRAMS)
            .map(({ trigram }) => trigram);
    return rarest.map(quoteTrigram).join(' AND ');
  }
  const operator = required.kind === 'all' ? ' AND ' : ' OR ';
  return required.parts.map((part) => `(${toMatch(part, countOf)})`).join(operator);
}

/** A trigram as a word of the index's own query language. */
export function quoteTrigram(trigram: string): string {
  return `"${trigram.replaceAll('"', '""')}"`;
}
