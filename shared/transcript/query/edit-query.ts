/** Changes single terms in the text of a query and leaves the rest as it was typed. */
import { parseQuery } from './parse-query.ts';
import { printMatch } from './print-query.ts';
import type { QueryNode, TextField } from './query-node.ts';
import type { QueryClock } from './query-time.ts';

/** A field of which a menu can choose values. */
export type MenuField = Extract<TextField, 'session' | 'dir' | 'kind'> | 'is';

/**
 * Values that all entries must have one of: those of a term that is not negated nor one of several
 * alternatives. A text with a fault has none.
 */
export function readTerm(text: string, field: MenuField): readonly string[] {
  const term = findTerm(text, field);
  if (term?.kind === 'is') return term.states;
  if (term?.kind !== 'field') return [];
  return term.values.flatMap((match) => (match.kind === 'exact' ? [match.text] : []));
}

/**
 * Replaces the values of a field.
 * @param values none takes the term out
 * @returns the text; one that has a fault gets the term at its end
 */
export function setTerm(text: string, field: MenuField, values: readonly string[]): string {
  const term = findTerm(text, field);
  if (values.length === 0) return term === undefined ? text : cutOut(text, term.from, term.to);
  const written = `${field}:${values.map(print).join(',')}`;
  if (term === undefined) return addTerm(text, written);
  return text.slice(0, term.from) + written + text.slice(term.to);
}

/**
 * Adds a condition to a query. Alternatives are put in brackets first, and a span of time takes the place
 * of the one before.
 * @param term in the query language
 */
export function addTerm(text: string, term: string): string {
  const rest = limitsTime(term) ? dropTimes(text) : text.trim();
  if (rest === '') return term;
  const query = parseQuery(rest);
  return query.ok && query.value.kind === 'or' ? `(${rest}) ${term}` : `${rest} ${term}`;
}

/** The span of time a query is limited to, ISO 8601, UTC; null where it has no limit. */
export interface QueryTimes {
  readonly after: string | null;
  readonly before: string | null;
}

/**
 * Reads the span of time of a query.
 * @param clock what clock times and relative times refer to
 */
export function readTimes(text: string, clock?: QueryClock): QueryTimes {
  const query = parseQuery(text, clock);
  const times = query.ok ? timesOf(query.value) : [];
  const timeOf = (kind: 'after' | 'before'): string | null => {
    const found = times.find((node) => node.kind === kind);
    return found !== undefined && 'time' in found ? found.time : null;
  };
  return { after: timeOf('after'), before: timeOf('before') };
}

function limitsTime(text: string): boolean {
  const query = parseQuery(text);
  return query.ok && timesOf(query.value).length > 0;
}

/** Takes the span of time out of a query; a text with a fault stays as it is. */
export function dropTimes(text: string): string {
  const query = parseQuery(text);
  if (!query.ok) return text.trim();
  return timesOf(query.value)
    .toReversed()
    .reduce((rest, { from, to }) => cutOut(rest, from, to), text)
    .trim();
}

function timesOf(query: QueryNode): readonly QueryNode[] {
  return conditionsOf(query).filter(({ kind }) => kind === 'after' || kind === 'before');
}

function print(value: string): string {
  return printMatch({ kind: 'exact', text: value });
}

/** What all entries must meet: the query itself, or the parts of its outermost `and`. */
function conditionsOf(query: QueryNode): readonly QueryNode[] {
  return query.kind === 'and' ? query.parts : [query];
}

function findTerm(text: string, field: MenuField): QueryNode | undefined {
  const query = parseQuery(text);
  if (!query.ok) return undefined;
  return conditionsOf(query.value).find((node) =>
    field === 'is' ? node.kind === 'is' : node.kind === 'field' && node.field === field,
  );
}

/** Takes a term out, with brackets that would be empty and an `and` that would join nothing. */
function cutOut(text: string, from: number, to: number): string {
  let before = text.slice(0, from).trimEnd();
  let after = text.slice(to).trimStart();
  while (before.endsWith('(') && after.startsWith(')')) {
    before = before.slice(0, -1).trimEnd();
    after = after.slice(1).trimStart();
  }
  if (/^and(?![^\s()])/i.test(after)) after = after.slice(3).trimStart();
  else before = before.replace(/(^|[\s()])and$/i, '$1').trimEnd();
  return [before, after].filter((part) => part !== '').join(' ');
}
