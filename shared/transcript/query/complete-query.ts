/** What can stand where the caret is, for a completion list. */
import { ENTRY_KINDS } from '../entry.ts';
import {
  DIRECTION_WORDS,
  FIELD_MEANINGS,
  isNumberField,
  isQueryField,
  QUERY_FIELDS,
  STATE_MEANINGS,
  STEP_TITLES,
  type QueryField,
} from './query-fields.ts';
import { ENTRY_STATES, type QuerySpan } from './query-node.ts';
import { printMatch } from './print-query.ts';
import { unescapeBare } from './query-quote.ts';
import { tokenizeQuery, type QueryToken } from './query-token.ts';

/** Fields whose values a recording can tell. */
export const SUGGESTED_FIELDS = [
  ...(['from', 'to', 'jid', 'session', 'ns', 'child', 'step', 'type'] as const),
] as const;

/** One of {@link SUGGESTED_FIELDS}. */
export type SuggestedField = (typeof SUGGESTED_FIELDS)[number];

/** Something that can stand there. */
export interface QueryOption {
  readonly kind: 'field' | 'value' | 'word';
  /** As it is written. */
  readonly text: string;
  /** What it means, in a few words; empty when the text says it. */
  readonly meaning: string;
}

/** What can replace the span. Options begin with what stands in it, letter case aside. */
export interface QueryCompletion extends QuerySpan {
  readonly options: readonly QueryOption[];
  /** Values of the recording belong here, too. */
  readonly suggest: { readonly field: SuggestedField; readonly prefix: string } | null;
}

/**
 * Tells what can stand at a place of a query.
 * @param caret where the next letter goes, in UTF-16 units
 * @returns null where nothing can be told: in free text, numbers, paths
 */
export function completeQuery(text: string, caret: number): QueryCompletion | null {
  const tokens = tokenizeQuery(text.slice(0, caret));
  const last = tokens.at(-1);
  const touching = last?.to === caret ? last : undefined;
  if (touching === undefined || touching.kind === 'open' || touching.kind === 'minus') {
    return completeTerm('', caret, tokens);
  }
  if (touching.kind === 'word' || touching.kind === 'keyword') {
    return completeTerm(touching.raw, touching.from, tokens.slice(0, -1));
  }
  const field = fieldOf(tokens);
  if (field === undefined || touching.kind === 'regex') return null;
  if (touching.kind === 'operator' && touching.raw !== ':') return null;
  const inside = touching.kind === 'value' || touching.kind === 'quoted';
  return completeValue(field, inside ? touching : null, caret);
}

/** A suggested value as it is written in the query. */
export function valueOption(value: string): QueryOption {
  return { kind: 'value', text: printMatch({ kind: 'exact', text: value }), meaning: '' };
}

/** The field whose values the last tokens are. */
function fieldOf(tokens: readonly QueryToken[]): QueryField | undefined {
  const name = tokens.findLast(({ kind }) => kind === 'field')?.raw.toLowerCase();
  return name !== undefined && isQueryField(name) ? name : undefined;
}

function completeTerm(typed: string, from: number, before: readonly QueryToken[]): QueryCompletion {
  const fields = QUERY_FIELDS.map((field): QueryOption => {
    const text = isNumberField(field) ? `${field}${field === 'no' ? ':' : '>'}` : `${field}:`;
    return { kind: 'field', text, meaning: FIELD_MEANINGS[field] };
  });
  const last = before.at(-1)?.kind;
  const joins = last !== undefined && last !== 'open' && last !== 'keyword' && last !== 'minus';
  const words = [
    ...(joins ? [word('and', 'both'), word('or', 'one of both')] : []),
    ...(last === 'minus' ? [] : [word('not', 'all others')]),
  ];
  const options = [...fields, ...words].filter(({ text }) => begins(text, typed));
  return { from, to: from + typed.length, options, suggest: null };
}

function word(text: string, meaning: string): QueryOption {
  return { kind: 'word', text: `${text} `, meaning };
}

function completeValue(
  field: QueryField,
  token: QueryToken | null,
  caret: number,
): QueryCompletion | null {
  const typed = token === null ? '' : typedText(token);
  const options = valuesOf(field).filter(
    ({ text, meaning }) => begins(text, typed) || (field === 'step' && begins(meaning, typed)),
  );
  const suggested = SUGGESTED_FIELDS.find((known) => known === field);
  if (options.length === 0 && suggested === undefined) return null;
  return {
    from: token?.from ?? caret,
    to: caret,
    options,
    suggest: suggested === undefined ? null : { field: suggested, prefix: typed },
  };
}

function typedText({ kind, raw }: QueryToken): string {
  return unescapeBare(kind === 'quoted' ? raw.replace(/^"|"$/g, '') : raw);
}

function valuesOf(field: QueryField): readonly QueryOption[] {
  const plain = (texts: readonly string[]): readonly QueryOption[] =>
    texts.map((text) => ({ kind: 'value', text, meaning: '' }));
  switch (field) {
    case 'is':
      return ENTRY_STATES.map((text) => ({ kind: 'value', text, meaning: STATE_MEANINGS[text] }));
    case 'kind':
      return plain(ENTRY_KINDS);
    case 'dir':
      return plain(Object.keys(DIRECTION_WORDS));
    case 'name':
      return plain(['iq', 'message', 'presence']);
    case 'step':
      return [...STEP_TITLES].map(([text, meaning]) => ({ kind: 'value', text, meaning }));
    case 'after':
    case 'before':
      return RELATIVE_TIMES;
    default:
      return [];
  }
}

const RELATIVE_TIMES: readonly QueryOption[] = [
  { kind: 'value', text: '-1m', meaning: 'one minute ago' },
  { kind: 'value', text: '-10m', meaning: 'ten minutes ago' },
  { kind: 'value', text: '-1h', meaning: 'an hour ago' },
];

function begins(text: string, typed: string): boolean {
  return text.toLowerCase().startsWith(typed.toLowerCase());
}
