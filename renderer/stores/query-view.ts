/**
 * One query as a view reads it: opened, followed and closed over the bridge, its lines by index. What the
 * view shows is exchanged only when the new lines are at hand, so nothing flickers; while they are
 * fetched, newer snapshots wait and only the last of them counts.
 */
import { computed, type ComputedRef, shallowRef } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { RequestInput } from '#shared/contract/channels.ts';
import type { QueryLine, QueryPlace, QuerySnapshot } from '#shared/contract/query.ts';
import type { Problem, Result } from '#shared/contract/result.ts';
import { createLineCache, type LineCache } from './line-cache.ts';
import type { LineBounds } from './list-position.ts';

/** Lines fetched before a new place is shown: some more than the highest view has. */
const LINES_AHEAD = 100;

/** What a view decides before another result is shown. */
export interface Transition {
  /** The entry that is to stay where it is, or null for the end. */
  readonly anchorSeq: number | null;
  /** Called at the moment of the exchange. @param place of the anchor; null without one */
  readonly onShown: (place: QueryPlace | null) => void;
}

export interface QueryView {
  readonly query: ComputedRef<QuerySnapshot | null>;
  readonly bounds: ComputedRef<LineBounds>;
  lineAt(index: number): QueryLine | undefined;
  peek(index: number): QueryLine | undefined;
  /** @returns the lines, or null when they could not be had */
  read(from: number, to: number): Promise<readonly QueryLine[] | null>;
  locate(seq: number): Promise<QueryPlace | null>;
  /** Opens another query in the place of this one; without a request, closes it. */
  open(input: RequestInput<'query.open'> | null, transition: Transition): Promise<boolean>;
  /** A snapshot of any query has come. */
  take(snapshot: QuerySnapshot): void;
  /** Goes on with arrivals, or stops. @returns false when the query is gone */
  follow(follow: boolean): Promise<boolean>;
  /** Stops the search. */
  cancel(): Promise<void>;
}

interface Shown {
  readonly snapshot: QuerySnapshot;
  readonly cache: LineCache;
}

/**
 * @param transition asked when the lines of the query have been regrouped
 * @param isAtEnd whether lines at the end are wanted as soon as they are there
 */
export function createQueryView({
  transition,
  isAtEnd,
  onProblem,
}: {
  readonly transition: () => Transition;
  readonly isAtEnd: () => boolean;
  readonly onProblem: (problem: Problem, recordingId: string) => void;
}): QueryView {
  const shown = shallowRef<Shown | null>(null);
  /** Counts arrivals, so that what reads lines reads again. */
  const arrivals = shallowRef(0);
  let telling = false;
  let latestOpen = 0;
  /** The newest snapshot of each query that has not been shown yet; one may still be opening. */
  const waiting = new Map<string, QuerySnapshot>();
  let taking = false;

  function valueOf<Value>(answer: Result<Value>, recordingId: string): Value | null {
    if (answer.ok) return answer.value;
    onProblem(answer.error, recordingId);
    return null;
  }

  /** Before the next frame, after its scrolling: lines that are left behind by then are never drawn. */
  function tellInFrame(): void {
    if (telling) return;
    telling = true;
    requestAnimationFrame(() => {
      telling = false;
      arrivals.value += 1;
    });
  }

  function cacheFor(snapshot: QuerySnapshot): LineCache {
    return createLineCache({
      revision: snapshot.revision,
      bounds: () => shown.value?.snapshot ?? snapshot,
      read: async (from, count) =>
        valueOf(
          await request('query.lines', { queryId: snapshot.id, from, count }),
          snapshot.recordingId,
        ),
      onArrived: tellInFrame,
    });
  }

  function show(next: Shown | null): void {
    const before = shown.value;
    shown.value = next;
    if (before !== null && before.cache !== next?.cache) before.cache.dispose();
  }

  /** Reads the lines of a new result around the anchor, then exchanges the old one for it. */
  async function exchange(snapshot: QuerySnapshot, { anchorSeq, onShown }: Transition) {
    const cache = cacheFor(snapshot);
    const place = anchorSeq === null ? null : await locateIn(snapshot, anchorSeq);
    const around = place?.index ?? place?.nearest ?? snapshot.end;
    const from = Math.max(snapshot.first, around - LINES_AHEAD);
    await cache.load(from, Math.min(snapshot.end, around + LINES_AHEAD));
    return () => {
      show({ snapshot, cache });
      onShown(place);
    };
  }

  async function locateIn(
    { id: queryId, recordingId }: QuerySnapshot,
    seq: number,
  ): Promise<QueryPlace | null> {
    return valueOf(await request('query.locate', { queryId, seq }), recordingId);
  }

  async function open(
    input: RequestInput<'query.open'> | null,
    wanted: Transition,
  ): Promise<boolean> {
    latestOpen += 1;
    const mine = latestOpen;
    const opened =
      input === null ? null : valueOf(await request('query.open', input), input.recordingId);
    if (input !== null && opened === null) {
      if (mine === latestOpen) leaveOther(input.recordingId);
      return false;
    }
    const enter = opened === null ? null : await exchange(opened, wanted);
    if (mine !== latestOpen) {
      if (opened !== null) void request('query.close', { queryId: opened.id });
      return false;
    }
    const before = shown.value?.snapshot.id;
    for (const id of waiting.keys()) if (id !== opened?.id) waiting.delete(id);
    if (enter === null) show(null);
    else enter();
    if (before !== undefined) void request('query.close', { queryId: before });
    void takeWaiting();
    return true;
  }

  /** The lines of another recording are not left standing under the name of this one. */
  function leaveOther(recordingId: string): void {
    const before = shown.value?.snapshot;
    if (before === undefined || before.recordingId === recordingId) return;
    show(null);
    void request('query.close', { queryId: before.id });
  }

  /** One after the other: a snapshot that comes while lines are fetched replaces the one that waits. */
  async function takeWaiting(): Promise<void> {
    if (taking) return;
    taking = true;
    for (let now = shown.value; now !== null; now = shown.value) {
      const next = waiting.get(now.snapshot.id);
      if (next === undefined) break;
      waiting.delete(now.snapshot.id);
      await apply(next, now);
    }
    taking = false;
  }

  async function apply(next: QuerySnapshot, { snapshot, cache }: Shown): Promise<void> {
    if (isOlder(next, snapshot)) return;
    if (next.revision !== snapshot.revision) {
      const enter = await exchange(next, transition());
      if (shown.value?.cache === cache) enter();
      return;
    }
    if (isAtEnd() && next.end > snapshot.end) {
      await cache.load(Math.max(snapshot.end, next.end - LINES_AHEAD), next.end);
    }
    if (shown.value?.cache === cache) show({ snapshot: next, cache });
  }

  function take(snapshot: QuerySnapshot): void {
    waiting.set(snapshot.id, snapshot);
    void takeWaiting();
  }

  const query = computed(() => shown.value?.snapshot ?? null);

  return {
    query,
    bounds: computed(() => query.value ?? NO_LINES),
    lineAt(index) {
      void arrivals.value;
      return shown.value?.cache.at(index);
    },
    peek: (index) => shown.value?.cache.peek(index),
    async read(from, to) {
      const cache = shown.value?.cache;
      if (cache === undefined || !(await cache.load(from, to))) return null;
      const lines = Array.from({ length: to - from }, (_, offset) => cache.peek(from + offset));
      return lines.filter((line) => line !== undefined);
    },
    async locate(seq) {
      return query.value === null ? null : locateIn(query.value, seq);
    },
    open,
    take,
    async follow(follow) {
      const queryId = query.value?.id;
      if (queryId === undefined) return false;
      const answer = await request('query.follow', { queryId, follow });
      if (answer.ok) take(answer.value);
      return answer.ok;
    },
    async cancel() {
      if (query.value === null) return;
      const { id: queryId, recordingId } = query.value;
      const snapshot = valueOf(await request('query.cancel', { queryId }), recordingId);
      if (snapshot !== null) take(snapshot);
    },
  };
}

/** Answers and events may overtake each other; within a revision, the end only grows. */
function isOlder(next: QuerySnapshot, known: QuerySnapshot): boolean {
  if (next.revision !== known.revision) return next.revision < known.revision;
  return next.end < known.end;
}

const NO_LINES: LineBounds = { first: 0, end: 0 };
