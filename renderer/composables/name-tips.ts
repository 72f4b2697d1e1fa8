/** Tells in CodeMirror what the name under the pointer, or at the caret, means. */
import type { Extension } from '@codemirror/state';
import { EditorView, hoverTooltip } from '@codemirror/view';
import { formatNameFacts, type NameFacts } from '#renderer/formatting/name-facts.ts';
import { toVisibleText } from '#shared/xml/visible-text.ts';

/**
 * @param read explains an offset of the text
 * @param onCaret hears about the name at the caret each time it moves
 */
export function nameTips(
  read: (offset: number) => NameFacts | null,
  onCaret: (facts: NameFacts | null) => void,
): Extension {
  return [
    hoverTooltip((_view, position) => {
      const facts = read(position);
      if (facts === null) return null;
      return {
        pos: position,
        above: true,
        create: () => {
          const dom = document.createElement('div');
          dom.className = 'name-tip';
          dom.textContent = toVisibleText(formatNameFacts(facts));
          return { dom };
        },
      };
    }),
    EditorView.updateListener.of((update) => {
      if (update.selectionSet) onCaret(read(update.state.selection.main.head));
    }),
  ];
}
