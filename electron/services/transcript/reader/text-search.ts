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
/** Of a long text these many tell which are rare; each is asked for. */
const MOST_COUNTED = 12;
/** What is so many times as common as the rarest costs more than it rules out. */
const WORTH_READING = 16;

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

/** A requirement as words for `MATCH`, with how many entries meet it, roughly. */
interface Words {
  readonly words: string;
  readonly trigrams: number;
  readonly count: number;
}

/**
 * Writes a requirement for `MATCH`. What is found is looked at anyway, so what rules out little is left out.
 * @param countOf how many entries hold a trigram, roughly
 */
export function toMatch(required: RequiredText, countOf: (trigram: string) => number): string {
  return toWords(required, countOf).words;
}

function toWords(required: RequiredText, countOf: (trigram: string) => number): Words {
  if (required.kind === 'contains') {
    return joinRarest(
      someOf(trigramsOf(required.text)).map((trigram) => ({
        words: quoteTrigram(trigram),
        trigrams: 1,
        count: countOf(trigram),
      })),
    );
  }
  const parts = required.parts.map((part) => toWords(part, countOf));
  if (required.kind === 'all') return joinRarest(parts);
  return {
    words: parts.map(({ words }) => `(${words})`).join(' OR '),
    trigrams: parts.reduce((sum, { trigrams }) => sum + trigrams, 0),
    count: parts.reduce((sum, { count }) => sum + count, 0),
  };
}

/** So many at most, from all over the text. */
function someOf(trigrams: readonly string[]): readonly string[] {
  const apart = Math.ceil(trigrams.length / MOST_COUNTED);
  return trigrams.filter((_, at) => at % apart === 0);
}

/** A common trigram takes longer to read than the entries to look at that it rules out. */
function joinRarest(parts: readonly Words[]): Words {
  const [rarest, ...others] = parts.toSorted((a, b) => a.count - b.count);
  if (rarest === undefined) throw new RangeError('There is nothing to look for');
  const kept = [rarest];
  let trigrams = rarest.trigrams;
  for (const part of others) {
    const isRare = part.count <= Math.max(1, rarest.count) * WORTH_READING;
    if (!isRare || trigrams + part.trigrams > MOST_TRIGRAMS) continue;
    kept.push(part);
    trigrams += part.trigrams;
  }
  const words = kept.map((part) => `(${part.words})`).join(' AND ');
  return { words, trigrams, count: rarest.count };
}

/** A trigram as a word of the index's own query language. */
export function quoteTrigram(trigram: string): string {
  return `"${trigram.replaceAll('"', '""')}"`;
}
