/** Tells each line how far it is indented and whether a word is too long for it, so that it wraps well. */
import type { Range } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';

/** Deeper indentation would leave no room for the text. */
const DEEPEST = 24;

/** Padding on both sides and the step of a continued line, in characters. */
const MARGIN = 6;

/** Sets `--indent` on each visible line, in characters. */
export const hangingIndent = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = measure(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged || update.geometryChanged)
        this.decorations = measure(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function measure(view: EditorView): DecorationSet {
  const lines: Range<Decoration>[] = [];
  const columns = view.scrollDOM.clientWidth / view.defaultCharacterWidth - MARGIN;
  for (const { from, to } of view.visibleRanges) {
    for (let position = from; position <= to;) {
      const line = view.state.doc.lineAt(position);
      const indent = Math.min(DEEPEST, line.text.length - line.text.trimStart().length);
      const attributes = {
        style: `--indent: ${indent}`,
        ...(longestWord(line.text) > columns - indent ? { class: 'cm-long-word' } : {}),
      };
      lines.push(Decoration.line({ attributes }).range(line.from));
      position = line.to + 1;
    }
  }
  return Decoration.set(lines);
}

function longestWord(text: string): number {
  return text.split(' ').reduce((longest, word) => Math.max(longest, word.length), 0);
}
