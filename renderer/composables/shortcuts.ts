/**
 * The window's keys. Those with Ctrl (Command on macOS) work everywhere; digits only where nobody types.
 */
import { useEventListener } from '@vueuse/core';

/** A key and what it does. */
export interface Shortcut {
  /** `KeyboardEvent.key`, lower case. */
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift?: boolean;
  readonly run: () => void;
}

/** Listens for as long as the calling component lives. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEventListener(document, 'keydown', (event) => {
    if (event.altKey || event.defaultPrevented) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const wanted = shortcuts.find(
      (item) =>
        item.key === event.key.toLowerCase() &&
        item.ctrl === ctrl &&
        (item.shift ?? false) === event.shiftKey,
    );
    if (wanted === undefined) return;
    if (!ctrl && event.key.length === 1 && isTyping(event.target)) return;
    event.preventDefault();
    wanted.run();
  });
}

/** Tells whether keys belong to a field or an open menu. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest(
      'input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"][data-menu]',
    ) !== null
  );
}
