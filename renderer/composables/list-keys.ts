/** What keys do while the list of entries has the focus. */
import { targetIndex } from '#renderer/components/inspector/list-keys.ts';
import { useInspectorStore } from '#renderer/stores/inspector.ts';
import { listKeyOf, useListActions } from './list-actions.ts';

/** @returns a listener of the list's key events */
export function useListKeys(): (event: KeyboardEvent) => void {
  const inspector = useInspectorStore();
  const actions = useListActions();

  return (event) => {
    const pressed = listKeyOf(event);
    // What the user has marked in the list is what he wants to copy; what a search has marked elsewhere is not.
    if (pressed === 'Ctrl+C' && hasMarkedText(event.currentTarget)) return;
    const action = actions.find(({ keys }) => keys.includes(pressed));
    if (action !== undefined) {
      event.preventDefault();
      action.run();
      return;
    }
    if (event.altKey) return;
    const { first, end } = inspector.bounds;
    const current = inspector.focusedIndex === null ? -1 : inspector.focusedIndex - first;
    const index = targetIndex(event.key, current, end - first, Math.floor(inspector.rows));
    if (index === null) return;
    event.preventDefault();
    const away = event.ctrlKey || event.metaKey;
    void inspector.moveTo(first + index, event.shiftKey ? 'range' : away ? 'focus' : 'only');
  };
}

function hasMarkedText(list: EventTarget | null): boolean {
  const marked = window.getSelection();
  return marked?.isCollapsed === false && list instanceof Node && list.contains(marked.anchorNode);
}
