/** The text of an entry as its views show it, worked out in steps. */
import type { Text } from '@codemirror/state';
import type { Tree } from '@lezer/common';
import { documentSteps, syntaxSteps } from './editor-text.ts';
import { breakLongLines, type HardLines } from './hard-lines.ts';
import { countOf } from './quantity.ts';
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
  /** The text as the editor keeps it. */
  readonly doc: Text;
  /** By which it is coloured and folded; null for what is too large or too deep. */
  readonly syntax: Tree | null;
}

/** Longest text that is coloured, in UTF-16 units. */
const MOST_COLOURED = 200_000;
/** Guesses at what is meant make a tree of anything, built in one go. */
const MOST_BROKEN_COLOURED = 20_000;
/** An editor walks up from each line to the outermost element. */
const DEEPEST_COLOURED = 100;

/** Lines for the editor. */
export function* linesOf(text: string, pretty: boolean): Generator<void, EntryLines, void> {
  return yield* editorLines(pretty ? yield* prettySteps(text) : text);
}

/** The same of a text that is laid out. */
export function* editorLines(text: string): Generator<void, EntryLines, void> {
  yield;
  const lines = yield* breakLongLines(text);
  const doc = yield* documentSteps(lines.text);
  if (lines.text.length > MOST_COLOURED) return { ...lines, doc, syntax: null };
  const { parts, whole } = yield* outlineSteps(text);
  const isSound = whole || text.length <= MOST_BROKEN_COLOURED;
  const isFlat = parts.every(({ depth }) => depth <= DEEPEST_COLOURED);
  return { ...lines, doc, syntax: isSound && isFlat ? yield* syntaxSteps(lines.text) : null };
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
