/** Durations as short texts. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** `9 ms`, `1.24 s`, `2 min 3 s`; from milliseconds. */
export function formatLatency(milliseconds: number): string {
  if (milliseconds < 1) return '<1 ms';
  if (milliseconds < SECOND_MS) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < MINUTE_MS) return `${(milliseconds / SECOND_MS).toFixed(2)} s`;
  const seconds = Math.round(milliseconds / SECOND_MS);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
