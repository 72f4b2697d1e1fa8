/** Whether the timeline is drawn: as it was left, and in a low window folded until asked for. */
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { useNarrowWindow } from '#renderer/composables/narrow-window.ts';
import { keep, readKept } from './kept-state.ts';

export const useTimelineFoldStore = defineStore('timeline-fold', () => {
  /** Below the work area the inspector has little height. */
  const low = useNarrowWindow();
  const keptName = computed(() => (low.value ? 'timeline.open.low' : 'timeline.open'));
  const open = ref(readOpen());
  watch(keptName, () => (open.value = readOpen()));

  function readOpen(): boolean {
    const kept = readKept(keptName.value);
    return typeof kept === 'boolean' ? kept : !low.value;
  }

  function toggle(): void {
    open.value = !open.value;
    keep(keptName.value, open.value);
  }

  return { open, toggle };
});
