/** The inspector's filter as its bar holds it, and as the contract takes it. */
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { EntryDirection, EntryFilter, EntryKind } from '#shared/transcript/entry.ts';

export const useInspectorFilterStore = defineStore('inspector-filter', () => {
  const text = ref('');
  /** Empty lists mean all. */
  const sessionIds = ref<readonly string[]>([]);
  const directions = ref<readonly EntryDirection[]>([]);
  const kinds = ref<readonly EntryKind[]>([]);
  const errorsOnly = ref(false);

  const filter = computed<EntryFilter>(() => ({
    ...(sessionIds.value.length === 0 ? {} : { sessionIds: sessionIds.value }),
    ...(directions.value.length === 0 ? {} : { directions: directions.value }),
    ...(kinds.value.length === 0 ? {} : { kinds: kinds.value }),
    ...(text.value.trim() === '' ? {} : { text: text.value.trim() }),
    ...(errorsOnly.value ? { errorsOnly: true } : {}),
  }));

  const active = computed(() => Object.keys(filter.value).length > 0);

  function reset(): void {
    text.value = '';
    sessionIds.value = [];
    directions.value = [];
    kinds.value = [];
    errorsOnly.value = false;
  }

  return { text, sessionIds, directions, kinds, errorsOnly, filter, active, reset };
});
