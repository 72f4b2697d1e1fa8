/** Two entries side by side: of one recording or of two, matching the filter or not. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { ReadEntry } from '#shared/contract/channels.ts';
import { useInspectorStore } from './inspector.ts';
import { keep, readKept, restoreFields } from './kept-state.ts';
import { useNoticesStore } from './notices.ts';
import { useSelectedExchangeStore } from './selected-exchange.ts';

/** An entry by name. */
export interface EntryAddress {
  readonly recordingId: string;
  readonly seq: number;
}

/** The two sides of a comparison. */
export interface ComparedEntries {
  readonly left: ReadEntry;
  readonly right: ReadEntry;
}

/** Compared of each text at most: more differences than one can read. */
const COMPARED_CHARS = 100_000;

const KEPT = 'comparison';

export const useComparisonStore = defineStore('comparison', () => {
  const inspector = useInspectorStore();
  const exchange = useSelectedExchangeStore();

  /** The entry that waits for another one to be compared with. */
  const marked = shallowRef<EntryAddress | null>(null);
  const compared = shallowRef<ComparedEntries | null>(null);
  const kept = restoreFields({ order: true, whitespace: true }, readKept(KEPT));
  const ignoreAttributeOrder = ref<boolean>(kept.order);
  const ignoreWhitespace = ref<boolean>(kept.whitespace);

  watch([ignoreAttributeOrder, ignoreWhitespace], ([order, whitespace]) =>
    keep(KEPT, { order, whitespace }),
  );

  const selected = computed(() => {
    const { recordingId, selectedSeq: seq } = inspector;
    return recordingId === null || seq === null ? null : { recordingId, seq };
  });
  /** What would be compared now: two selected rows, the marked entry, or the other side of the exchange. */
  const pair = computed<readonly [EntryAddress, EntryAddress] | null>(() => {
    const here = selected.value;
    if (here === null) return null;
    const [first, second, ...more] = inspector.selectedSeqs;
    if (first !== undefined && second !== undefined && more.length === 0) {
      return [
        { ...here, seq: first },
        { ...here, seq: second },
      ];
    }
    if (marked.value !== null && !isSame(marked.value, here)) return [marked.value, here];
    const partner = exchange.rows.find((row) => row.seq !== here.seq);
    return partner === undefined ? null : sorted(here, { ...here, seq: partner.seq });
  });

  function mark(): void {
    marked.value = selected.value;
  }

  /** Compares what {@link pair} says; without one, marks the selected entry. */
  async function compare(): Promise<void> {
    if (pair.value === null) {
      mark();
      if (marked.value !== null) useNoticesStore().showDone(MARKED);
      return;
    }
    const [left, right] = await Promise.all(pair.value.map(read));
    if (left && right) compared.value = { left, right };
  }

  async function read({ recordingId, seq }: EntryAddress): Promise<ReadEntry | null> {
    const answer = await request('entry.read', { recordingId, seq, maxChars: COMPARED_CHARS });
    if (!answer.ok) useNoticesStore().showProblem(answer.error);
    return answer.ok ? answer.value : null;
  }

  return {
    ...{ marked, compared, ignoreAttributeOrder, ignoreWhitespace, pair },
    ...{ mark, compare, close: () => (compared.value = null) },
  };
});

const MARKED = 'Marked for comparing. Select another entry and compare.';

function isSame(one: EntryAddress, other: EntryAddress): boolean {
  return one.recordingId === other.recordingId && one.seq === other.seq;
}

function sorted(one: EntryAddress, other: EntryAddress): [EntryAddress, EntryAddress] {
  return one.seq < other.seq ? [one, other] : [other, one];
}
