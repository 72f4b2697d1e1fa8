/** Which earlier recordings are kept no longer. */
import type { RetentionRule } from '#shared/contract/channels.ts';

/** A recording that could go. */
export interface KeptRecording {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly bytes: number;
  /** Somebody writes it or looks at it: it counts, but stays. */
  readonly held: boolean;
}

const DAY_MS = 86_400_000;
const MEGABYTE = 1_000_000;

/**
 * Chooses the recordings that are too old, and of the rest the oldest, until the others fit.
 * @returns their ids, oldest first
 */
export function chooseExpired(
  recordings: readonly KeptRecording[],
  rule: RetentionRule,
  now: Date,
): string[] {
  const oldestMs = rule.days === null ? -Infinity : now.getTime() - rule.days * DAY_MS;
  const mostBytes = rule.megabytes === null ? Infinity : rule.megabytes * MEGABYTE;
  let bytes = recordings.reduce((sum, recording) => sum + recording.bytes, 0);
  const expired: string[] = [];
  for (const one of [...recordings].sort((a, b) => a.startedAt.localeCompare(b.startedAt))) {
    if (one.held) continue;
    if (Date.parse(one.startedAt) >= oldestMs && bytes <= mostBytes) continue;
    expired.push(one.id);
    bytes -= one.bytes;
  }
  return expired;
}
