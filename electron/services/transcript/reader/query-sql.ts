/**
 * Turns a query into SQL over `entry e`, and `payload p` where texts are asked for. Where SQL cannot say
 * exactly what the query does, it says something that is true for more entries, and whoever asks judges
 * those one by one. `?1` and `?2` are the span of numbers to look at: after the first, up to the second.
 */
import type { EntryMark } from '#shared/contract/query.ts';
import type { EntryState, QueryNode } from '#shared/transcript/query/query-node.ts';
import { LARGE_ENTRY_BYTES, SLOW_ANSWER_MS } from '../schema.ts';
import { containsPattern } from '../text-pattern.ts';
import { compileField } from './field-sql.ts';
import type { SqlValue } from './read-connection.ts';
import { requireAll, requireAny, requireText, type RequiredText } from './text-search.ts';

/** A query as SQL. */
export interface QuerySql {
  readonly where: string;
  /** From `?3` on. */
  readonly values: readonly SqlValue[];
  /** Whether every entry it finds matches. */
  readonly exact: boolean;
  /** Whether it needs table `payload`. */
  readonly readsText: boolean;
  /** What every entry that matches contains; null when nothing is known. */
  readonly required: RequiredText | null;
  /** Whether an entry can come to match, or cease to, by what is recorded later. */
  readonly changes: boolean;
  /** Whether it asks for what the user has marked. */
  readonly readsMarks: boolean;
}

/** A part of a query as SQL. */
export interface Condition {
  readonly sql: string;
  readonly exact: boolean;
  readonly required: RequiredText | null;
}

/** Keeps a value and answers the placeholder for it. */
export type Bind = (value: SqlValue) => string;

interface Compiling {
  readonly bind: Bind;
  readonly marks: readonly EntryMark[];
  readsText: boolean;
  changes: boolean;
  readsMarks: boolean;
}

/** Compiles a query. @param marks what the user has marked in the recording */
export function compileQuery(node: QueryNode, marks: readonly EntryMark[]): QuerySql {
  const values: SqlValue[] = [];
  const bind: Bind = (value) => `?${values.push(value) + 2}`;
  const compiling: Compiling = {
    ...{ bind, marks, readsText: false, changes: false, readsMarks: false },
  };
  const { sql, exact, required } = compile(node, compiling);
  const { readsText, changes, readsMarks } = compiling;
  return { where: sql, values, exact, required, readsText, changes, readsMarks };
}

/** True for every entry, of which only some match. */
const UNKNOWN: Condition = { sql: '1', exact: false, required: null };

function compile(node: QueryNode, compiling: Compiling): Condition {
  const { bind } = compiling;
  switch (node.kind) {
    case 'everything':
      return exactly('1');
    case 'and':
    case 'or':
      return join(
        node.kind,
        node.parts.map((part) => compile(part, compiling)),
      );
    case 'not': {
      const part = compile(node.part, compiling);
      // Of more than what matches, the rest is less than what does not.
      return part.exact ? exactly(`NOT ifnull(${part.sql}, 0)`) : UNKNOWN;
    }
    case 'field':
      return compileField(node, bind);
    case 'number':
      return exactly(compileNumber(node, bind));
    case 'after':
      return exactly(`e.time >= ${bind(node.time)}`);
    case 'before':
      return exactly(`e.time < ${bind(node.time)}`);
    case 'is':
      return join(
        'or',
        node.states.map((state) => exactly(compileState(state, compiling))),
      );
    case 'text':
      return compileText(node.text, compiling);
    case 'regex':
      return UNKNOWN;
    case 'path':
      return compilePath(node, compiling);
  }
}

const NUMBER_COLUMNS = { latency: 'e.latency_ms', size: 'e.bytes', no: 'e.seq' } as const;

/** What only few entries reach, which have an index of their own. */
const RARE_FROM = { latency: SLOW_ANSWER_MS, size: LARGE_ENTRY_BYTES, no: Infinity } as const;

function compileNumber(
  { field, operator, value }: Extract<QueryNode, { kind: 'number' }>,
  bind: Bind,
): string {
  const column = NUMBER_COLUMNS[field];
  const condition = `${column} ${operator} ${bind(value)}`;
  const isRare = !operator.startsWith('<') && value >= RARE_FROM[field];
  return isRare ? `${condition} AND ${column} >= ${RARE_FROM[field]}` : condition;
}

function exactly(sql: string): Condition {
  return { sql: `(${sql})`, exact: true, required: null };
}

function join(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const required = parts.map((part) => part.required);
  return {
    sql: `(${parts.map(({ sql }) => sql).join(kind === 'and' ? ' AND ' : ' OR ')})`,
    exact: parts.every(({ exact }) => exact),
    required: kind === 'and' ? requireAll(required) : requireAny(required),
  };
}

function compileText(text: string, compiling: Compiling): Condition {
  compiling.readsText = true;
  const { operator, pattern, exact } = containsPattern(text);
  const condition = operator.replace('?', compiling.bind(pattern));
  const columns = ['p.xml', 'e.text', 'e.session_name'];
  return {
    sql: `(${columns.map((column) => `${column} ${condition}`).join(' OR ')})`,
    exact,
    required: requireText(text),
  };
}

/** Names stand in the text as they are; everything else may be written with references. */
function compilePath(
  { steps }: Extract<QueryNode, { kind: 'path' }>,
  compiling: Compiling,
): Condition {
  const names = steps.flatMap(({ name }) => (name === null ? [] : [name]));
  const parts = names.map((name): Condition => {
    compiling.readsText = true;
    return {
      sql: `instr(p.xml, ${compiling.bind(name)}) > 0`,
      exact: false,
      required: requireText(name),
    };
  });
  return parts.length === 0 ? UNKNOWN : join('and', parts);
}

/** Conditions of partial indexes are repeated, or SQLite would not use them. */
const REQUEST = `e.direction = 'out' AND e.name = 'iq' AND e.type IN ('get', 'set') AND e.id IS NOT NULL`;

const TIMED_OUT = `r.relation = 'timeout' AND r.relation <> 'answer'`;

function compileState(state: EntryState, compiling: Compiling): string {
  switch (state) {
    case 'error':
      return 'e.is_error = 1';
    case 'late':
    case 'wrong-sender':
    case 'unsolicited':
      return `e.relation = '${state}' AND e.relation <> 'answer'`;
    case 'masked':
      return (
        'e.seq IN (SELECT m.seq FROM payload m ' +
        'WHERE m.masked = 1 AND m.seq > ?1 AND m.seq <= ?2)'
      );
    case 'bookmarked':
      compiling.readsMarks = true;
      return marked(compiling.marks.filter((mark) => mark.bookmarked));
    case 'noted':
      compiling.readsMarks = true;
      return marked(compiling.marks.filter((mark) => mark.note !== ''));
    case 'timeout':
      compiling.changes = true;
      return (
        `e.seq IN (SELECT r.seq FROM entry r WHERE ${TIMED_OUT} ` +
        `UNION ALL SELECT r.reply_to FROM entry r WHERE ${TIMED_OUT})`
      );
    case 'unanswered':
      compiling.changes = true;
      return `${REQUEST} AND NOT ${hasReply(['answer', 'late'])}`;
    case 'pending':
      compiling.changes = true;
      return `${REQUEST} AND NOT ${hasReply(['answer', 'late', 'timeout', 'cancelled', 'disconnected'])}`;
  }
}

function hasReply(relations: readonly string[]): string {
  const list = relations.map((relation) => `'${relation}'`).join(', ');
  return `EXISTS (SELECT 1 FROM entry r WHERE r.reply_to = e.seq AND r.relation IN (${list}))`;
}

function marked(marks: readonly EntryMark[]): string {
  return `e.seq IN (${marks.map(({ seq }) => seq).join(', ')})`;
}
