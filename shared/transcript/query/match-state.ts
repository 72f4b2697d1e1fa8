/** What `is:` asks of an entry. */
import type { AnswerRelation, WireEntry } from '../entry.ts';
import { isErrorEntry } from '../error-entry.ts';
import type { EntrySurroundings } from './match-query.ts';
import type { EntryState } from './query-node.ts';

type StatePredicate = (entry: WireEntry, surroundings: EntrySurroundings) => boolean;

/** How a request can have been answered. */
const ANSWERED: readonly AnswerRelation[] = ['answer', 'late'];
/** How a request can have ended without an answer. */
const ENDED: readonly AnswerRelation[] = ['timeout', 'cancelled', 'disconnected'];

/** Judges an entry by one state. */
export function createStatePredicate(state: EntryState): StatePredicate {
  return STATES[state];
}

const STATES: Readonly<Record<EntryState, StatePredicate>> = {
  error: isErrorEntry,
  timeout: (entry, { relationsTo }) =>
    entry.relation === 'timeout' || relationsTo(entry.seq).includes('timeout'),
  late: ({ relation }) => relation === 'late',
  unanswered: isUnanswered,
  pending: (entry, surroundings) =>
    isUnanswered(entry, surroundings) &&
    !surroundings.relationsTo(entry.seq).some((relation) => ENDED.includes(relation)),
  'wrong-sender': ({ relation }) => relation === 'wrong-sender',
  unsolicited: ({ relation }) => relation === 'unsolicited',
  masked: ({ masked }) => masked,
  bookmarked: ({ seq }, { markOf }) => markOf(seq)?.bookmarked === true,
  noted: ({ seq }, { markOf }) => (markOf(seq)?.note ?? '') !== '',
};

/** A request that nobody has answered; whoever sent it may have ceased to wait. */
function isUnanswered(entry: WireEntry, { relationsTo }: EntrySurroundings): boolean {
  return (
    entry.direction === 'out' &&
    entry.name === 'iq' &&
    (entry.type === 'get' || entry.type === 'set') &&
    entry.id !== null &&
    !relationsTo(entry.seq).some((relation) => ANSWERED.includes(relation))
  );
}
