/**
 * Characters that a reader cannot see, or that turn text around: where text comes from the wire they
 * are shown by their names, and never interpreted.
 */

const CONTROLS = '\\u0000-\\u001f\\u007f-\\u009f';
const SPACES = '\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000';
const FORMATS =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f' +
  '\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff9-\\ufffc\\ufffe\\uffff\\u{e0000}-\\u{e01ef}';

/** Source of a regular expression (flag `u`) for one such character: controls, spaces beyond ASCII, formats, what no XML may hold. */
export const UNSEEN_SOURCE = `[${CONTROLS}${SPACES}${FORMATS}]|\\p{Cs}`;

/** What belongs to an emoji, and makes it one picture, deceives nobody. */
const EMOJI_JOINTS =
  /[\u200d\ufe0f](?<=\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?[\u200d\ufe0f])/gu;
const UNSEEN = new RegExp(UNSEEN_SOURCE, 'gu');
const LAYOUT = new Set(['\t', '\n', '\r']);

/** Names as in the Unicode standard, or shorter where everybody says so. */
const NAMES = new Map<number, string>([
  [0x00, 'null'],
  [0x07, 'bell'],
  [0x08, 'backspace'],
  [0x09, 'tab'],
  [0x0a, 'line feed'],
  [0x0b, 'vertical tab'],
  [0x0c, 'form feed'],
  [0x0d, 'carriage return'],
  [0x1b, 'escape'],
  [0x7f, 'delete'],
  [0xa0, 'no-break space'],
  [0xad, 'soft hyphen'],
  [0x34f, 'combining grapheme joiner'],
  [0x61c, 'Arabic letter mark'],
  [0x180e, 'Mongolian vowel separator'],
  [0x200b, 'zero width space'],
  [0x200c, 'zero width non-joiner'],
  [0x200d, 'zero width joiner'],
  [0x200e, 'left-to-right mark'],
  [0x200f, 'right-to-left mark'],
  [0x2028, 'line separator'],
  [0x2029, 'paragraph separator'],
  [0x202a, 'left-to-right embedding'],
  [0x202b, 'right-to-left embedding'],
  [0x202c, 'pop directional formatting'],
  [0x202d, 'left-to-right override'],
  [0x202e, 'right-to-left override'],
  [0x202f, 'narrow no-break space'],
  [0x2060, 'word joiner'],
  [0x2066, 'left-to-right isolate'],
  [0x2067, 'right-to-left isolate'],
  [0x2068, 'first strong isolate'],
  [0x2069, 'pop directional isolate'],
  [0x3000, 'ideographic space'],
  [0xfeff, 'byte order mark'],
  [0xfffc, 'object replacement'],
]);

const RANGES: readonly (readonly [from: number, to: number, name: string])[] = [
  [0x00, 0x1f, 'control character'],
  [0x7f, 0x9f, 'control character'],
  [0x2000, 0x205f, 'space of another width'],
  [0x2061, 0x206f, 'invisible operator'],
  [0xd800, 0xdfff, 'lone surrogate'],
  [0xfe00, 0xfe0f, 'variation selector'],
  [0xe0000, 0xe007f, 'tag character'],
  [0xe0100, 0xe01ef, 'variation selector'],
];

/** Name of an unseen character: `right-to-left override`. */
export function nameOfUnseen(code: number): string {
  const range = RANGES.find(([from, to]) => code >= from && code <= to);
  return NAMES.get(code) ?? range?.[2] ?? 'invisible character';
}

/** `U+202E`. */
export function formatCodePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A character that can deceive a reader, and how often. */
export interface DeceptiveCharacter {
  readonly code: number;
  readonly count: number;
}

/**
 * Counts the characters that make a text look like another one: all unseen ones but tabs, line ends and
 * what holds an emoji together.
 * @returns in the order in which they appear
 */
export function findDeceptive(text: string): readonly DeceptiveCharacter[] {
  const counts = new Map<number, number>();
  for (const [char] of text.replace(EMOJI_JOINTS, '').matchAll(UNSEEN)) {
    const code = char.codePointAt(0) ?? 0;
    if (!LAYOUT.has(char)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].map(([code, count]) => ({ code, count }));
}

/** Replaces each unseen character but tabs and line ends. */
export function replaceUnseen(text: string, replacement: (code: number) => string): string {
  return text.replace(UNSEEN, (char) =>
    LAYOUT.has(char) ? char : replacement(char.codePointAt(0) ?? 0),
  );
}
