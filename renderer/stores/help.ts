/** The help: what is looked for, and which explanation stands open. */
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { searchExplanations } from '#shared/explain/search.ts';
import { usePlacesStore } from './places.ts';

export const useHelpStore = defineStore('help', () => {
  const query = ref('');
  /** Id of the explanation to show; empty: none. */
  const openId = ref('');
  const found = computed(() => searchExplanations(query.value));

  /** Shows one explanation, whatever was looked for before. */
  function show(id: string): void {
    query.value = '';
    openId.value = id;
    usePlacesStore().go('help');
  }

  return { query, openId, found, show };
});
