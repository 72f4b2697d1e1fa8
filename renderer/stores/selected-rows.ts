/** Reads the rows of selected entries. Those selected together mostly stand together, so whole stretches are read. */
import { request } from '#renderer/bridge/console-bridge.ts';
import type { QueryLine } from '#shared/contract/query.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';

/** Lines of one answer, by the contract. */
const MOST_LINES = 1_000;

/**
 * @param queryId a query whose lines hold them; what it does not hold is left out
 * @returns oldest first
 */
export async function readSelectedRows(
  queryId: string,
  seqs: readonly number[],
): Promise<readonly EntryRow[]> {
  const wanted = new Set(seqs);
  const found = new Map<number, EntryRow>();
  for (const seq of seqs) {
    if (found.has(seq)) continue;
    for (const line of await linesFrom(queryId, seq, seqs.length - found.size)) {
      if (line.kind === 'entry' && wanted.has(line.row.seq)) found.set(line.row.seq, line.row);
    }
  }
  return [...found.values()].toSorted((one, other) => one.seq - other.seq);
}

async function linesFrom(
  queryId: string,
  seq: number,
  wanted: number,
): Promise<readonly QueryLine[]> {
  const place = await request('query.locate', { queryId, seq });
  if (!place.ok || place.value.index === null) return [];
  const count = Math.min(MOST_LINES, wanted);
  const answer = await request('query.lines', { queryId, from: place.value.index, count });
  return answer.ok ? answer.value.lines : [];
}
