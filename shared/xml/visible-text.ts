/**
 * Text from the wire for one line of a list. Characters that turn, hide or break text are shown as
 * their code point: a sender must not be able to make a row say something else.
 */

/** Controls, line separators, zero-width and bidirectional formatting characters, lone surrogates, tags. */
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffc]|\p{Cs}|[\u{e0000}-\u{e007f}]/gu;

/** Longest text a row is given; it could not show more. */
const MOST_CHARACTERS = 400;

/** Makes unseen characters visible, e.g. `⟨U+202E⟩`, and cuts what no row can show. */
export function toVisibleText(text: string): string {
  const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return cut.replace(UNSEEN, drawCodePoint);
}

/** The same for text of several lines, which keeps its line breaks and is not cut. */
export function toVisibleCharacters(text: string): string {
  return text.replace(UNSEEN, (char) => (char === '\n' ? char : drawCodePoint(char)));
}

function drawCodePoint(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
