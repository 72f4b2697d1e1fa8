/** From where the list counts time: the first entry, or one that the user has chosen. */
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useInspectorStore } from './inspector.ts';

interface ChosenBase {
  readonly recordingId: string;
  readonly seq: number;
  readonly monotonicMs: number;
}

export const useTimeBaseStore = defineStore('time-base', () => {
  const inspector = useInspectorStore();
  const chosen = shallowRef<ChosenBase | null>(null);

  const current = computed(() =>
    chosen.value?.recordingId === inspector.recordingId ? chosen.value : null,
  );
  /** The chosen entry, or null for the first. */
  const seq = computed(() => current.value?.seq ?? null);
  /** On the recording's monotonic clock; null until it is known. */
  const baseMs = computed(() => {
    if (current.value !== null) return current.value.monotonicMs;
    const { first, end } = inspector.bounds;
    const lines = [first, first + 1].filter((index) => index < end).map(inspector.lineAt);
    const line = lines.find((candidate) => candidate?.kind === 'entry');
    return line?.kind === 'entry' ? line.row.monotonicMs : null;
  });

  /** Counts from the selected entry; once more, from the first again. */
  function toggle(): void {
    const { recordingId, selectedIndex, selectedSeq } = inspector;
    if (recordingId === null || selectedIndex === null || seq.value === selectedSeq) {
      chosen.value = null;
      return;
    }
    const line = inspector.lineAt(selectedIndex);
    if (line?.kind !== 'entry') return;
    const { monotonicMs } = line.row;
    chosen.value = { recordingId, seq: line.row.seq, monotonicMs };
  }

  return { seq, baseMs, toggle };
});
