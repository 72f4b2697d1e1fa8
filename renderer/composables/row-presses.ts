/**
 * How a pointer selects rows of the list. The list hears it for all of them: with a listener of its own, made anew
 * whenever the list is drawn, every row would be drawn anew too.
 */
import { useInspectorStore } from '#renderer/stores/inspector.ts';

export interface RowPresses {
  onPress(event: PointerEvent): void;
  onClick(event: MouseEvent): void;
}

/**
 * A mouse selects where it is pressed: until it is let go, another row may stand there. A finger may have been
 * about to scroll, and assistive technology presses nothing, so both select by the click. Rows have the index of
 * their line in `data-line`.
 */
export function useRowPresses(): RowPresses {
  const inspector = useInspectorStore();

  function select(event: MouseEvent): void {
    const index = lineOf(event);
    if (index === null || inspector.lineAt(index)?.kind === 'group') return;
    const mode = event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only';
    void inspector.selectLine(index, mode);
  }

  return {
    onPress(event) {
      if (event.pointerType === 'mouse' && event.button === 0) select(event);
    },
    onClick(event) {
      const index = lineOf(event);
      if (index === null) return;
      if (inspector.lineAt(index)?.kind === 'group') void inspector.moveTo(index + 1);
      else if (!('pointerType' in event) || event.pointerType !== 'mouse') select(event);
    },
  };
}

function lineOf({ target }: Event): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null;
  return row === null ? null : Number(row.dataset['line']);
}
