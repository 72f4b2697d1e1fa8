/** The text of an entry as its views show it, worked out in steps. */
import { countOf } from './quantity.ts';
import { breakLongLines, type HardLines } from './hard-lines.ts';
import { outlineSteps } from '#shared/xml/outline.ts';
import { prettySteps } from '#shared/xml/pretty-text.ts';
import {
  type DeceptiveCharacter,
  findDeceptive,
  formatCodePoint,
  nameOfUnseen,
} from '#shared/xml/unseen-characters.ts';

/** What the editor shows. */
export interface EntryLines extends HardLines {
  /** Whether it can be coloured and folded without holding up the window. */
  readonly colourful: boolean;
}

/** Longest text that is coloured, in UTF-16 units. */
const MOST_COLOURED = 200_000;
/** An editor walks up from each line to the outermost element. */
const DEEPEST_COLOURED = 100;

/** Lines for the editor. */
export function* linesOf(text: string, pretty: boolean): Generator<void, EntryLines, void> {
  const laidOut = pretty ? yield* prettySteps(text) : text;
  yield;
  const lines = breakLongLines(laidOut);
  if (lines.text.length > MOST_COLOURED) return { ...lines, colourful: false };
  const { parts } = yield* outlineSteps(text);
  return { ...lines, colourful: parts.every(({ depth }) => depth <= DEEPEST_COLOURED) };
}

const SEARCHED_AT_ONCE = 200_000;

/** Characters that can deceive, of a text of any length. */
export function* deceptiveIn(text: string): Generator<void, readonly DeceptiveCharacter[], void> {
  const counts = new Map<number, number>();
  for (let at = 0; at < text.length; at += SEARCHED_AT_ONCE) {
    for (const { code, count } of findDeceptive(text.slice(at, at + SEARCHED_AT_ONCE))) {
      counts.set(code, (counts.get(code) ?? 0) + count);
    }
    yield;
  }
  return [...counts].map(([code, count]) => ({ code, count }));
}

/** Kinds that are named; who sends more of them deceives with the first. */
const MOST_NAMED = 3;

/** `2 × right-to-left override (U+202E), 1 × zero width space (U+200B)`. */
export function describeDeceptive(found: readonly DeceptiveCharacter[]): string {
  const named = found
    .slice(0, MOST_NAMED)
    .map(({ code, count }) => `${count} × ${nameOfUnseen(code)} (${formatCodePoint(code)})`);
  const more = found.length - named.length;
  return [...named, ...(more > 0 ? [countOf(more, 'other kind', 'other kinds')] : [])].join(', ');
}
