import { setImmediate as turn } from 'node:timers/promises';
import type { Result } from '#shared/contract/result.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import type { RecordingStore } from '#services/transcript/recording-store.ts';

/** The rows that a query finds once its search has ended, at most a thousand; those of the live recording by default. */
export async function foundRows(
  store: Pick<RecordingStore, 'queries' | 'status'>,
  text = '',
  recordingId = store.status().recordingId,
): Promise<Result<readonly EntryRow[]>> {
  const { queries } = store;
  let query = await queries.open({ recordingId, text, order: 'time', afterSeq: 0 });
  while (query.ok && query.value.state === 'searching') {
    await turn();
    query = await queries.follow(query.value.id, true);
  }
  if (!query.ok) return query;
  const { id: queryId, first: from } = query.value;
  const read = await queries.lines({ queryId, from, count: 1_000 });
  await queries.close(queryId);
  if (!read.ok) return read;
  const rows = read.value.lines.flatMap((line) => (line.kind === 'entry' ? [line.row] : []));
  return { ok: true, value: rows };
}
