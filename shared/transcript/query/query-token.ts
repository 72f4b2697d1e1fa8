/**
 * Cuts the text of a query into tokens. It takes any text: what is left open is a token that is not
 * `closed`, and the parser says what is wrong with it.
 */
import { isNumberField, isQueryField } from './query-fields.ts';
import type { QuerySpan } from './query-node.ts';

/** What a token is. `value`, `comma` and `quoted` or `regex` after them belong to the field before. */
export const QUERY_TOKEN_KINDS = [
  ...(['open', 'close', 'keyword', 'minus', 'field', 'operator', 'comma'] as const),
  ...(['value', 'word', 'quoted', 'regex', 'path'] as const),
] as const;

/** One of {@link QUERY_TOKEN_KINDS}. */
export type QueryTokenKind = (typeof QUERY_TOKEN_KINDS)[number];

/** A piece of a query. */
export interface QueryToken extends QuerySpan {
  readonly kind: QueryTokenKind;
  /** As written. */
  readonly raw: string;
  /** False for a quote, a regular expression or a bracket that has no end. */
  readonly closed: boolean;
}

const BLANK = /\s+/y;
const FIELD = /[A-Za-z][A-Za-z-]*(?=:)/y;
const COMPARED = /[A-Za-z]+(?=[<>=])/y;
const COMPARED_NUMBER = /[A-Za-z]+[<>]=?\d/y;
const OPERATOR = /:|<=|>=|<|>|=/y;
const COMMA = /,/y;
const QUOTED = /"(?:[^"\\]|\\[^])*("?)/y;
/** A slash inside a class does not end it. */
const REGEX = /\/(?:[^/\\[]|\\[^]|\[(?:[^\]\\]|\\[^])*(?:\]|$))*(\/[A-Za-z]*)?/y;
const VALUE = /(?:[^\s(),\\]|\\[^]?)+/y;
const WORD = /[^\s()]+/y;
const KEYWORD = /(?:and|or|not)(?![^\s()])/iy;
/** Namespaces, addresses and prefixed names begin as a field does. */
const NO_FIELD = /(?:urn|https?|jabber|xmpp|stream|xml|xmlns):/iy;
/** A step with brackets, or one below a stanza. */
const PATH_START =
  /(?:[^\s(){}[\]:,<>="'/\\]+\[|[^\s(){}[\]:,<>="'/\\]*\{(?!")|(?:iq|message|presence|\*)\.)/y;
/** What is inside square brackets may hold blanks. */
const PATH = /(?:\[(?:"(?:[^"\\]|\\[^])*(?:"|$)|[^"\]])*(?:\]|$)|\{[^}\s]*\}?|[^\s()[{])+/y;

/** How a term may begin, in the order in which it is tried. */
const TERMS: readonly (readonly [QueryTokenKind, RegExp])[] = [
  ['open', /\(/y],
  ['close', /\)/y],
  ['minus', /-(?=[^\s)])/y],
  ['keyword', KEYWORD],
  ['quoted', QUOTED],
  ['regex', REGEX],
];

/** Cuts a query into its tokens, without blanks. */
export function tokenizeQuery(text: string): readonly QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;

  function take(kind: QueryTokenKind, pattern: RegExp): boolean {
    const match = matchAt(pattern, text, at);
    if (match === null) return false;
    const [raw] = match;
    const closed = (kind !== 'quoted' && kind !== 'regex') || (match[1] ?? '') !== '';
    tokens.push({ kind, raw, closed, from: at, to: at + raw.length });
    at += raw.length;
    return true;
  }

  function takeField(): void {
    take('field', /[A-Za-z-]+/y);
    take('operator', OPERATOR);
    do {
      if (!take('quoted', QUOTED) && !take('regex', REGEX)) take('value', VALUE);
    } while (take('comma', COMMA));
  }

  for (;;) {
    at += matchAt(BLANK, text, at)?.[0].length ?? 0;
    if (at >= text.length) return tokens;
    if (beginsField(text, at)) takeField();
    else if (!TERMS.some(([kind, pattern]) => take(kind, pattern))) {
      const path = matchAt(PATH_START, text, at) !== null;
      take(path ? 'path' : 'word', path ? PATH : WORD);
    }
  }
}

function beginsField(text: string, at: number): boolean {
  if (matchAt(FIELD, text, at) !== null) return matchAt(NO_FIELD, text, at) === null;
  if (matchAt(COMPARED_NUMBER, text, at) !== null) return true;
  const name = matchAt(COMPARED, text, at)?.[0].toLowerCase() ?? '';
  // `id='x'` is XML, and looked for as text.
  return isNumberField(name) || (isQueryField(name) && text[at + name.length] !== '=');
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
