/** The entry shown in full beside the inspector's list, and how it is shown. */
import { useThrottleFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { ReadEntry } from '#shared/contract/channels.ts';
import type { CopyFormat } from '#shared/contract/query.ts';
import { useInspectorStore } from './inspector.ts';
import { keep, readKept, restoreFields } from './kept-state.ts';
import { useNoticesStore } from './notices.ts';
import { useRecordingsStore } from './recordings.ts';

/** How an entry can be looked at. */
export const ENTRY_VIEWS = ['pretty', 'exact', 'tree', 'bytes'] as const;

export type EntryView = (typeof ENTRY_VIEWS)[number];

/** A text longer than this is cut until all of it is asked for. */
const SHOWN_CHARS = 100_000;
/** The rest comes in pieces: a message of many megabytes would hold up the window. */
const PIECE_CHARS = 1_000_000;

/** The first of several selections is read at once, and then the last of each span of time. */
const READ_EVERY_MS = 100;

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
  // A key that is held selects faster than anybody reads, and the list is to keep up with it.
  const readSoon = useThrottleFn(readBeginning, READ_EVERY_MS, true);
  watch(() => [inspector.recordingId, inspector.selectedSeq], readSoon, { immediate: true });

  async function readBeginning(): Promise<void> {
    const isWanted = begin();
    if (inspector.selectedSeq === null) entry.value = null;
    const part = await readPart(isWanted, 0, SHOWN_CHARS);
    if (isWanted()) entry.value = part;
  }

  /** Reads the rest of a text that was cut. What is shown stays when it cannot be read. */
  async function showAll(): Promise<void> {
    const shown = entry.value;
    if (shown?.cutFrom === undefined || shown.seq !== inspector.selectedSeq) return;
    const isWanted = begin();
    readingAll.value = true;
    const { cutFrom, ...whole } = shown;
    let { xml } = shown;
    while (xml.length < cutFrom) {
      const part = await readPart(isWanted, xml.length, PIECE_CHARS);
      if (!isWanted()) return;
      if (part === null || part.xml === '') break;
      xml += part.xml;
    }
    readingAll.value = false;
    if (xml.length >= cutFrom) entry.value = { ...whole, xml };
  }

  /** @returns whether nothing else was asked for since */
  function begin(): () => boolean {
    latest += 1;
    const mine = latest;
    readingAll.value = false;
    return () => mine === latest;
  }

  async function readPart(
    isWanted: () => boolean,
    from: number,
    maxChars: number,
  ): Promise<ReadEntry | null> {
    const { recordingId, selectedSeq: seq } = inspector;
    if (recordingId === null || seq === null) return null;
    const answer = await request('entry.read', { recordingId, seq, from, maxChars });
    if (answer.ok) return answer.value;
    useRecordingsStore().learnFrom(answer.error, recordingId);
    if (isWanted()) useNoticesStore().showProblem(answer.error);
    return null;
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
    ...{ showAll, copy },
  };
});
