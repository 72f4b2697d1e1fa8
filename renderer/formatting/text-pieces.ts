/** Text from the wire in pieces, so that a view can mark what cannot be seen and tell its name. */
import { formatCodePoint, nameOfUnseen, UNSEEN_SOURCE } from '#shared/xml/unseen-characters.ts';

/** A piece of text to draw: plain, or one unseen character with its name. */
export interface TextPiece {
  readonly text: string;
  /** Empty for plain text. */
  readonly name: string;
}

const UNSEEN = new RegExp(UNSEEN_SOURCE, 'gu');
const UNSEEN_ONCE = new RegExp(UNSEEN_SOURCE, 'u');

/** Tells whether text holds something that {@link toTextPieces} would mark or cut. */
export function needsPieces(text: string, mostCharacters: number): boolean {
  return text.length > mostCharacters || UNSEEN_ONCE.test(text);
}

/**
 * Takes text apart.
 * @param mostCharacters what is longer is cut, with an ellipsis
 */
export function toTextPieces(text: string, mostCharacters: number): readonly TextPiece[] {
  const shown = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const { 0: char, index } of shown.matchAll(UNSEEN)) {
    if (index > at) pieces.push({ text: shown.slice(at, index), name: '' });
    pieces.push({ text: drawUnseen(char), name: describeUnseen(char) });
    at = index + char.length;
  }
  if (at < shown.length) pieces.push({ text: shown.slice(at), name: '' });
  return pieces;
}

const SIGNS: Readonly<Record<string, string>> = { '\t': '⇥', '\n': '↵', '\r': '␍', '\u00a0': '⍽' };

/** Sign of an unseen character; its code point where nobody knows a sign. */
export function drawUnseen(char: string): string {
  return SIGNS[char] ?? formatCodePoint(char.codePointAt(0) ?? 0);
}

/** `Right-to-left override, U+202E`. */
export function describeUnseen(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const name = nameOfUnseen(code);
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}, ${formatCodePoint(code)}`;
}
