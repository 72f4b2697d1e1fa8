/** The inspector's filter as its bar holds it, and as the contract takes it. */
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import type { RequestInput } from '#shared/contract/channels.ts';
import type { EntryDirection, EntryKind } from '#shared/transcript/entry.ts';

/** How long a change of the text waits for the next key. */
const TYPING_MS = 120;

export const useInspectorFilterStore = defineStore('inspector-filter', () => {
  const text = ref('');
  /** Empty lists mean all. */
  const sessionIds = ref<readonly string[]>([]);
  const directions = ref<readonly EntryDirection[]>([]);
  const kinds = ref<readonly EntryKind[]>([]);
  const errorsOnly = ref(false);

  /** The query the list shows: the text, once the typing has paused. */
  const applied = ref('');
  let typing: ReturnType<typeof setTimeout> | undefined;

  watch(text, () => {
    clearTimeout(typing);
    typing = setTimeout(() => (applied.value = text.value.trim()), TYPING_MS);
  });

  // Reactive proxies do not cross the bridge; the lists are copied out of theirs.
  const filter = computed<RequestInput<'recording.export'>['filter']>(() => ({
    ...(sessionIds.value.length === 0 ? {} : { sessionIds: [...sessionIds.value] }),
    ...(directions.value.length === 0 ? {} : { directions: [...directions.value] }),
    ...(kinds.value.length === 0 ? {} : { kinds: [...kinds.value] }),
    ...(text.value.trim() === '' ? {} : { text: text.value.trim() }),
    ...(errorsOnly.value ? { errorsOnly: true } : {}),
  }));

  const active = computed(() => Object.keys(filter.value).length > 0);

  function reset(): void {
    text.value = '';
    applied.value = '';
    sessionIds.value = [];
    directions.value = [];
    kinds.value = [];
    errorsOnly.value = false;
  }

  return { text, applied, sessionIds, directions, kinds, errorsOnly, filter, active, reset };
});
