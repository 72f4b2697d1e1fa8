/** Judges single entries by a query: what SQL cannot ask, and entries that are in no file. */
import type { EntryMark } from '../../contract/query.ts';
import type { AnswerRelation, WireEntry } from '../entry.ts';
import { matchesFilter } from '../filter.ts';
import type { QueryNode } from './query-node.ts';

/** What a query asks of an entry that the entry itself does not hold. */
export interface EntrySurroundings {
  /** How the entries that refer to this one relate to it. */
  relationsTo(seq: number): readonly AnswerRelation[];
  markOf(seq: number): EntryMark | undefined;
}

/** Judges an entry. */
export type EntryMatcher = (entry: WireEntry, surroundings: EntrySurroundings) => boolean;

/** Turns a query into a function. */
export function createEntryMatcher(query: QueryNode): EntryMatcher {
  if (query.kind === 'text') return (entry) => matchesFilter(entry, { text: query.text });
  return () => true;
}
