/**
 * Which characters XML can carry, and how long they are on the wire.
 * XML 1.0 fifth edition §2.2 "Characters", 2008-11-26; RFC 6120 §11 keeps it.
 */

/** Controls other than tab, line feed and carriage return, lone surrogates and the two non-characters. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Finds the first character that no XML text or attribute can contain, not even as a reference.
 * @returns its offset in UTF-16 units, or -1
 */
export function findForbiddenCharacter(text: string): number {
  return FORBIDDEN.exec(text)?.index ?? -1;
}

/** Length of a text in bytes of UTF-8, where there is neither Node's Buffer nor a need to encode. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/**
 * An offset that divides no surrogate pair.
 * @param at in UTF-16 units
 * @returns `at`, or the offset before
 */
export function wholeCharacterEnd(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return at < text.length && code >= 0xd800 && code <= 0xdbff ? at - 1 : at;
}
