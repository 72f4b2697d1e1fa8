/** Colours the tokens of a query and underlines its fault. */
import { type EditorState, type Extension, type Range, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import { faultOf, MAX_QUERY_LENGTH, parseQuery } from '#shared/transcript/query/parse-query.ts';
import { type QueryTokenKind, tokenizeQuery } from '#shared/transcript/query/query-token.ts';

const CLASSES: Readonly<Record<QueryTokenKind, string>> = {
  field: 'query-field',
  operator: 'query-operator',
  comma: 'query-operator',
  value: 'query-value',
  quoted: 'query-value',
  regex: 'query-regex',
  path: 'query-path',
  keyword: 'query-keyword',
  minus: 'query-keyword',
  open: 'query-operator',
  close: 'query-operator',
  word: 'query-text',
};

function markQuery(state: EditorState): DecorationSet {
  const text = state.doc.sliceString(0, MAX_QUERY_LENGTH);
  const marks: Range<Decoration>[] = tokenizeQuery(text).map(({ kind, from, to }) =>
    Decoration.mark({ class: CLASSES[kind] }).range(from, to),
  );
  const query = parseQuery(state.doc.toString());
  const fault = query.ok ? null : faultOf(query.error);
  if (fault !== null && fault.to > fault.from) {
    marks.push(Decoration.mark({ class: 'query-fault' }).range(fault.from, fault.to));
  }
  return Decoration.set(marks, true);
}

export const queryMarks: Extension = StateField.define<DecorationSet>({
  create: markQuery,
  update: (marks, transaction) => (transaction.docChanged ? markQuery(transaction.state) : marks),
  provide: (field) => EditorView.decorations.from(field),
});
