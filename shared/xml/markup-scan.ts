/**
 * Finds tags in text with their exact offsets, whether or not the text is well-formed. A parser tells
 * what a text means but not where a value stands in it, and it says nothing at all about broken XML;
 * masking needs both.
 */

/** An attribute with the place of its value: `text.slice(valueStart, valueEnd)` is the value as written. */
export interface ScannedAttribute {
  /** As written, with its prefix. */
  readonly name: string;
  /** Offset of the name. */
  readonly start: number;
  /** With entity references resolved. */
  readonly value: string;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** A tag; `text.slice(start, end)` is its text. */
export interface ScannedTag {
  readonly kind: 'open' | 'close' | 'empty';
  /** As written, with its prefix. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: readonly ScannedAttribute[];
  /** False for a tag that no XML parser would take: cut off, or with `<` in a value. */
  readonly sound: boolean;
}

const NAME = /[^\s<>/='"]+/y;
const SPACE = /\s+/y;

/** What is neither tag nor text; its content is skipped up to the end mark. */
export const MARKUP_SECTIONS: readonly (readonly [open: string, close: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
];

/**
 * Lists the tags of a text in order.
 * @param text anything; what cannot be read as a tag counts as text
 * @returns tags outside comments, CDATA sections and instructions
 */
export function scanTags(text: string): ScannedTag[] {
  const tags: ScannedTag[] = [];
  let at = text.indexOf('<');
  while (at >= 0) {
    const section = MARKUP_SECTIONS.find(([open]) => text.startsWith(open, at));
    if (section !== undefined) {
      const close = text.indexOf(section[1], at + section[0].length);
      if (close < 0) return tags;
      at = text.indexOf('<', close);
      continue;
    }
    const tag = scanTag(text, at);
    if (tag !== null) tags.push(tag);
    at = text.indexOf('<', tag === null ? at + 1 : tag.end);
  }
  return tags;
}

/**
 * Reads the tag that begins at `start`.
 * @param start offset of a `<`
 * @returns null when no name follows
 */
export function scanTag(text: string, start: number): ScannedTag | null {
  const closing = text[start + 1] === '/';
  const name = match(NAME, text, start + (closing ? 2 : 1));
  if (name === '') return null;
  const attributes: ScannedAttribute[] = [];
  let at = start + (closing ? 2 : 1) + name.length;
  let sound = true;
  for (;;) {
    at += match(SPACE, text, at).length;
    const char = text[at];
    if (char === undefined || char === '<') return tag('open', at, false);
    if (char === '>') return tag(closing ? 'close' : 'open', at + 1, sound);
    if (char === '/' && text[at + 1] === '>') return tag('empty', at + 2, sound);
    const attribute = scanAttribute(text, at);
    if (attribute === null) {
      sound = false;
      // All of a name at once: it may be the rest of a huge text, and none of its ends is an attribute.
      at += Math.max(1, match(NAME, text, at).length);
      continue;
    }
    if (attribute.raw.includes('<') || !attribute.terminated) sound = false;
    attributes.push(attribute);
    at = attribute.valueEnd + (attribute.terminated ? 1 : 0);
  }

  function tag(kind: ScannedTag['kind'], end: number, isSound: boolean): ScannedTag {
    return { kind, name, start, end, attributes, sound: isSound };
  }
}

type AttributeReading = ScannedAttribute & { readonly raw: string; readonly terminated: boolean };

/** Reads `name='value'`; null where there is none. */
function scanAttribute(text: string, start: number): AttributeReading | null {
  const name = match(NAME, text, start);
  if (name === '') return null;
  let at = start + name.length;
  at += match(SPACE, text, at).length;
  if (text[at] !== '=') return null;
  at += 1;
  at += match(SPACE, text, at).length;
  const quote = text[at];
  if (quote !== '"' && quote !== "'") return null;
  const valueStart = at + 1;
  const close = text.indexOf(quote, valueStart);
  const valueEnd = close < 0 ? text.length : close;
  const raw = text.slice(valueStart, valueEnd);
  return {
    ...{ name, start, value: resolveReferences(raw) },
    ...{ valueStart, valueEnd, raw, terminated: close >= 0 },
  };
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
const LAST_CODE_POINT = 0x10ffff;

/** Resolves the five predefined entities and character references; leaves anything else as it is. */
export function resolveReferences(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[String(name)] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= LAST_CODE_POINT ? String.fromCodePoint(code) : whole;
  });
}
