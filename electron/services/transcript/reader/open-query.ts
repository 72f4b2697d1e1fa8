/** One query that is kept open: its result as lines, and who is told of it when. */
import type { EntryMark, QueryLines, QueryPlace, QuerySnapshot } from '#shared/contract/query.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import type { QueryNode } from '#shared/transcript/query/query-node.ts';
import { toRecordingProblem } from '../schema.ts';
import { createEntrySearch, type EntrySearch, type NarrowByTime } from './entry-search.ts';
import { createFoundEntries } from './found-entries.ts';
import type { JobLoop } from './job-loop.ts';
import type { ReadConnection } from './read-connection.ts';
import type { MatchWatch } from './match-watch.ts';
import type { QueryToOpen, SearchProgress } from './reader-protocol.ts';
import { createLineView } from './line-view.ts';
import type { SeqList } from './seq-list.ts';

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
  let revision = ask.revision;
  let state: QuerySnapshot['state'] = ask.ended === null ? 'searching' : 'cancelled';
  let problem: QuerySnapshot['problem'];
  let follows = ask.follow;
  /** The first end of a search is told at once: somebody waits for it. */
  let hasEnded = false;
  let endJob: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let answer: ((snapshot: QuerySnapshot) => void) | undefined;
  const found = createFoundEntries({
    ...{ ask, node, connection, search: () => search },
    onRenumbered: () => (revision += 1),
    onStep() {
      const { first, end } = found.list();
      if (!whole && end() - first() >= SCREENFUL) reply();
      tell();
      tellProgress(true);
    },
  });
  const view = createLineView(connection, ask.order, found.list);
  let viewIsOld = true;
  let nextViewMs = 0;
  const opened = new Promise<QuerySnapshot>((resolve) => (answer = resolve));

  function snapshot(): QuerySnapshot {
    const { count } = connection.bounds();
    const { first, end } = found.list();
    const { queryId: id, recordingId, text, order } = ask;
    return {
      ...{ id, recordingId, text, order, revision, state },
      ...{ first: view.first(), end: view.end(), matching: end() - first() },
      ...{ searched: Math.max(0, count - found.left()), total: count },
      ...(problem === undefined ? {} : { problem }),
    };
  }

  function tellProgress(searching: boolean): void {
    onProgress({ queryId: ask.queryId, looked: found.looked(), searching });
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

  function look(): void {
    if (endJob !== undefined || state === 'failed') return;
    if (found.isDone()) {
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
      steps: found.run(),
      urgent: () => answer !== undefined && !whole,
      onEnd: () => settle(found.looksBack() && ask.ended === null ? 'done' : 'cancelled'),
      onError(error) {
        problem = toRecordingProblem(error);
        settle('failed');
      },
    });
  }

  found.collect();
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
    entries(from, count) {
      const { first, end, at } = found.list();
      const start = Math.max(from, first());
      const length = Math.max(0, Math.min(from + count, end()) - start);
      return connection.entries(Array.from({ length }, (_, place) => at(start + place)));
    },
    locate: (seq) => ({ revision, ...view.locate(seq) }),
    matching: found.list,
    follow(follow) {
      follows = follow;
      if (follow) look();
      return snapshot();
    },
    cancel() {
      endJob?.();
      endJob = undefined;
      if (state === 'searching') state = 'cancelled';
      found.stopLookingBack();
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
      found.collect();
      look();
    },
    close() {
      endJob?.();
      clearTimeout(timer);
      reply();
    },
  };
}
