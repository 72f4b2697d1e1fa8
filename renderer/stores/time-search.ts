/** Finds the entry of a query that is nearest to a moment, reading a few single lines. */
import { request } from '#renderer/bridge/console-bridge.ts';
import type { QuerySnapshot } from '#shared/contract/query.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';

/**
 * @param query in order of time
 * @param atMs on the recording's clock
 * @returns null when the query has no lines, or they cannot be read
 */
export async function findEntryAt(
  query: Pick<QuerySnapshot, 'id' | 'first' | 'end'>,
  atMs: number,
): Promise<EntryRow | null> {
  let [low, high] = [query.first, query.end];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = await readRow(query.id, middle);
    if (row === null) return null;
    if (row.monotonicMs < atMs) low = middle + 1;
    else high = middle;
  }
  const later = low < query.end ? await readRow(query.id, low) : null;
  const earlier = low > query.first ? await readRow(query.id, low - 1) : null;
  if (later === null || earlier === null) return later ?? earlier;
  return later.monotonicMs - atMs < atMs - earlier.monotonicMs ? later : earlier;
}

async function readRow(queryId: string, index: number): Promise<EntryRow | null> {
  const answer = await request('query.lines', { queryId, from: index, count: 1 });
  const line = answer.ok ? answer.value.lines[0] : undefined;
  return line?.kind === 'entry' ? line.row : null;
}
