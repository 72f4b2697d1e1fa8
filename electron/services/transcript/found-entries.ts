/** Entries of a query for an export. */
import type { Result } from '#shared/contract/result.ts';
import type { FoundEntries } from './export.ts';
import type { OpenQueries } from './open-queries.ts';

/**
 * Runs a query to its end and lets its entries be used until the work is done.
 * @param text empty for all entries: no query is run then
 * @returns what the work answers; or why the query could not be run: `bad-query`, `not-found`
 */
export async function withFoundEntries<Value>(
  queries: Pick<OpenQueries, 'openWhole' | 'entries' | 'close'>,
  { recordingId, text }: { readonly recordingId: string; readonly text: string },
  work: (found: FoundEntries | null) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  if (text.trim() === '') return work(null);
  const opened = await queries.openWhole(recordingId, text);
  if (!opened.ok) return opened;
  const { id: queryId, first, matching } = opened.value;
  try {
    return await work({
      matching,
      async read(from, count) {
        const read = await queries.entries({ queryId, from: first + from, count });
        if (!read.ok) throw new Error(read.error.what);
        return read.value;
      },
    });
  } finally {
    await queries.close(queryId);
  }
}
