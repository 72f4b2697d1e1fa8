/** The inspector's filter as a predicate, for entries that are not in the database (yet). */
import type { EntryFilter, EntryRow, WireEntry } from './entry.ts';

/**
 * Whether an entry reports something that went wrong: a stanza, stream or SASL error, an answer from
 * somebody who was not asked, or a state change that names a condition.
 */
export function isErrorEntry(row: EntryRow): boolean {
  return row.condition !== null || row.type === 'error' || row.relation === 'wrong-sender';
}

/**
 * Whether an entry passes a filter. The queries of the recording store mean the same; a test holds
 * them together.
 */
export function matchesFilter(entry: WireEntry, filter: EntryFilter): boolean {
  return (
    (filter.sessionIds === undefined || filter.sessionIds.includes(entry.sessionId)) &&
    (filter.directions === undefined || filter.directions.includes(entry.direction)) &&
    (filter.kinds === undefined || filter.kinds.includes(entry.kind)) &&
    (filter.errorsOnly !== true || isErrorEntry(entry)) &&
    (filter.text === undefined || filter.text === '' || containsText(entry, filter.text))
  );
}

function containsText(entry: WireEntry, text: string): boolean {
  const wanted = text.toLowerCase();
  return searchedParts(entry).some((part) => part?.toLowerCase().includes(wanted) === true);
}

/** The parts a text search looks at. */
function searchedParts(entry: WireEntry): readonly (string | null)[] {
  return [
    entry.xml,
    entry.text,
    entry.sessionName,
    entry.name,
    entry.type,
    entry.id,
    entry.from,
    entry.to,
    entry.childName,
    entry.childNs,
    entry.childAction,
    entry.condition,
  ];
}
