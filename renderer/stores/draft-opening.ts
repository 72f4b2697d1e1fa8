/**
 * Opens a stanza of the transcript as a draft. A draft that the user worked on is not overwritten: the
 * stanza is then offered, and he decides.
 */
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useComposeStore } from './compose.ts';
import { draftFromText, type TemplateDraft } from './draft.ts';
import { useNoticesStore } from './notices.ts';
import { usePlacesStore } from './places.ts';
import { newStanzaId } from './stanza-id.ts';

export const useDraftOpeningStore = defineStore('draft-opening', () => {
  const compose = useComposeStore();
  const waiting = shallowRef<TemplateDraft | null>(null);

  /** A stanza waits for the place of the draft that is shown. */
  const offered = computed(() => waiting.value?.templateId === compose.templateId);

  /** Shows a stanza in Compose: in the form that fits it, or else as it is. */
  function open(xml: string): void {
    const opened = draftFromText(xml, newStanzaId());
    compose.choose(opened.templateId);
    usePlacesStore().go('compose');
    const taken = compose.holdsWork(opened.templateId);
    waiting.value = taken ? opened : null;
    if (!taken) compose.adopt(opened);
    useNoticesStore().announce(
      taken ? 'Compose holds a draft of yours. Keep or replace it.' : 'Opened in Compose.',
    );
  }

  function replace(): void {
    if (waiting.value !== null) compose.adopt(waiting.value);
    waiting.value = null;
  }

  function keep(): void {
    waiting.value = null;
  }

  return { offered, open, replace, keep };
});
