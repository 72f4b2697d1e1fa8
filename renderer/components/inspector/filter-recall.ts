/** Goes through the filters that were applied, as a shell goes through its lines. */
import { useInspectorFilterStore } from '#renderer/stores/inspector-filter.ts';

/** @returns shows the filter before (-1) or after (1) the one shown; after the last comes what was typed */
export function useFilterRecall(): (step: 1 | -1) => void {
  const filter = useInspectorFilterStore();
  let typed = '';
  let shown: string | null = null;

  return (step) => {
    const { remembered, text } = filter;
    // Whatever was typed since is where going back begins anew.
    if (text !== shown) {
      typed = text;
      shown = null;
    }
    const before = remembered.filter((query) => query !== typed);
    const at = shown === null ? before.length : before.lastIndexOf(shown);
    const index = Math.max(0, Math.min(before.length, at + step));
    shown = before[index] ?? null;
    filter.text = shown ?? typed;
  };
}
