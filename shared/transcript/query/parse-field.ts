/** Reads one `field:value` of a query. */
import { ENTRY_KINDS } from '../entry.ts';
import { nearestWord } from './nearest-word.ts';
import {
  DIRECTION_WORDS,
  isNumberField,
  isQueryField,
  isTextField,
  QUERY_FIELDS,
  STEP_TITLES,
} from './query-fields.ts';
import {
  ENTRY_STATES,
  type EntryState,
  type NumberField,
  type QueryFault,
  type QueryNode,
  type QuerySpan,
  type TextField,
  type TextMatch,
} from './query-node.ts';
import { unescapeBare, unquote } from './query-quote.ts';
import { compileRegex } from './query-regex.ts';
import { parseQueryTime, type QueryClock } from './query-time.ts';
import type { QueryToken } from './query-token.ts';

/** A term, or what is wrong with it. */
export type FieldOutcome =
  | { readonly ok: true; readonly node: QueryNode }
  | { readonly ok: false; readonly fault: QueryFault };

type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: QueryFault };

type Operator = Extract<QueryNode, { kind: 'number' }>['operator'];

/**
 * Reads a term.
 * @param tokens what belongs to the field: operator, values, commas
 * @param clock what times refer to
 */
export function parseFieldTerm(
  token: QueryToken,
  tokens: readonly QueryToken[],
  clock: QueryClock,
): FieldOutcome {
  const field = token.raw.toLowerCase();
  if (!isQueryField(field)) return faulty(token, ...unknownField(token.raw));
  const [operator = token, ...rest] = tokens;
  const values = rest.filter(({ kind }) => kind !== 'comma');
  const lonely = findLonely([operator, ...rest]);
  if (lonely !== undefined) {
    const missing = { from: lonely.from, to: lonely.to };
    return faulty(missing, `A value is missing after “${lonely.raw}”`, hintFor(field));
  }
  const span = { from: token.from, to: tokens.at(-1)?.to ?? token.to };
  if (isNumberField(field)) return parseNumber(field, operator.raw as ':' | Operator, values, span);
  if (operator.raw !== ':') {
    return faulty(operator, `“${field}” takes a colon`, `Write ${field}:value`);
  }
  if (field === 'is') {
    const states = collect(values, readState);
    return states.ok ? { ok: true, node: { kind: 'is', states: states.value, ...span } } : states;
  }
  if (isTextField(field)) {
    const matches = collect(values, (value) => readMatch(field, value));
    if (!matches.ok) return matches;
    return { ok: true, node: { kind: 'field', field, values: matches.value.flat(), ...span } };
  }
  return parseTime(field, values, span, clock);
}

/** An operator or comma that no value follows. */
function findLonely(tokens: readonly QueryToken[]): QueryToken | undefined {
  return tokens.find(
    ({ kind }, index) =>
      (kind === 'operator' || kind === 'comma') &&
      !['value', 'quoted', 'regex'].includes(tokens[index + 1]?.kind ?? ''),
  );
}

function parseNumber(
  field: NumberField,
  operator: ':' | Operator,
  [value, second]: readonly QueryToken[],
  span: QuerySpan,
): FieldOutcome {
  if (second !== undefined) return faulty(second, `“${field}” takes one value`, hintFor(field));
  const [, digits, unit = ''] =
    /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)([a-z]*)$/i.exec(value?.raw ?? '') ?? [];
  const factor = UNITS[field][unit.toLowerCase()];
  const number = Number(digits) * (factor ?? Number.NaN);
  if (!Number.isFinite(number)) {
    return faulty(
      value ?? span,
      `“${value?.raw ?? ''}” is no ${NUMBER_WORDS[field]}`,
      hintFor(field),
    );
  }
  const sign = operator === ':' ? '=' : operator;
  return { ok: true, node: { kind: 'number', field, operator: sign, value: number, ...span } };
}

const UNITS: Readonly<Record<NumberField, Readonly<Record<string, number>>>> = {
  latency: { '': 1, ms: 1, s: 1_000, min: 60_000 },
  size: { '': 1, b: 1, kb: 1_000, mb: 1_000_000 },
  no: { '': 1 },
};

const NUMBER_WORDS: Readonly<Record<NumberField, string>> = {
  ...{ latency: 'duration', size: 'size', no: 'number of an entry' },
};

function parseTime(
  kind: 'after' | 'before',
  [value, second]: readonly QueryToken[],
  span: QuerySpan,
  clock: QueryClock,
): FieldOutcome {
  if (second !== undefined) return faulty(second, `“${kind}” takes one time`, hintFor(kind));
  const written = value?.kind === 'quoted' ? unquote(value.raw) : (value?.raw ?? '');
  const time = parseQueryTime(written, clock);
  if (time === null) return faulty(value ?? span, `“${written}” is no time`, hintFor(kind));
  return { ok: true, node: { kind, time, ...span } };
}

function readState(token: QueryToken): Outcome<EntryState> {
  const word = token.raw.toLowerCase();
  const state = ENTRY_STATES.find((known) => known === word);
  if (state !== undefined) return { ok: true, value: state };
  return faulty(token, `Entries are never “${token.raw}”`, orMeant(word, ENTRY_STATES));
}

/** A step's title may stand for several steps, so a value may become several. */
function readMatch(field: TextField, token: QueryToken): Outcome<readonly TextMatch[]> {
  if (token.kind === 'regex') {
    const regex = compileRegex(token);
    if (!regex.ok) return { ok: false, fault: regex.fault };
    const { source, flags } = regex;
    return { ok: true, value: [{ kind: 'regex', source, flags }] };
  }
  if (token.kind === 'quoted') {
    if (!token.closed) return faulty(token, 'The quote is not closed', 'Add a “"” at its end');
    const text = unquote(token.raw);
    return text === '' ? faulty(token, 'The value is empty') : readExact(field, token, text);
  }
  if (!token.raw.includes('*')) return readExact(field, token, unescapeBare(token.raw));
  return { ok: true, value: [{ kind: 'glob', pattern: unescapeBare(token.raw) }] };
}

function readExact(
  field: TextField,
  token: QueryToken,
  text: string,
): Outcome<readonly TextMatch[]> {
  const word = text.toLowerCase();
  if (field === 'kind') {
    if (!(ENTRY_KINDS as readonly string[]).includes(word)) {
      return faulty(token, `There is no kind “${text}”`, orMeant(word, ENTRY_KINDS));
    }
    return exactly([word]);
  }
  if (field === 'dir') {
    const direction = Object.hasOwn(DIRECTION_WORDS, word) ? DIRECTION_WORDS[word] : undefined;
    if (direction !== undefined) return exactly([direction]);
    return faulty(
      token,
      `There is no direction “${text}”`,
      orMeant(word, Object.keys(DIRECTION_WORDS)),
    );
  }
  return exactly(field === 'step' ? stepsOf(text) : [text]);
}

/** A step by its id, or the steps whose title holds the words. */
function stepsOf(text: string): readonly string[] {
  const word = text.toLowerCase();
  if (STEP_TITLES.has(word)) return [word];
  const titled = [...STEP_TITLES].filter(([, title]) => title.toLowerCase().includes(word));
  return titled.length === 0 ? [text] : titled.map(([id]) => id);
}

function exactly(texts: readonly string[]): Outcome<readonly TextMatch[]> {
  return { ok: true, value: texts.map((text) => ({ kind: 'exact', text })) };
}

function collect<Value>(
  tokens: readonly QueryToken[],
  read: (token: QueryToken) => Outcome<Value>,
): Outcome<readonly Value[]> {
  const values: Value[] = [];
  for (const token of tokens) {
    const outcome = read(token);
    if (!outcome.ok) return outcome;
    values.push(outcome.value);
  }
  return { ok: true, value: values };
}

function unknownField(typed: string): readonly [message: string, hint: string] {
  const meant = nearestWord(typed, QUERY_FIELDS);
  const asText = 'to search for the text, put it in quotes';
  return [
    `There is no field “${typed}”`,
    meant === undefined
      ? `Fields are ${QUERY_FIELDS.join(', ')}; ${asText}`
      : `Did you mean ${meant}:? Or ${asText}`,
  ];
}

function orMeant(typed: string, words: readonly string[]): string {
  const meant = nearestWord(typed, words);
  return meant === undefined ? `It can be ${words.join(', ')}` : `Did you mean ${meant}?`;
}

function hintFor(field: string): string {
  return `For example ${EXAMPLES[field] ?? `${field}:value`}`;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  ...{ latency: 'latency>200ms or latency<=1.5s', size: 'size>10kB', no: 'no:123 or no>5' },
  after: 'after:2026-11-02, after:2026-11-02T12:04, after:12:04:31 or after:-5m',
  before: 'before:2026-11-02, before:2026-11-02T12:04, before:12:04:31 or before:-5m',
  ...{
    is: `is:error,late`,
    kind: 'kind:stanza,push',
    dir: 'dir:in',
    from: 'from:alice@example.org',
  },
};

function faulty(
  { from, to }: QuerySpan,
  message: string,
  hint?: string,
): { readonly ok: false; readonly fault: QueryFault } {
  return { ok: false, fault: { from, to, message, ...(hint === undefined ? {} : { hint }) } };
}
