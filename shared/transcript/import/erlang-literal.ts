/**
 * Erlang's literals with text in them, as `io:format("~p")` and `~tp` print them: strings, binaries and
 * quoted atoms.
 */

/** A literal and where it ends. `cutAt` is where the text stops inside it; null when it is whole. */
export interface Literal {
  readonly text: string;
  readonly end: number;
  readonly cutAt: number | null;
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', r: '\r', t: '\t', s: ' ', b: '\b', f: '\f', v: '\v', e: '\u001b', d: '\u007f' },
};

const ESCAPE = /\\(?:x\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|([0-7]{1,3})|\^([@-_a-z])|([^]))/g;

/** Resolves the escapes of a string, binary or quoted atom. A code point that does not exist stays as it is written. */
export function unescapeErlang(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(ESCAPE, (whole: string, ...groups: (string | undefined)[]) => {
    const [braced, hex = braced, octal, control, char = ''] = groups;
    if (hex !== undefined) return fromCode(Number.parseInt(hex, 16), whole);
    if (octal !== undefined) return fromCode(Number.parseInt(octal, 8), whole);
    if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
    return ESCAPES[char] ?? char;
  });
}

function fromCode(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

/**
 * Reads a quoted literal.
 * @param at offset of its opening quote
 */
export function readQuoted(text: string, at: number, limit: number): Literal {
  const quote = text.charAt(at);
  let end = text.indexOf(quote, at + 1);
  while (end >= 0 && end < limit && isEscaped(text, end)) end = text.indexOf(quote, end + 1);
  const whole = end >= 0 && end < limit;
  const stop = whole ? end : limit;
  const body = unescapeErlang(text.slice(at + 1, stop));
  return { text: body, end: whole ? end + 1 : limit, cutAt: whole ? null : limit };
}

/** Whether the character at an offset stands behind an odd number of backslashes. */
export function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === 0x5c) before -= 1;
  return (at - before) % 2 === 0;
}

const SPACE = /\s*/y;
const SEPARATOR = /\s*,\s*/y;
const BYTE = /\d{1,3}(?![\d:#])/y;
const BINARY_END = /\s*>>/y;
const TYPE = /\/utf8/y;

/**
 * Reads a binary: `<<"text">>`, `<<"text"/utf8>>`, `<<60,105,113>>`, or these mixed. Printed without
 * `/utf8`, each character is a byte; bytes that are UTF-8 become the text that they encode.
 * @param at offset of `<<`
 * @returns null for other segments: sizes, and types that are no text
 */
export function readBinary(text: string, at: number, limit: number): Literal | null {
  const parts: string[] = [];
  let here = skip(SPACE, text, at + 2);
  for (;;) {
    if (here >= limit) return { text: parts.join(''), end: limit, cutAt: limit };
    if (text.startsWith('...', here)) {
      const end = skip(BINARY_END, text, here + 3);
      return { text: parts.join(''), end, cutAt: here };
    }
    const closed = skip(BINARY_END, text, here);
    if (closed > here) return { text: parts.join(''), end: Math.min(closed, limit), cutAt: null };
    if (text.charAt(here) === '"') {
      const { text: piece, end, cutAt } = readQuoted(text, here, limit);
      const typed = skip(TYPE, text, end);
      parts.push(typed > end ? piece : fromBytes(piece));
      if (cutAt !== null) return { text: parts.join(''), end, cutAt };
      here = typed;
    } else {
      const bytes = readBytes(text, here);
      if (bytes === null) return null;
      parts.push(fromBytes(bytes.text));
      here = bytes.end;
    }
    here = skip(SEPARATOR, text, here);
  }
}

/** A run of integers, which only together may be UTF-8. */
function readBytes(text: string, at: number): { text: string; end: number } | null {
  let end = at;
  let out = '';
  for (;;) {
    const start = out === '' ? at : skip(SEPARATOR, text, end);
    BYTE.lastIndex = start;
    const [digits] = BYTE.exec(text) ?? [];
    const byte = Number(digits);
    if (digits === undefined || byte > 0xff) return out === '' ? null : { text: out, end };
    out += String.fromCharCode(byte);
    end = start + digits.length;
  }
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Characters that each stand for a byte, as the text those bytes encode; as they are when they encode none. */
export function fromBytes(chars: string): string {
  if (!/[\u0080-\u00ff]/.test(chars) || /[^\u0000-\u00ff]/.test(chars)) return chars;
  try {
    return decodeURIComponent(
      chars.replace(/[%\u0080-\u00ff]/g, (char) => `%${char.charCodeAt(0).toString(16)}`),
    );
  } catch {
    return chars;
  }
}
