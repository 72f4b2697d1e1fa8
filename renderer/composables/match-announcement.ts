/** Says to people who hear the window how many lines a search has found, once it is over. */
import { watch } from 'vue';
import { countOf } from '#renderer/formatting/quantity.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { useNoticesStore } from '#renderer/stores/notices.ts';

/** Announces for as long as the calling component lives. */
export function useMatchAnnouncement(): void {
  const inspector = useInspectorStore();
  const notices = useNoticesStore();
  watch(
    () => [inspector.query?.id, inspector.query?.state] as const,
    ([, state]) => {
      if (state === 'searching' || inspector.query?.text === '') return;
      const { first, end } = inspector.bounds;
      notices.announce(`${countOf(end - first, 'line', 'lines')} match`);
    },
  );
}
