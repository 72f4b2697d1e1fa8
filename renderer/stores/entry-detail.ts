/** The entry shown in full beside the inspector's list, and how it is shown. */
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { ReadEntry } from '#shared/contract/channels.ts';
import type { CopyFormat } from '#shared/contract/query.ts';
import { useInspectorStore } from './inspector.ts';
import { keep, readKept, restoreFields } from './kept-state.ts';
import { useNoticesStore } from './notices.ts';

/** How an entry can be looked at. */
export const ENTRY_VIEWS = ['pretty', 'exact', 'tree', 'bytes'] as const;

export type EntryView = (typeof ENTRY_VIEWS)[number];

/** A text longer than this is cut until all of it is asked for. */
const SHOWN_CHARS = 100_000;

const KEPT = 'entry-detail';

export const useEntryDetailStore = defineStore('entry-detail', () => {
  const inspector = useInspectorStore();
  const entry = shallowRef<ReadEntry | null>(null);
  /** Reading all of a text that was cut. */
  const readingAll = ref(false);
  const kept = restoreFields({ view: 'pretty', wraps: true, exchangeOpen: false }, readKept(KEPT));
  const view = ref<EntryView>(ENTRY_VIEWS.find((one) => one === kept.view) ?? 'pretty');
  const wraps = ref<boolean>(kept.wraps);
  const exchangeOpen = ref<boolean>(kept.exchangeOpen);
  let latest = 0;

  watch([view, wraps, exchangeOpen], () =>
    keep(KEPT, { view: view.value, wraps: wraps.value, exchangeOpen: exchangeOpen.value }),
  );
  watch(
    () => [inspector.recordingId, inspector.selectedSeq],
    () => void read(SHOWN_CHARS),
    {
      immediate: true,
    },
  );

  async function read(maxChars: number | undefined): Promise<void> {
    const { recordingId, selectedSeq: seq } = inspector;
    latest += 1;
    const mine = latest;
    readingAll.value = maxChars === undefined;
    if (recordingId === null || seq === null) {
      entry.value = null;
      return;
    }
    const limit = maxChars === undefined ? {} : { maxChars };
    const answer = await request('entry.read', { recordingId, seq, ...limit });
    if (mine !== latest) return;
    readingAll.value = false;
    if (answer.ok) entry.value = answer.value;
    else {
      // What is shown stays when only the rest of it could not be read.
      if (maxChars !== undefined) entry.value = null;
      useNoticesStore().showProblem(answer.error);
    }
  }

  /** Copies the selected entries, masked, to the clipboard. */
  async function copy(format: CopyFormat = 'xml'): Promise<void> {
    const { recordingId, selectedSeqs } = inspector;
    if (recordingId === null || selectedSeqs.length === 0) return;
    const answer = await request('entry.copy', { recordingId, seqs: [...selectedSeqs], format });
    if (!answer.ok) {
      useNoticesStore().showProblem(answer.error);
      return;
    }
    const what = selectedSeqs.length === 1 ? 'Copied' : `${selectedSeqs.length} entries copied`;
    useNoticesStore().showDone(`${what}, with tokens and passwords masked.`);
  }

  return {
    ...{ entry, readingAll, view, wraps, exchangeOpen },
    showAll: () => read(undefined),
    copy,
  };
});
