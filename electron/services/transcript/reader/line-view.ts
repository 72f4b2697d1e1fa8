/** The lines of a query in its order, by index. */
import type { QueryLine, QueryOrder } from '#shared/contract/query.ts';
import { cutRow } from '../cut-entry.ts';
import { groupLines, isContinued, type GroupedLine } from './grouped-lines.ts';
import type { ReadConnection } from './read-connection.ts';
import type { SeqList } from './seq-list.ts';

/** Lines of matching entries. */
export interface LineView {
  first(): number;
  end(): number;
  read(from: number, to: number): readonly QueryLine[];
  /** Index of an entry, and of the line nearest to where it would be. */
  locate(seq: number): { readonly index: number | null; readonly nearest: number };
  /**
   * The matching entries have changed.
   * @returns whether indexes that were given out mean other lines now
   */
  refresh(): boolean;
}

/** Shows matching entries in an order. @param list answers them as they stand now */
export function createLineView(
  connection: ReadConnection,
  order: QueryOrder,
  list: () => SeqList,
): LineView {
  return order === 'time' ? showByTime(connection, list) : showGroups(connection, order, list);
}

function showByTime(connection: ReadConnection, list: () => SeqList): LineView {
  return {
    first: () => list().first(),
    end: () => list().end(),
    read: (from, to) =>
      connection
        .rows(range(from, to).map(list().at))
        .map((row) => ({ kind: 'entry', row: cutRow(row) })),
    locate(seq) {
      const seqs = list();
      const place = seqs.indexFrom(seq);
      const found = place < seqs.end() && seqs.at(place) === seq;
      const last = Math.max(seqs.first(), seqs.end() - 1);
      return { index: found ? place : null, nearest: Math.min(place, last) };
    },
    refresh: () => false,
  };
}

function showGroups(
  connection: ReadConnection,
  order: Exclude<QueryOrder, 'time'>,
  list: () => SeqList,
): LineView {
  let lines: readonly GroupedLine[] = [];
  return {
    first: () => 0,
    end: () => lines.length,
    read(from, to) {
      const wanted = lines.slice(from, to);
      const seqs = wanted.filter((line) => typeof line === 'number').sort((a, b) => a - b);
      const rows = new Map(connection.rows(seqs).map((row) => [row.seq, row]));
      return wanted.flatMap((line): QueryLine[] => {
        if (typeof line !== 'number') return [line];
        const row = rows.get(line);
        return row === undefined ? [] : [{ kind: 'entry', row: cutRow(row) }];
      });
    },
    locate(seq) {
      const index = lines.indexOf(seq);
      if (index >= 0) return { index, nearest: index };
      const seqs = list();
      const near = seqs.at(Math.min(seqs.indexFrom(seq), seqs.end() - 1));
      return { index: null, nearest: Math.max(0, lines.indexOf(near)) };
    },
    refresh() {
      const before = lines;
      lines = groupLines(connection, order, list());
      return !isContinued(before, lines);
    },
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, place) => from + place);
}
