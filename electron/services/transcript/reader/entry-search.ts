/** Finds the entries of a span that match a query: in SQL, and one by one where SQL cannot judge. */
import type { EntryMark } from '#shared/contract/query.ts';
import {
  createEntryMatcher,
  type EntrySurroundings,
} from '#shared/transcript/query/match-query.ts';
import type { QueryNode } from '#shared/transcript/query/query-node.ts';
import { LONG_ENTRY_BYTES } from '../schema.ts';
import { STEP_MS } from './job-loop.ts';
import type { MatchWatch } from './match-watch.ts';
import { compileQuery, type QuerySql } from './query-sql.ts';
import type { ReadConnection } from './read-connection.ts';
import { readSeqBounds, readTimeBounds, type SeqBounds, type TimeBounds } from './query-bounds.ts';
import { quoteTrigram, toMatch } from './text-search.ts';

/** Work that yields every few milliseconds. */
export type Steps<Value> = Generator<void, Value>;

/** A query over one recording. */
export interface EntrySearch extends Pick<QuerySql, 'changes' | 'readsMarks'> {
  /** What of a span is not known to be outside of the numbers and times that the query allows. */
  within(span: SeqBounds): SeqBounds;
  /**
   * The numbers of matching entries of a span, rising.
   * @param after looks at greater numbers only
   * @param upTo and at those up to this one
   */
  find(after: number, upTo: number): Steps<number[]>;
  /** Those of a few entries that match, rising. */
  findAmong(seqs: readonly number[]): Steps<number[]>;
}

/** Entries that are judged at a time; each may be as long as the largest stanza. */
const JUDGED_AT_ONCE = 32;
/** Entries by which the commonness of a trigram is judged. */
const SAMPLE = 2_000;

/** Leaves out of a span what lies at either end and is known to be of other times. */
export type NarrowByTime = (span: SeqBounds, bounds: TimeBounds) => SeqBounds;

/** Prepares a search. @param watch told when entries are judged, which can take for ever */
export function createEntrySearch(
  connection: ReadConnection,
  node: QueryNode,
  marks: readonly EntryMark[],
  watch: MatchWatch,
  narrow: NarrowByTime = (span) => span,
): EntrySearch {
  const sql = compileQuery(node, marks);
  const source = sql.readsText ? 'entry e CROSS JOIN payload p ON p.seq = e.seq' : 'entry e';
  const span = `e.seq > ?1 AND e.seq <= ?2 AND ${sql.where}`;
  const scan = `SELECT group_concat(e.seq) FROM ${source} WHERE ${span}`;
  const matches = createEntryMatcher(node);
  const surroundings = createSurroundings(connection, marks, watch);
  const match = createMatch(connection, sql);
  const bounds = readSeqBounds(node);
  const times = readTimeBounds(node);

  /** Looks at those up to `indexed` through the index of texts, and through the others. */
  function candidates(after: number, upTo: number): number[] {
    const indexed = match === null ? after : Math.min(upTo, connection.indexedSeq());
    const found = match !== null && indexed > after ? match(after, indexed) : [];
    const from = Math.max(after, indexed);
    return from < upTo
      ? [...found, ...connection.numbers(scan, [from, upTo, ...sql.values])]
      : found;
  }

  function* judge(seqs: readonly number[]): Steps<number[]> {
    const found: number[] = [];
    let since = performance.now();
    for (let at = 0; at < seqs.length; at += JUDGED_AT_ONCE) {
      const entries = connection.entries(seqs.slice(at, at + JUDGED_AT_ONCE));
      watch.within(() => {
        for (const entry of entries) if (matches(entry, surroundings)) found.push(entry.seq);
      });
      if (performance.now() - since < STEP_MS) continue;
      yield;
      since = performance.now();
    }
    return found;
  }

  function within({ after, upTo }: SeqBounds): SeqBounds {
    const asked = { after: Math.max(after, bounds.after), upTo: Math.min(upTo, bounds.upTo) };
    return times === null ? asked : narrow(asked, times);
  }

  return {
    changes: sql.changes,
    readsMarks: sql.readsMarks,
    within,
    *find(after, upTo) {
      const wanted = within({ after, upTo });
      const seqs = wanted.after < wanted.upTo ? candidates(wanted.after, wanted.upTo) : [];
      return sql.exact ? seqs : yield* judge(seqs);
    },
    findAmong: (seqs) => judge(seqs),
  };
}

/** @returns what finds candidates through the index of texts; null when the query names no text */
function createMatch(
  connection: ReadConnection,
  { required, where, values, readsText }: QuerySql,
): ((after: number, upTo: number) => number[]) | null {
  if (required === null) return null;
  const indexed = connection.indexedSeq();
  const counts = `SELECT count(*) FROM text_index WHERE text_index MATCH ? AND rowid > CAST(? AS INTEGER)`;
  const words = toMatch(required, (trigram) =>
    Number(connection.values(counts, [quoteTrigram(trigram), indexed - SAMPLE])[0]?.[0] ?? 0),
  );
  const word = `?${values.length + 3}`;
  // The index of texts takes no notice of a bound that is no integer, and libsql binds none.
  const after = 'CAST(?1 AS INTEGER)';
  const upTo = 'CAST(?2 AS INTEGER)';
  const sql =
    `SELECT group_concat(e.seq) FROM text_index t CROSS JOIN entry e ON e.seq = t.rowid ` +
    (readsText ? 'CROSS JOIN payload p ON p.seq = e.seq ' : '') +
    `WHERE t.text_index MATCH ${word} AND t.rowid > ${after} AND t.rowid <= ${upTo} AND ${where}`;
  // Those that are too long for the index are looked at by themselves.
  const long =
    `SELECT group_concat(e.seq) FROM entry e ` +
    (readsText ? 'CROSS JOIN payload p ON p.seq = e.seq ' : '') +
    `WHERE e.bytes > ${LONG_ENTRY_BYTES} AND e.seq > ?1 AND e.seq <= ?2 AND ${where}`;
  return (from, to) => {
    const found = connection.numbers(sql, [from, to, ...values, words]);
    const longer = connection.numbers(long, [from, to, ...values]);
    if (longer.length === 0) return found;
    return [...new Set([...found, ...longer])].sort((a, b) => a - b);
  };
}

function createSurroundings(
  connection: ReadConnection,
  marks: readonly EntryMark[],
  watch: MatchWatch,
): EntrySurroundings {
  const bySeq = new Map(marks.map((mark) => [mark.seq, mark]));
  const relationsTo: EntrySurroundings['relationsTo'] = (seq) =>
    watch.leave(() => connection.relationsTo(seq));
  return { relationsTo, markOf: (seq) => bySeq.get(seq) };
}
