/**
 * What the inspector shows: one query over the live recording or a reopened one, the lines in view, and
 * the entries selected. It reads lines by index as they are looked at and holds no others. A window that
 * nobody sees, and a paused one, do not follow the recording.
 */
import { useDocumentVisibility } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { RecordingFacts, RequestInput } from '#shared/contract/channels.ts';
import { QUERY_ORDERS, type QueryOrder } from '#shared/contract/query.ts';
import { createEntrySelection } from './entry-selection.ts';
import { useInspectorFilterStore } from './inspector-filter.ts';
import { createJumpHistory } from './jump-history.ts';
import { keep, readKept } from './kept-state.ts';
import { createListMoves } from './list-moves.ts';
import { createListPosition } from './list-position.ts';
import { useNoticesStore } from './notices.ts';
import { createQueryView, type Transition } from './query-view.ts';
import { useRecordingsStore } from './recordings.ts';

const KEPT_ORDER = 'inspector.order';

export const useInspectorStore = defineStore('inspector', () => {
  const bar = useInspectorFilterStore();
  const recordings = useRecordingsStore();
  const visibility = useDocumentVisibility();

  /** The reopened recording shown instead of the live one. */
  const reopened = shallowRef<RecordingFacts | null>(null);
  /** Entries up to this one are hidden from view; the record keeps them. */
  const clearedSeq = ref(0);
  const order = ref<QueryOrder>(readOrder());
  const loading = ref(false);
  const paused = ref(false);
  /** What had been recorded when the display was paused. */
  const pausedAt = ref(0);

  const view = createQueryView({
    transition: () => (position.following.value ? stayAt(null, null) : keepPlace()),
    isAtEnd: () => position.following.value,
    onProblem(problem, ofRecording) {
      recordings.learnFrom(problem, ofRecording);
      useNoticesStore().showProblem(problem);
    },
  });
  const position = createListPosition(() => view.bounds.value);
  const selection = createEntrySelection({ ...view, bounds: () => view.bounds.value });
  const moves = createListMoves({ view, position, selection });
  const jumps = createJumpHistory();

  const recordingId = computed(() => (reopened.value ?? recordings.live)?.id ?? null);
  const wanted = computed<RequestInput<'query.open'> | null>(() =>
    recordingId.value === null
      ? null
      : {
          recordingId: recordingId.value,
          text: bar.applied,
          order: order.value,
          afterSeq: clearedSeq.value,
        },
  );
  const follows = computed(() => !paused.value && visibility.value === 'visible');
  const recorded = computed(() => {
    const { status, live } = recordings;
    return status === null ? (live?.entries ?? 0) : status.entries + status.dropped;
  });
  /** Entries recorded since the display was paused. */
  const heldBack = computed(() =>
    paused.value && reopened.value === null ? Math.max(0, recorded.value - pausedAt.value) : 0,
  );

  watch(view.query, (query) => {
    if (query?.problem) recordings.learnFrom(query.problem, query.recordingId);
  });

  let asked = '';
  let opening = Promise.resolve();
  watch(wanted, () => {
    if (JSON.stringify(wanted.value) !== asked) void open(keepPlace());
  });
  watch(order, () => keep(KEPT_ORDER, order.value));
  watch(follows, () => void refresh());

  /** What is looked at stays where it is: the selected entry, else the end, else the first one in view. */
  function keepPlace(): Transition {
    const index = selection.index.value;
    const looksAtSelected =
      selection.seq.value !== null && (index === null || position.shows(index));
    if (looksAtSelected) return stayAt(selection.seq.value, index);
    return position.following.value ? stayAt(null, null) : stayAt(...firstInView());
  }

  function firstInView(): [seq: number | null, index: number | null] {
    const { first, end } = view.bounds.value;
    const from = Math.max(first, Math.ceil(position.top.value));
    const to = Math.min(end, from + position.rows.value);
    for (let index = from; index < to; index += 1) {
      const line = view.peek(index);
      if (line?.kind === 'entry') return [line.row.seq, index];
    }
    return [null, null];
  }

  function stayAt(anchorSeq: number | null, index: number | null): Transition {
    const rowsAbove = index === null ? null : index - position.top.value;
    const ofSelection = anchorSeq !== null && anchorSeq === selection.seq.value;
    return {
      anchorSeq,
      onShown(place) {
        position.startAnew();
        if (place === null) position.toEnd();
        else if (rowsAbove !== null) position.setTop((place.index ?? place.nearest) - rowsAbove);
        else if (place.index !== null) position.reveal(place.index);
        void selection.relocate(ofSelection ? place : null);
      },
    };
  }

  function open(transition: Transition): Promise<void> {
    asked = JSON.stringify(wanted.value);
    opening = openWanted(transition, asked);
    return opening;
  }

  async function openWanted(transition: Transition, key: string): Promise<void> {
    loading.value = true;
    await view.open(wanted.value, transition);
    if (key !== asked) return;
    loading.value = false;
    if (!follows.value) await view.follow(false);
  }

  /** Catches up after a missed event, or with what came while nobody looked. */
  async function refresh(): Promise<void> {
    if (asked === JSON.stringify(wanted.value)) {
      await opening;
      if (await view.follow(follows.value)) return;
    }
    await open(keepPlace());
  }

  /** Selects an entry wherever it is and brings it into view; the filter gives way where it hides it. */
  async function jumpTo(seq: number): Promise<void> {
    jumps.add(selection.seq.value, seq);
    await reveal(seq);
  }

  async function reveal(seq: number): Promise<void> {
    await selection.select(seq);
    if (selection.index.value === null && selection.seq.value === seq) {
      bar.reset();
      clearedSeq.value = Math.min(clearedSeq.value, seq - 1);
      await open(stayAt(seq, null));
    }
    if (selection.index.value !== null) position.reveal(selection.index.value);
  }

  async function goThrough(seq: number | null): Promise<void> {
    if (seq !== null) await reveal(seq);
  }

  function togglePaused(): void {
    paused.value = !paused.value;
    pausedAt.value = recorded.value;
  }

  function toEnd(): void {
    if (paused.value) togglePaused();
    position.toEnd();
  }

  /** Empties the view; the record keeps everything. */
  async function clearView(): Promise<void> {
    const { first, end } = view.bounds.value;
    const last = first === end ? null : (await view.read(end - 1, end))?.[0];
    const lastSeq = last?.kind === 'entry' ? last.row.seq : 0;
    const known = reopened.value === null ? recorded.value : 0;
    void selection.select(null);
    clearedSeq.value = Math.max(clearedSeq.value, lastSeq, known);
  }

  function showCleared(): void {
    clearedSeq.value = 0;
  }

  async function show(recording: RecordingFacts | null): Promise<void> {
    reopened.value = recording === null || recording.live ? null : recording;
    bar.reset();
    clearedSeq.value = 0;
    paused.value = false;
    jumps.clear();
    void selection.select(null);
    await open(stayAt(null, null));
  }

  /** Shows what can be read of a damaged recording, as a recording of its own. */
  async function salvage(recordingId: string): Promise<void> {
    const salvaged = await recordings.salvage(recordingId);
    if (salvaged !== null) await show(salvaged);
  }

  return {
    ...{ reopened, recordingId, clearedSeq, order, loading, paused, heldBack },
    ...{ query: view.query, bounds: view.bounds, lineAt: view.lineAt, apply: view.take },
    cancelSearch: view.cancel,
    ...{ top: position.top, lastTop: position.lastTop, rows: position.rows },
    ...{ following: position.following, unseen: position.unseen },
    ...{ setTop: position.setTop, setRows: position.setRows, hold: position.hold },
    ...{ selectedSeq: selection.seq, selectedSeqs: selection.seqs },
    ...{
      focusedIndex: selection.focused,
      selectedIndex: selection.index,
      selectedOutside: selection.outside,
    },
    ...{ isSelected: selection.has, select: selection.select, selectLine: selection.selectLine },
    ...{ jumpTo, reveal, canGoBack: jumps.canGoBack, canGoForward: jumps.canGoForward },
    goBack: () => goThrough(jumps.back()),
    goForward: () => goThrough(jumps.forward()),
    ...moves,
    ...{ refresh, togglePaused, toEnd, clearView, showCleared, show, salvage },
  };
});

function readOrder(): QueryOrder {
  const kept = readKept(KEPT_ORDER);
  return QUERY_ORDERS.find((order) => order === kept) ?? 'time';
}
