/**
 * The rows of the inspector: those of the live recording as they arrive, or those of a reopened one.
 * Arrivals are judged here where their row is enough, and fetched where the filter needs the text.
 */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { EntryPage, Events, RecordingFacts } from '#shared/contract/channels.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { type PagePlace, readPage } from './entry-page.ts';
import { useInspectorFilterStore } from './inspector-filter.ts';
import { useRecordingsStore } from './recordings.ts';
import {
  appendRows,
  EMPTY_WINDOW,
  indexOfSeq,
  isLocalFilter,
  matchesRow,
  PAGE_ROWS,
  prependRows,
  type RowWindow,
  trimRows,
  windowFromEnd,
} from './row-window.ts';

/** How long a change of the filter waits for the next key. */
const TYPING_MS = 120;
/** How often arrivals are fetched at most, when the filter needs their text. */
const CATCH_UP_MS = 100;

export const useInspectorStore = defineStore('inspector', () => {
  const bar = useInspectorFilterStore();
  const recordings = useRecordingsStore();

  /** The reopened recording shown instead of the live one. */
  const reopened = shallowRef<RecordingFacts | null>(null);
  const window = shallowRef<RowWindow>(EMPTY_WINDOW);
  const matching = ref(0);
  const selectedSeq = ref<number | null>(null);
  /** Set to bring a row into view; the list clears it. */
  const revealSeq = ref<number | null>(null);
  const following = ref(true);
  const unseen = ref(0);
  /** Rows up to this seq are hidden from view; the record keeps them. */
  const clearedSeq = ref(0);
  const loading = ref(false);

  let latestLoad = 0;
  let catchUpTimer: ReturnType<typeof setTimeout> | undefined;
  let typingTimer: ReturnType<typeof setTimeout> | undefined;

  const rows = computed(() => window.value.rows);
  const recordingId = computed(() => (reopened.value ?? recordings.live)?.id ?? null);

  watch(
    () => bar.filter,
    () => {
      clearTimeout(typingTimer);
      typingTimer = setTimeout(() => void reload(), TYPING_MS);
    },
  );

  const fetchPage = (place: PagePlace, filter = bar.filter): Promise<EntryPage | null> =>
    readPage(recordingId.value, place, filter);

  /** Fetches the end of the recording anew, as after a change of filter or a missed event. */
  async function reload(): Promise<void> {
    latestLoad += 1;
    const load = latestLoad;
    loading.value = true;
    const page = await fetchPage({ afterSeq: clearedSeq.value, fromEnd: true });
    if (load !== latestLoad) return;
    loading.value = false;
    window.value = page === null ? EMPTY_WINDOW : windowFromEnd(page.rows, page.total);
    matching.value = page?.matching ?? 0;
    unseen.value = 0;
    following.value = true;
  }

  function append(arrived: Events['entries.appended']): void {
    if (reopened.value !== null || arrived.recordingId !== recordingId.value) return;
    const whole = arrived.rows.length === arrived.lastSeq - arrived.firstSeq + 1;
    const next = arrived.firstSeq <= window.value.seenSeq + 1;
    if (whole && next && isLocalFilter(bar.filter) && !window.value.hasNewer) {
      take(
        arrived.rows.filter((row) => matchesRow(row, bar.filter)),
        arrived.lastSeq,
      );
    } else {
      catchUpTimer ??= setTimeout(() => void catchUp(), CATCH_UP_MS);
    }
  }

  function take(arrived: readonly EntryRow[], seenSeq: number): void {
    const before = window.value.rows.length;
    const grown = appendRows(window.value, arrived, seenSeq);
    const added = grown.rows.length - before;
    window.value = following.value ? trimRows(grown) : grown;
    matching.value += added;
    if (!following.value) unseen.value += added;
  }

  async function catchUp(): Promise<void> {
    const load = latestLoad;
    const since = window.value.seenSeq;
    const page = await fetchPage({ afterSeq: Math.max(since, clearedSeq.value), fromEnd: true });
    catchUpTimer = undefined;
    if (page === null || load !== latestLoad) return;
    const added = page.rows.length;
    if (added < PAGE_ROWS && !window.value.hasNewer) {
      take(page.rows, page.total);
    } else if (following.value) {
      window.value = windowFromEnd(page.rows, page.total);
    } else {
      // Somebody reads further up: keep what he sees and leave the rest for the jump to the end.
      unseen.value += added;
      window.value = { ...window.value, hasNewer: true, seenSeq: page.total };
    }
    matching.value = page.matching;
  }

  /** Fetches the rows before the first. @returns how many were added above */
  async function loadOlder(): Promise<number> {
    const first = window.value.rows[0];
    if (first === undefined || !window.value.hasOlder || loading.value) return 0;
    const load = latestLoad;
    loading.value = true;
    const page = await fetchPage({
      afterSeq: clearedSeq.value,
      fromEnd: true,
      beforeSeq: first.seq,
    });
    loading.value = false;
    if (page === null || load !== latestLoad) return 0;
    const before = window.value.rows.length;
    window.value = prependRows(window.value, page.rows);
    return window.value.rows.length - before;
  }

  /** Selects a row wherever it is, and brings it into view. */
  async function jumpTo(seq: number): Promise<void> {
    selectedSeq.value = seq;
    if (indexOfSeq(window.value.rows, seq) < 0) await showAround(seq);
    revealSeq.value = seq;
  }

  /** A row outside the window or the filter: the filter gives way, since the row was asked for by name. */
  async function showAround(seq: number): Promise<void> {
    bar.reset();
    clearTimeout(typingTimer);
    clearedSeq.value = Math.min(clearedSeq.value, seq - 1);
    latestLoad += 1;
    const load = latestLoad;
    const afterSeq = Math.max(clearedSeq.value, seq - PAGE_ROWS / 2);
    const page = await fetchPage({ afterSeq, fromEnd: false }, {});
    clearTimeout(typingTimer);
    if (page === null || load !== latestLoad) return;
    const last = page.rows.at(-1)?.seq ?? 0;
    window.value = {
      rows: page.rows,
      hasOlder: afterSeq > clearedSeq.value,
      hasNewer: last < page.total,
      seenSeq: last,
    };
    matching.value = page.matching;
    following.value = false;
  }

  function setFollowing(atEnd: boolean): void {
    following.value = atEnd && !window.value.hasNewer;
    if (following.value) unseen.value = 0;
  }

  async function jumpToEnd(): Promise<void> {
    if (window.value.hasNewer) await reload();
    following.value = true;
    unseen.value = 0;
  }

  function select(seq: number | null): void {
    selectedSeq.value = seq;
  }

  /** Selects the next matching row in a direction: 1 down, -1 up. */
  function selectNext(step: 1 | -1): void {
    const current = indexOfSeq(rows.value, selectedSeq.value);
    const start = current < 0 && step < 0 ? rows.value.length : current;
    const row = rows.value[start + step];
    if (row !== undefined) void jumpTo(row.seq);
  }

  /** Empties the view; the record keeps everything. */
  function clearView(): void {
    clearedSeq.value = Math.max(window.value.seenSeq, window.value.rows.at(-1)?.seq ?? 0);
    selectedSeq.value = null;
    void reload();
  }

  function showCleared(): void {
    clearedSeq.value = 0;
    void reload();
  }

  async function show(recording: RecordingFacts | null): Promise<void> {
    reopened.value = recording === null || recording.live ? null : recording;
    bar.reset();
    clearedSeq.value = 0;
    selectedSeq.value = null;
    clearTimeout(typingTimer);
    await reload();
    clearTimeout(typingTimer);
  }

  return {
    reopened,
    window,
    rows,
    recordingId,
    matching,
    selectedSeq,
    revealSeq,
    following,
    unseen,
    clearedSeq,
    loading,
    reload,
    append,
    loadOlder,
    jumpTo,
    jumpToEnd,
    setFollowing,
    select,
    selectNext,
    clearView,
    showCleared,
    show,
  };
});
