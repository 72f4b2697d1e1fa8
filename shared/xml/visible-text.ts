/**
 * Text from the wire for one line of a list. Characters that turn, hide or break text are shown as
 * their code point: a sender must not be able to make a row say something else.
 */
import { wholeCharacterEnd } from './characters.ts';
import { formatCodePoint, UNSEEN_SOURCE } from './unseen-characters.ts';

const UNSEEN = new RegExp(UNSEEN_SOURCE, 'gu');

/** Longest text a row is given; it could not show more. */
const MOST_CHARACTERS = 400;

/** Makes unseen characters visible, e.g. `⟨U+202E⟩`, and cuts what no row can show. */
export function toVisibleText(text: string): string {
  const cut =
    text.length > MOST_CHARACTERS
      ? `${text.slice(0, wholeCharacterEnd(text, MOST_CHARACTERS))}…`
      : text;
  return cut.replace(UNSEEN, drawCodePoint);
}

/** The same for text of several lines, which keeps its line breaks and is not cut. */
export function toVisibleCharacters(text: string): string {
  return text.replace(UNSEEN, (char) => (char === '\n' ? char : drawCodePoint(char)));
}

function drawCodePoint(char: string): string {
  return `⟨${formatCodePoint(char.codePointAt(0) ?? 0)}⟩`;
}
