/**
 * Comparisons of text without regard to letter case, in SQL. SQLite's LIKE knows letter case for ASCII
 * only; other letters are given to GLOB as classes of their forms, which may be more than the same letter:
 * `exact` is then false.
 */
export interface TextPattern {
  /** SQL after the column, with one `?`. */
  readonly operator: string;
  readonly pattern: string;
  /** Whether it finds only what JavaScript's letter case finds. */
  readonly exact: boolean;
}

const ONLY_ASCII = /^[\x20-\x7e\t\r\n]*$/;

/** Builds the condition "contains this text, whatever its case". */
export function containsPattern(text: string): TextPattern {
  return comparePattern(['', text, '']);
}

/** Builds the condition "is these pieces with any text between them, whatever their case". */
export function comparePattern(pieces: readonly string[]): TextPattern {
  if (!pieces.every((piece) => ONLY_ASCII.test(piece))) {
    const pattern = pieces.map((piece) => Array.from(piece, globClass).join('')).join('*');
    return { operator: 'GLOB ?', pattern, exact: false };
  }
  const [only = ''] = pieces;
  if (pieces.length === 1) return { operator: '= ? COLLATE NOCASE', pattern: only, exact: true };
  const pattern = pieces.map((piece) => piece.replace(/[\\%_]/g, '\\$&')).join('%');
  return { operator: `LIKE ? ESCAPE '\\'`, pattern, exact: true };
}

function globClass(char: string): string {
  const forms = caseForms(char);
  if (forms.length > 1) return `[${forms.join('')}]`;
  // No pattern can name U+0000, and no text holds it as such.
  if (char === '\0') return '*';
  return /[*?[]/.test(char) ? `[${char}]` : char;
}

/** The letter's own case, the others, and theirs: `ς` is a form of `σ`. */
export function caseForms(char: string): string[] {
  const forms = new Set([char]);
  for (const form of forms) {
    for (const other of [form.toLowerCase(), form.toUpperCase()]) {
      if (Array.from(other).length === 1) forms.add(other);
    }
    // Which of its two small forms a sigma has depends on its place.
    if (form === 'σ') forms.add('ς');
  }
  return [...forms];
}
