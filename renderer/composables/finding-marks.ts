/** Underlines findings in an editor; they move with the text until the next judgement. */
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Finding } from '#shared/lint/finding.ts';

const replaceMarks = StateEffect.define<DecorationSet>();

/** Extension that draws what {@link showFindings} sets. */
export const findingMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const replaced = transaction.effects.find((effect) => effect.is(replaceMarks));
    return replaced === undefined ? marks.map(transaction.changes) : replaced.value;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Shows these findings and no others. */
export function showFindings(view: EditorView, findings: readonly Finding[]): void {
  const end = view.state.doc.length;
  const marks = findings
    .map(({ offset, length, severity, message }) => {
      const from = Math.min(offset, end);
      const mark = Decoration.mark({
        class: `cm-finding-${severity}`,
        attributes: { title: message },
      });
      return { from, to: Math.min(end, from + Math.max(1, length)), mark };
    })
    .filter(({ from, to }) => to > from)
    .map(({ from, to, mark }) => mark.range(from, to));
  view.dispatch({ effects: replaceMarks.of(Decoration.set(marks, true)) });
}
