/** Durations, sizes and counts as short texts. */

const KILO = 1_000;
const MINUTE_MS = 60_000;

/** `9 ms`, `1.24 s`, `2 min 3 s`; from milliseconds. */
export function formatLatency(milliseconds: number): string {
  if (milliseconds < 1) return '<1 ms';
  if (milliseconds < KILO) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < MINUTE_MS) return `${(milliseconds / KILO).toFixed(2)} s`;
  const seconds = Math.round(milliseconds / KILO);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `812 B`, `4.2 kB`, `1.6 MB`; decimal units. */
export function formatBytes(bytes: number): string {
  if (bytes < KILO) return `${bytes} B`;
  if (bytes < KILO * KILO) return `${(bytes / KILO).toFixed(1)} kB`;
  return `${(bytes / KILO / KILO).toFixed(1)} MB`;
}

const THIN_SPACE = '\u202f';

/** `1 204`: groups of three with a narrow space, the same in every locale. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
}

/** `1 entry`, `2 entries`. */
export function countOf(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
