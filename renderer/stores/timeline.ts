/**
 * When the entries came: all of them, those that match, and errors. The span it shows is the one that the
 * query is limited to, so zooming changes the text of the filter. Read at most about once a second, and
 * not while nobody can see it.
 */
import { useDocumentVisibility } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { QueryDensity } from '#shared/contract/query.ts';
import { addTerm, dropTimes, readTimes } from '#shared/transcript/query/edit-query.ts';
import { useInspectorFilterStore } from './inspector-filter.ts';
import { useInspectorStore } from './inspector.ts';
import { useNoticesStore } from './notices.ts';
import { findEntryAt } from './time-search.ts';

/** A part of a recording, in milliseconds on its clock. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How long a drawing is good for while entries arrive. */
const REFRESH_MS = 700;
/** The shortest span that the words of a query can tell. */
const LEAST_SPAN_MS = 2;

export const useTimelineStore = defineStore('timeline', () => {
  const inspector = useInspectorStore();
  const bar = useInspectorFilterStore();
  const visibility = useDocumentVisibility();

  /** How many buckets there is room for; 0 while the strip is folded. */
  const buckets = ref(0);
  const density = shallowRef<QueryDensity | null>(null);
  /** From the first entry to the last. */
  const whole = shallowRef<TimeSpan | null>(null);
  /** Wall time, since 1970, at which the recording's clock stood at 0. */
  const wallOffsetMs = ref(0);

  const wallTime = (atMs: number): string => new Date(wallOffsetMs.value + atMs).toISOString();

  const limits = computed(() => {
    const { fromMs = 0, toMs = 0 } = whole.value ?? {};
    const times = readTimes(bar.text, { from: wallTime(fromMs), to: wallTime(toMs) });
    const toClock = (time: string | null): number | null =>
      time === null ? null : Math.max(0, Date.parse(time) - wallOffsetMs.value);
    return { fromMs: toClock(times.after), toMs: toClock(times.before) };
  });
  const zoomed = computed(() => limits.value.fromMs !== null || limits.value.toMs !== null);
  const span = computed<TimeSpan | null>(() => {
    if (whole.value === null) return null;
    const fromMs = limits.value.fromMs ?? whole.value.fromMs;
    const toMs = limits.value.toMs ?? whole.value.toMs;
    return toMs > fromMs ? { fromMs, toMs } : whole.value;
  });
  /** The part of time that the list shows; null where it is not in order of time. */
  const listed = computed<TimeSpan | null>(() => {
    const { first, end } = inspector.bounds;
    if (inspector.order !== 'time' || first === end || buckets.value === 0) return null;
    const last = Math.min(end - 1, Math.ceil(inspector.top + inspector.rows) - 1);
    const [from, to] = [inspector.lineAt(Math.floor(inspector.top)), inspector.lineAt(last)];
    if (from?.kind !== 'entry' || to?.kind !== 'entry') return null;
    return { fromMs: from.row.monotonicMs, toMs: to.row.monotonicMs };
  });

  /** What a reading depends on. */
  const wanted = computed(() => {
    const { query } = inspector;
    if (query === null || buckets.value === 0 || visibility.value !== 'visible') return null;
    const asked = whole.value === null ? { fromMs: null, toMs: null } : limits.value;
    const { id, revision, matching, total } = query;
    return {
      input: { queryId: id, ...asked, buckets: buckets.value },
      state: [revision, matching, total],
    };
  });

  let resting: ReturnType<typeof setTimeout> | undefined;
  let reading = false;

  watch(
    () => JSON.stringify(wanted.value),
    () => void refresh(),
    { immediate: true },
  );
  watch(
    () => inspector.recordingId,
    () => {
      density.value = null;
      whole.value = null;
    },
  );

  async function refresh(): Promise<void> {
    if (reading || resting !== undefined || wanted.value === null) return;
    reading = true;
    const before = JSON.stringify(wanted.value);
    await read(wanted.value.input);
    reading = false;
    resting = setTimeout(() => {
      resting = undefined;
      if (JSON.stringify(wanted.value) !== before) void refresh();
    }, REFRESH_MS);
  }

  async function read(input: NonNullable<typeof wanted.value>['input']): Promise<void> {
    const answer = await request('query.density', input);
    // A query that another one has replaced meanwhile: the next reading is of that.
    if (!answer.ok || input.queryId !== inspector.query?.id) return;
    const { fromMs, toMs, fromTime, buckets: counts } = answer.value;
    density.value = answer.value;
    wallOffsetMs.value = Date.parse(fromTime) - fromMs;
    if (input.fromMs === null && input.toMs === null) {
      whole.value = counts.length === 0 ? null : { fromMs, toMs };
    }
  }

  /** Limits the query to a span of time. */
  function zoomTo(wantedSpan: TimeSpan): void {
    bar.addTerm(termOf(wantedSpan));
  }

  function termOf({ fromMs, toMs }: TimeSpan): string {
    const from = Math.floor(fromMs);
    const to = Math.max(Math.ceil(toMs), from + LEAST_SPAN_MS);
    return `after:${wallTime(from)} before:${wallTime(to)}`;
  }

  function zoomOut(): void {
    bar.apply(dropTimes(bar.text));
  }

  /** Makes the span longer or shorter; a moment stays where it is. */
  function zoomAbout(atMs: number, factor: number): void {
    if (span.value === null || whole.value === null) return;
    const fromMs = atMs - (atMs - span.value.fromMs) * factor;
    const toMs = atMs + (span.value.toMs - atMs) * factor;
    if (fromMs <= whole.value.fromMs && toMs >= whole.value.toMs) zoomOut();
    else {
      const from = Math.max(whole.value.fromMs, fromMs);
      const to = Math.min(whole.value.toMs + 1, toMs);
      // As if typed: a wheel turns in many small steps, and only the last one counts.
      bar.text = addTerm(bar.text, termOf({ fromMs: from, toMs: to }));
    }
  }

  /** Selects the matching entry that is nearest to a moment. */
  async function jumpTo(atMs: number): Promise<void> {
    const { query } = inspector;
    if (query === null) return;
    const row = query.order === 'time' ? await findEntryAt(query, atMs) : await findAnyOrder(atMs);
    if (row !== null) await inspector.jumpTo(row.seq);
  }

  /** A list in groups is not in order of time: the same query is asked in that order. */
  async function findAnyOrder(atMs: number) {
    const { query } = inspector;
    if (query === null) return null;
    const { recordingId, text } = query;
    const input = { recordingId, text, order: 'time', afterSeq: inspector.clearedSeq } as const;
    const opened = await request('query.open', input);
    if (!opened.ok) {
      useNoticesStore().showProblem(opened.error);
      return null;
    }
    const row = await findEntryAt(opened.value, atMs);
    void request('query.close', { queryId: opened.value.id });
    return row;
  }

  return {
    ...{ buckets, density, whole, span, listed, zoomed, wallOffsetMs },
    ...{ wallTime, zoomTo, zoomOut, zoomAbout, jumpTo },
  };
});
