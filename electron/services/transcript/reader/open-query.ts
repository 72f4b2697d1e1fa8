/** One query that is kept open: its result, which grows on both sides while it is read. */
import type { EntryMark, QueryLines, QueryPlace, QuerySnapshot } from '#shared/contract/query.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import type { QueryNode } from '#shared/transcript/query/query-node.ts';
import { toRecordingProblem } from '../schema.ts';
import {
  createEntrySearch,
  type EntrySearch,
  type NarrowByTime,
  type Steps,
} from './entry-search.ts';
import { STEP_MS, type JobLoop } from './job-loop.ts';
import type { ReadConnection } from './read-connection.ts';
import type { MatchWatch } from './match-watch.ts';
import type { QueryToOpen, SearchProgress } from './reader-protocol.ts';
import { createLineView } from './line-view.ts';
import { createSeqList, createSeqSpan, type SeqList } from './seq-list.ts';

/** A query that is open. */
export interface OpenQuery {
  readonly recordingId: string;
  /** Resolves once the first lines are known, or the search has taken {@link ANSWER_MS}. */
  readonly opened: Promise<QuerySnapshot>;
  snapshot(): QuerySnapshot;
  lines(from: number, count: number): QueryLines;
  entries(from: number, count: number): readonly WireEntry[];
  locate(seq: number): QueryPlace;
  /** The numbers of the matching entries, as they stand now. */
  matching(): Pick<SeqList, 'first' | 'end' | 'at'>;
  follow(follow: boolean): QuerySnapshot;
  cancel(): QuerySnapshot;
  /** The recording has more entries, or fewer. */
  grown(): void;
  mark(marks: readonly EntryMark[]): void;
  close(): void;
}

/** Enough to fill any window. */
const SCREENFUL = 200;
/** Longest time an open query goes without an answer, in milliseconds. */
const ANSWER_MS = 80;
const TELL_MS = 100;
/** Entries looked at first; then more or fewer, by the time they take. */
const SMALLEST_STEP = 2_000;
const LARGEST_STEP = 1 << 18;

/**
 * Opens a query.
 * @param whole answers when the search has ended, instead of with the first lines
 * @param onChange told at most ten times a second, once the query was answered
 * @param onProgress told of each step of its search
 */
export function createOpenQuery({
  ask,
  whole = false,
  node,
  connection,
  marks: firstMarks,
  narrow,
  jobs,
  watch,
  onChange,
  onProgress,
}: {
  readonly ask: QueryToOpen;
  readonly whole?: boolean;
  readonly node: QueryNode;
  readonly connection: ReadConnection;
  readonly marks: readonly EntryMark[];
  readonly narrow?: NarrowByTime | undefined;
  readonly jobs: JobLoop;
  readonly watch: MatchWatch;
  readonly onChange: (snapshot: QuerySnapshot) => void;
  readonly onProgress: (progress: SearchProgress) => void;
}): OpenQuery {
  let marks = firstMarks;
  let search: EntrySearch = createEntrySearch(connection, node, marks, watch, narrow);
  let list: SeqList = createSeqList();
  /** Whether every number is there and matches. */
  let isSpan = false;
  let revision = ask.revision;
  let state: QuerySnapshot['state'] = ask.ended === null ? 'searching' : 'cancelled';
  let problem: QuerySnapshot['problem'];
  let follows = ask.follow;
  let looksBack = true;
  /** Every number in (low, high] was looked at. */
  let low = 0;
  let high = 0;
  /** The first end of a search is told at once: somebody waits for it. */
  let hasEnded = false;
  let endJob: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let answer: ((snapshot: QuerySnapshot) => void) | undefined;
  const view = createLineView(connection, ask.order, () => list);
  let viewIsOld = true;
  let nextViewMs = 0;
  const opened = new Promise<QuerySnapshot>((resolve) => (answer = resolve));

  /** The numbers to look at: greater than the floor, up to the last. */
  function wanted(): { readonly floor: number; readonly last: number } {
    const { first, last } = connection.bounds();
    const floor = Math.max(ask.afterSeq, first - 1);
    if (ask.ended === null) return { floor, last };
    return { floor: Math.max(floor, ask.ended.after), last: Math.min(last, ask.ended.upTo) };
  }

  /** How many numbers were not looked at. */
  function left(): { readonly below: number; readonly above: number } {
    const { first, last } = connection.bounds();
    const floor = Math.max(ask.afterSeq, first - 1);
    return { below: Math.max(0, low - floor), above: Math.max(0, last - high) };
  }

  function snapshot(): QuerySnapshot {
    const { count } = connection.bounds();
    const { below, above } = left();
    const { queryId: id, recordingId, text, order } = ask;
    return {
      ...{ id, recordingId, text, order, revision, state },
      ...{ first: view.first(), end: view.end(), matching: list.end() - list.first() },
      ...{ searched: Math.max(0, count - below - above), total: count },
      ...(problem === undefined ? {} : { problem }),
    };
  }

  function tellProgress(searching: boolean): void {
    onProgress({ queryId: ask.queryId, looked: { after: low, upTo: high }, searching });
  }

  function tell(): void {
    viewIsOld = true;
    if (answer === undefined) timer ??= setTimeout(tellNow, TELL_MS);
  }

  function tellNow(): void {
    clearTimeout(timer);
    timer = undefined;
    refreshView();
    onChange(snapshot());
    if (viewIsOld) tell();
  }

  /** Putting a million lines in groups takes its time, of which it gets a tenth. */
  function refreshView(): void {
    const started = performance.now();
    if (!viewIsOld || started < nextViewMs) return;
    if (view.refresh()) revision += 1;
    viewIsOld = false;
    const ended = performance.now();
    nextViewMs = ended + (ended - started) * 10;
  }

  function reply(): void {
    if (answer === undefined) return;
    refreshView();
    answer(snapshot());
    answer = undefined;
  }

  function* run(): Steps<void> {
    let size = SMALLEST_STEP;
    for (;;) {
      list.dropBelow(connection.bounds().first);
      const { floor, last } = wanted();
      const upwards = high < last;
      if (!upwards && (low <= floor || !looksBack)) break;
      const from = upwards ? high : Math.max(floor, low - size);
      const to = upwards ? Math.min(last, high + size) : low;
      const started = performance.now();
      const seqs = yield* search.find(from, to);
      if (upwards) {
        if (isSpan && seqs.length < to - from) {
          // Some numbers were never recorded, so numbers and indexes part.
          revision += 1;
          collect();
          continue;
        }
        list.putAfter(seqs);
        high = to;
        if (search.changes) yield* judgeAnswered(from, to);
      } else {
        list.putBefore(seqs);
        low = from;
      }
      const tookMs = performance.now() - started;
      if (tookMs < STEP_MS / 2) size = Math.min(LARGEST_STEP, size * 2);
      else if (tookMs > STEP_MS * 2) size = Math.max(SMALLEST_STEP, size / 2);
      if (!whole && list.end() - list.first() >= SCREENFUL) reply();
      tell();
      tellProgress(true);
      yield;
    }
  }

  /** Requests to which new entries refer may match now, or no longer. */
  function* judgeAnswered(after: number, upTo: number): Steps<void> {
    const asked = new Set(connection.numbers(REQUESTS_OF, [after, upTo]));
    const known = [...asked].filter((seq) => seq > low && seq <= after);
    const matching = new Set(yield* search.findAmong(known));
    const changed = known.filter((seq) => matching.has(seq) !== includes(list, seq));
    if (changed.length === 0) return;
    const kept = range(list.first(), list.end())
      .map(list.at)
      .filter((seq) => !asked.has(seq) || seq > after || matching.has(seq));
    const added = changed.filter((seq) => matching.has(seq));
    list = createSeqList();
    list.putAfter([...kept, ...added].sort((a, b) => a - b));
    revision += 1;
  }

  function look(): void {
    if (endJob !== undefined || state === 'failed') return;
    const { floor, last } = wanted();
    if (high >= last && (low <= floor || !looksBack)) {
      if (state === 'searching') state = 'done';
      reply();
      return;
    }
    if (ask.ended === null) state = 'searching';
    tellProgress(true);
    const settle = (next: QuerySnapshot['state']): void => {
      endJob = undefined;
      state = next;
      tellProgress(false);
      const wasAnswered = answer === undefined;
      reply();
      tell();
      if (wasAnswered && !hasEnded) tellNow();
      hasEnded = true;
    };
    endJob = jobs.add({
      steps: run(),
      urgent: () => answer !== undefined && !whole,
      onEnd: () => settle(looksBack && ask.ended === null ? 'done' : 'cancelled'),
      onError(error) {
        problem = toRecordingProblem(error);
        settle('failed');
      },
    });
  }

  /** Begins anew, from the newest entry on backwards. */
  function collect(): void {
    const { first, last: newest, count } = connection.bounds();
    const { floor, last } = wanted();
    isSpan = node.kind === 'everything' && newest - first + 1 === count && ask.ended === null;
    list = isSpan ? createSeqSpan({ first: floor + 1, last }) : createSeqList();
    high = last;
    low = isSpan ? floor : last;
  }

  collect();
  look();
  if (!whole) setTimeout(reply, ANSWER_MS);

  return {
    recordingId: ask.recordingId,
    opened,
    snapshot,
    lines(from, count) {
      const start = Math.min(Math.max(from, view.first()), view.end());
      const lines = view.read(start, Math.min(from + count, view.end()));
      return { revision, from: start, lines };
    },
    entries: (from, count) =>
      connection.entries(
        range(Math.max(from, list.first()), Math.min(from + count, list.end())).map(list.at),
      ),
    locate: (seq) => ({ revision, ...view.locate(seq) }),
    matching: () => list,
    follow(follow) {
      follows = follow;
      if (follow) look();
      return snapshot();
    },
    cancel() {
      endJob?.();
      endJob = undefined;
      if (state === 'searching') state = 'cancelled';
      looksBack = false;
      tellProgress(false);
      reply();
      return snapshot();
    },
    grown() {
      if (follows) look();
    },
    mark(next) {
      marks = next;
      if (!search.readsMarks) return;
      search = createEntrySearch(connection, node, marks, watch, narrow);
      revision += 1;
      endJob?.();
      endJob = undefined;
      collect();
      look();
    },
    close() {
      endJob?.();
      clearTimeout(timer);
      reply();
    },
  };
}

const REQUESTS_OF =
  'SELECT group_concat(reply_to) FROM entry WHERE seq > ? AND seq <= ? AND reply_to IS NOT NULL';

function includes(list: SeqList, seq: number): boolean {
  const place = list.indexFrom(seq);
  return place < list.end() && list.at(place) === seq;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, place) => from + place);
}
