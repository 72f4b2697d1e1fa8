/**
 * Breaks lines that are too long for an editor, which lays out and colours whole lines. The places are
 * remembered, so that what is copied is the text again.
 */
import { wholeCharacterEnd } from '#shared/xml/characters.ts';

/** Longest line that is drawn as one. */
const LONGEST_LINE = 1_000;

/** A text for an editor. */
export interface HardLines {
  readonly text: string;
  /** Offsets, in `text`, of the line breaks that were put in; ascending. */
  readonly breaks: readonly number[];
}

/** Lines broken between two pauses. */
const STEP_LINES = 500;

/** Puts a line break into every line at each multiple of the longest length, in steps. */
export function* breakLongLines(
  text: string,
  longest = LONGEST_LINE,
): Generator<void, HardLines, void> {
  const breaks: number[] = [];
  const pieces: string[] = [];
  let length = 0;
  let lines = 0;
  for (let start = 0; start <= text.length;) {
    lines += 1;
    if (lines % STEP_LINES === 0) yield;
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    while (end - start > longest) {
      const at = wholeCharacterEnd(text, start + longest);
      pieces.push(text.slice(start, at), '\n');
      length += at - start;
      breaks.push(length);
      length += 1;
      start = at;
      if (breaks.length % STEP_LINES === 0) yield;
    }
    pieces.push(text.slice(start, next < 0 ? end : end + 1));
    length += end - start + 1;
    start = end + 1;
  }
  return { text: breaks.length === 0 ? text : pieces.join(''), breaks };
}

/** Takes the breaks out of a part of the text again. */
export function withoutHardBreaks({ text, breaks }: HardLines, from: number, to: number): string {
  const pieces: string[] = [];
  let start = from;
  for (const at of breaks) {
    if (at < from) continue;
    if (at >= to) break;
    pieces.push(text.slice(start, at));
    start = at + 1;
  }
  pieces.push(text.slice(start, to));
  return pieces.join('');
}
