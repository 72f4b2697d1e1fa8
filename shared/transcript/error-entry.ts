/** Which entries count as errors: what `is:error` finds and lists mark. */
import type { EntryRow } from './entry.ts';

/**
 * Whether an entry reports something that went wrong: a stanza, stream or SASL error, an answer from
 * somebody who was not asked, or a state change that names a condition.
 */
export function isErrorEntry(row: EntryRow): boolean {
  return row.condition !== null || row.type === 'error' || row.relation === 'wrong-sender';
}
