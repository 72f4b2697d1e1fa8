/** Finds what somebody types in a text of any length, whatever breaks were put into its lines. */
import { type HardLines, withoutHardBreaks } from './hard-lines.ts';

/** What is looked for. */
export interface WantedText {
  readonly text: string;
  /** Whether `a` and `A` are told apart. */
  readonly matchCase: boolean;
}

/** Where it stands: offsets in the text with its breaks. */
export interface FoundText {
  readonly from: number;
  readonly to: number;
  /** The search went on from the other end. */
  readonly wrapped: boolean;
}

/**
 * Finds the next place, or with -1 the one before.
 * @param at offset in the text with its breaks: the first place where a match may begin, or where the one before
 *   it ends
 * @returns null when there is none at all
 */
export type FindText = (wanted: WantedText, at: number, step: 1 | -1) => FoundText | null;

/** Backwards a text is looked through in pieces, the last one first. */
const PIECE = 100_000;

/** Prepares searches of one text. */
export function createTextFinder(lines: HardLines): FindText {
  const { breaks } = lines;
  const text = withoutHardBreaks(lines, 0, lines.text.length);
  /** Of each break, its place in the text without any. */
  const places = breaks.map((at, index) => at - index);
  const withBreaks = (at: number): number => at + countBelow(places, at + 1);
  const withoutBreaks = (at: number): number => at - countBelow(breaks, at);

  return (wanted, at, step) => {
    if (wanted.text === '') return null;
    const pattern = patternOf(wanted);
    const from = withoutBreaks(at);
    const near = step > 0 ? firstFrom(text, pattern, from) : lastBefore(text, pattern, from);
    const found =
      near ?? (step > 0 ? firstFrom(text, pattern, 0) : lastBefore(text, pattern, text.length));
    if (found === null) return null;
    // A break before the last character belongs to the match, one behind it does not.
    const to = withBreaks(found.to - 1) + 1;
    return { from: withBreaks(found.from), to, wrapped: near === null };
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function patternOf({ text, matchCase }: WantedText): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), matchCase ? 'gu' : 'giu');
}

function firstFrom(text: string, pattern: RegExp, from: number): Span | null {
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  return match === null ? null : { from: match.index, to: match.index + match[0].length };
}

function lastBefore(text: string, pattern: RegExp, end: number): Span | null {
  const overlap = 2 * pattern.source.length;
  for (let high = end; high > 0; high -= PIECE) {
    const low = Math.max(0, high - PIECE);
    const piece = text.slice(low, Math.min(high + overlap, end));
    const last = [...piece.matchAll(pattern)].findLast(({ index }) => low + index < high);
    if (last !== undefined)
      return { from: low + last.index, to: low + last.index + last[0].length };
  }
  return null;
}

/** How many of rising numbers are below one. */
function countBelow(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
