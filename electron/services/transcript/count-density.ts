/** Counts entries by time. */
import type { QueryDensity } from '#shared/contract/query.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { isErrorEntry } from '#shared/transcript/filter.ts';

/** What to count, and into how many buckets. */
export interface DensityRequest {
  readonly rows: Iterable<EntryRow>;
  readonly matches: (seq: number) => boolean;
  /** Milliseconds on the recording's clock; null for where the entries begin and end. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly buckets: number;
}

/**
 * Counts entries in buckets of equal width; the last one includes its end.
 * @returns no buckets when there is no entry
 */
export function countDensity(request: DensityRequest): QueryDensity {
  const rows = [...request.rows];
  const times = rows.map((row) => row.monotonicMs);
  const fromMs =
    request.fromMs ?? times.reduce((least, one) => Math.min(least, one), times[0] ?? 0);
  const last = request.toMs ?? times.reduce((most, one) => Math.max(most, one), fromMs);
  const toMs = Math.max(last, fromMs + 1);
  const counts = Array.from({ length: rows.length === 0 ? 0 : request.buckets }, () => ({
    ...{ all: 0, matching: 0, errors: 0 },
  }));
  for (const row of rows) {
    const place = Math.floor(((row.monotonicMs - fromMs) / (toMs - fromMs)) * request.buckets);
    const bucket = counts[row.monotonicMs === toMs ? request.buckets - 1 : place];
    if (bucket === undefined) continue;
    bucket.all += 1;
    if (request.matches(row.seq)) bucket.matching += 1;
    if (isErrorEntry(row)) bucket.errors += 1;
  }
  return { fromMs, toMs, fromTime: wallTimeAt(rows[0], fromMs), buckets: counts };
}

/** The wall time of a moment, by an entry whose both times are known. */
function wallTimeAt(known: EntryRow | undefined, monotonicMs: number): string {
  const wall = Date.parse(known?.time ?? '');
  if (known === undefined || Number.isNaN(wall)) return new Date(0).toISOString();
  return new Date(wall + monotonicMs - known.monotonicMs).toISOString();
}
