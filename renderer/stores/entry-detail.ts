/** The entry shown in full below the inspector's list. */
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { request } from '#renderer/bridge/console-bridge.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { useInspectorStore } from './inspector.ts';
import { useNoticesStore } from './notices.ts';

export const useEntryDetailStore = defineStore('entry-detail', () => {
  const inspector = useInspectorStore();
  const entry = shallowRef<WireEntry | null>(null);
  /** How it is shown; kept here, because the window's shape decides which component shows it. */
  const exact = ref(false);
  const asBytes = ref(false);
  let latest = 0;

  watch(
    () => [inspector.recordingId, inspector.selectedSeq] as const,
    async ([recordingId, seq]) => {
      latest += 1;
      const read = latest;
      if (recordingId === null || seq === null) {
        entry.value = null;
        return;
      }
      const answer = await request('entry.read', { recordingId, seq });
      if (read !== latest) return;
      entry.value = answer.ok ? answer.value : null;
      if (!answer.ok) useNoticesStore().showProblem(answer.error);
    },
    { immediate: true },
  );

  /** Copies the entry, masked, to the clipboard. */
  async function copy(): Promise<void> {
    const recordingId = inspector.recordingId;
    const seq = inspector.selectedSeq;
    if (recordingId === null || seq === null) return;
    const answer = await request('entry.copy', { recordingId, seqs: [seq], format: 'xml' });
    if (answer.ok) useNoticesStore().showDone('Copied, with tokens and passwords masked.');
    else useNoticesStore().showProblem(answer.error);
  }

  return { entry, exact, asBytes, copy };
});
