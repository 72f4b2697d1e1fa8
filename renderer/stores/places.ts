/** Which place the work area shows. */
import { defineStore } from 'pinia';
import { ref } from 'vue';

/** The places of the rail. */
export const PLACES = ['run', 'compose', 'ledger', 'diagram', 'gateway', 'transcripts'] as const;

export type Place =
  (typeof PLACES)[number] | 'connect' | 'session' | 'practice' | 'settings' | 'help';

export const usePlacesStore = defineStore('places', () => {
  const place = ref<Place>('run');
  const exportOpen = ref(false);
  const paletteOpen = ref(false);
  const savedFiltersOpen = ref(false);

  function go(to: Place): void {
    place.value = to;
  }

  return { place, exportOpen, paletteOpen, savedFiltersOpen, go };
});
