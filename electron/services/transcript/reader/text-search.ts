/** Which trigrams an entry must hold to contain a text, for `text_index`. */

/** What an entry's text must contain; null where nothing can be said. */
export type RequiredText =
  | { readonly kind: 'contains'; readonly text: string }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly RequiredText[] };

const TRIGRAM = 3;
/** Letters outside ASCII are folded otherwise there than here. */
const ASCII_WINDOWS = /[\x20-\x7e\t\r\n]{3,}/g;

/** The requirement to contain a text; null when it has no three ASCII characters in a row. */
export function requireText(text: string): RequiredText | null {
  return requireAll(
    (text.match(ASCII_WINDOWS) ?? []).map((part) => ({ kind: 'contains', text: part })),
  );
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

/** The trigrams of a text, each once. */
export function trigramsOf(text: string): string[] {
  const found = new Set<string>();
  for (let at = 0; at + TRIGRAM <= text.length; at += 1) {
    found.add(text.slice(at, at + TRIGRAM).toLowerCase());
  }
  return [...found];
}

/** More of them cost more than they rule out. */
const MOST_TRIGRAMS = 4;

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
