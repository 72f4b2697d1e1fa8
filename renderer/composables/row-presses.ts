/** How a pointer selects rows of the list. */
import { useInspectorStore } from '#renderer/stores/inspector.ts';

export interface RowPresses {
  onPress(event: PointerEvent, index: number): void;
  onClick(event: MouseEvent, index: number): void;
}

/**
 * A mouse selects where it is pressed: until it is let go, another row may stand there. A finger may have been
 * about to scroll, and assistive technology presses nothing, so both select by the click.
 */
export function useRowPresses(): RowPresses {
  const inspector = useInspectorStore();

  function select(event: MouseEvent, index: number): void {
    const mode = event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only';
    void inspector.selectLine(index, mode);
  }

  return {
    onPress(event, index) {
      if (event.pointerType === 'mouse' && event.button === 0) select(event, index);
    },
    onClick(event, index) {
      if (!('pointerType' in event) || event.pointerType !== 'mouse') select(event, index);
    },
  };
}
