/**
 * Case-insensitive substring search in SQL. SQLite's LIKE knows letter case for ASCII only; other
 * letters are given to GLOB as classes of their two forms.
 */
export interface TextPattern {
  /** SQL after the column, with one `?`. */
  readonly operator: string;
  readonly pattern: string;
}

const ONLY_ASCII = /^[\x20-\x7e\t\r\n]*$/;

/** Builds the condition "contains this text, whatever its case". */
export function containsPattern(text: string): TextPattern {
  if (ONLY_ASCII.test(text)) {
    return { operator: `LIKE ? ESCAPE '\\'`, pattern: `%${text.replace(/[\\%_]/g, '\\$&')}%` };
  }
  return { operator: 'GLOB ?', pattern: `*${Array.from(text).map(globClass).join('')}*` };
}

function globClass(char: string): string {
  const lower = char.toLowerCase();
  const upper = char.toUpperCase();
  if (lower !== upper && Array.from(lower).length === 1 && Array.from(upper).length === 1) {
    return `[${lower}${upper}]`;
  }
  return /[*?[]/.test(char) ? `[${char}]` : char;
}
