/** What a query has found so far: numbers in a row that grows on both sides, and how far was looked. */
import type { QueryNode } from '#shared/transcript/query/query-node.ts';
import type { EntrySearch, Steps } from './entry-search.ts';
import { STEP_MS } from './job-loop.ts';
import type { ReadConnection } from './read-connection.ts';
import type { QueryToOpen } from './reader-protocol.ts';
import { createSeqList, createSeqSpan, type SeqList } from './seq-list.ts';

/** The numbers found, and what was looked at. */
export interface FoundEntries {
  /** Another one after the entries have been numbered anew. */
  list(): SeqList;
  /** Every number in (after, upTo] was looked at. */
  looked(): { readonly after: number; readonly upTo: number };
  /** How many numbers of the recording were not looked at. */
  left(): number;
  /** Nothing is left to look at, or nothing that is wanted. */
  isDone(): boolean;
  /** Looks at arrivals only from now on. */
  stopLookingBack(): void;
  /** Whether a search that ends now has looked at everything. */
  looksBack(): boolean;
  /** Begins anew, from the newest entry on backwards. */
  collect(): void;
  /** Looks until all is done: at arrivals first. */
  run(): Steps<void>;
}

/** Entries looked at first; then more or fewer, by the time they take. */
const SMALLEST_STEP = 2_000;
const LARGEST_STEP = 1 << 18;

/**
 * @param search asked at each step, as marks change it
 * @param onRenumbered told when the entries have other indexes than before
 * @param onStep told after each step
 */
export function createFoundEntries({
  ask,
  node,
  connection,
  search,
  onRenumbered,
  onStep,
}: {
  readonly ask: Pick<QueryToOpen, 'afterSeq' | 'ended'>;
  readonly node: QueryNode;
  readonly connection: ReadConnection;
  readonly search: () => EntrySearch;
  readonly onRenumbered: () => void;
  readonly onStep: () => void;
}): FoundEntries {
  let list: SeqList = createSeqList();
  /** Whether every number is there and matches. */
  let isSpan = false;
  let looksBack = true;
  let low = 0;
  let high = 0;

  /** The numbers there are: greater than the floor, up to the last. */
  function recorded(): { readonly floor: number; readonly last: number } {
    const { first, last } = connection.bounds();
    return { floor: Math.max(ask.afterSeq, first - 1), last };
  }

  /** The numbers to look at. */
  function wanted(): { readonly floor: number; readonly last: number } {
    const { floor, last } = recorded();
    if (ask.ended === null) return { floor, last };
    return { floor: Math.max(floor, ask.ended.after), last: Math.min(last, ask.ended.upTo) };
  }

  function isDone(): boolean {
    const { floor, last } = wanted();
    return high >= last && (low <= floor || !looksBack);
  }

  function collect(): void {
    const { first, last: newest, count } = connection.bounds();
    const { floor, last } = wanted();
    isSpan = node.kind === 'everything' && newest - first + 1 === count && ask.ended === null;
    list = isSpan ? createSeqSpan({ first: floor + 1, last }) : createSeqList();
    high = last;
    low = isSpan ? floor : last;
  }

  function* run(): Steps<void> {
    let size = SMALLEST_STEP;
    for (;;) {
      list.dropBelow(connection.bounds().first);
      if (isDone()) break;
      const started = performance.now();
      const { floor, last } = wanted();
      if (high < last) yield* lookUp(high, Math.min(last, high + size));
      else yield* lookDown(floor, size);
      const tookMs = performance.now() - started;
      if (tookMs < STEP_MS) size = Math.min(LARGEST_STEP, size * 2);
      else if (tookMs > STEP_MS * 2) size = Math.max(SMALLEST_STEP, size / 2);
      onStep();
      yield;
    }
  }

  /** Steps over what is known not to match, or the next step would be the larger for it. */
  function* lookDown(floor: number, size: number): Steps<void> {
    const upTo = Math.min(low, search().within({ after: floor, upTo: low }).upTo);
    const after = Math.max(floor, upTo - size);
    list.putBefore(yield* search().find(after, upTo));
    low = after;
  }

  function* lookUp(after: number, upTo: number): Steps<void> {
    const seqs = yield* search().find(after, upTo);
    if (isSpan && seqs.length < upTo - after) {
      // Some numbers were never recorded, so numbers and indexes part.
      onRenumbered();
      collect();
      return;
    }
    list.putAfter(seqs);
    high = upTo;
    if (search().changes) yield* judgeAnswered(after, upTo);
  }

  /** Requests to which new entries refer may match now, or no longer. */
  function* judgeAnswered(after: number, upTo: number): Steps<void> {
    const asked = new Set(connection.numbers(REQUESTS_OF, [after, upTo]));
    const known = [...asked].filter((seq) => seq > low && seq <= after);
    const matching = new Set(yield* search().findAmong(known));
    const changed = known.filter((seq) => matching.has(seq) !== includes(list, seq));
    if (changed.length === 0) return;
    const all = Array.from({ length: list.end() - list.first() }, (_, place) =>
      list.at(list.first() + place),
    );
    const kept = all.filter((seq) => !asked.has(seq) || seq > after || matching.has(seq));
    const added = changed.filter((seq) => matching.has(seq));
    list = createSeqList();
    list.putAfter([...kept, ...added].sort((a, b) => a - b));
    onRenumbered();
  }

  return {
    ...{ isDone, collect, run },
    list: () => list,
    looked: () => ({ after: low, upTo: high }),
    left() {
      const { floor, last } = recorded();
      return Math.max(0, low - floor) + Math.max(0, last - high);
    },
    stopLookingBack: () => (looksBack = false),
    looksBack: () => looksBack,
  };
}

const REQUESTS_OF =
  'SELECT group_concat(reply_to) FROM entry WHERE seq > ? AND seq <= ? AND reply_to IS NOT NULL';

function includes(list: SeqList, seq: number): boolean {
  const place = list.indexFrom(seq);
  return place < list.end() && list.at(place) === seq;
}
