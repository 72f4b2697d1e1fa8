/** CodeMirror as a field of one line for queries: colours, completion, keys. */
import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionStatus,
  moveCompletionSelection,
  startCompletion,
} from '@codemirror/autocomplete';
import { history, historyKeymap, standardKeymap } from '@codemirror/commands';
import { EditorState, type Extension, Prec, type TransactionSpec } from '@codemirror/state';
import { EditorView, keymap, tooltips } from '@codemirror/view';
import { readPageNonce } from '#renderer/bridge/page-nonce.ts';
import {
  completeQuery,
  type QueryOption,
  type SuggestedField,
  valueOption,
} from '#shared/transcript/query/complete-query.ts';
import { queryMarks } from './query-marks.ts';

/** What the field tells its owner; a key that is not used does what it does elsewhere. */
export interface QueryFieldActions {
  readonly onChange: (text: string) => void;
  readonly onEnter: () => void;
  readonly onEscape: () => void;
  /** Another query of the past: -1 for the one before. */
  readonly onRecall: (step: 1 | -1) => void;
  readonly suggest: (field: SuggestedField, prefix: string) => Promise<readonly string[]>;
}

/** What all queries are written in. */
export function queryField(actions: QueryFieldActions): Extension[] {
  return [
    EditorView.cspNonce.of(readPageNonce()),
    oneLine,
    typedOver,
    queryMarks,
    history(),
    // Before those of the completion, which would keep Escape for itself while values are on their way.
    Prec.highest(keymap.of(keysOf(actions))),
    autocompletion({
      override: [completionSource(actions.suggest)],
      activateOnCompletion: ({ type }) => type === 'field',
      // Enter applies the query unless an option was chosen; a word may mean itself.
      selectOnOpen: false,
      // Tab right after the list came means the list.
      interactionDelay: 0,
      icons: false,
    }),
    // The pane clips what is fixed inside it.
    tooltips({ parent: document.body }),
    keymap.of([...historyKeymap, ...standardKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) actions.onChange(update.state.doc.toString());
    }),
  ];
}

function keysOf({ onEnter, onEscape, onRecall }: QueryFieldActions) {
  const always = (run: () => void) => () => {
    run();
    return true;
  };
  const closing = (run: () => void) => (view: EditorView) => {
    closeCompletion(view);
    run();
    return true;
  };
  const enter = closing(onEnter);
  const escape = closing(onEscape);
  return [
    { key: 'Tab', run: acceptFirst },
    { key: 'Enter', run: (view: EditorView) => acceptCompletion(view) || enter(view) },
    { key: 'Escape', run: (view: EditorView) => closeShown(view) || escape(view) },
    { key: 'Alt-ArrowUp', run: always(() => onRecall(-1)) },
    { key: 'Alt-ArrowDown', run: always(() => onRecall(1)) },
    {
      key: 'ArrowDown',
      run: (view: EditorView) => completionStatus(view.state) === null && startCompletion(view),
    },
  ];
}

function closeShown(view: EditorView): boolean {
  return completionStatus(view.state) === 'active' && closeCompletion(view);
}

/** Accepts the chosen option, else the first; without options, Tab goes on to the next control. */
function acceptFirst(view: EditorView): boolean {
  if (completionStatus(view.state) === null) return false;
  if (acceptCompletion(view)) return true;
  if (moveCompletionSelection(true)(view) && acceptCompletion(view)) return true;
  return acceptUnseen(view);
}

/** Somebody who types fast knows the first option before the list is there. */
function acceptUnseen(view: EditorView): boolean {
  const { doc, selection } = view.state;
  const completion = completeQuery(doc.toString(), selection.main.head);
  const [first] = completion?.options ?? [];
  if (completion === null || first === undefined || completion.from === completion.to) return false;
  const { from, to } = completion;
  closeCompletion(view);
  view.dispatch({
    changes: { from, to, insert: first.text },
    selection: { anchor: from + first.text.length },
    userEvent: 'input.complete',
  });
  return true;
}

/**
 * Chromium keeps the colour of text that is typed over in a style attribute, which the page's policy
 * refuses; so such typing never reaches it. The editor may not have heard yet what is selected.
 */
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data: insert } = event;
    const marked = window.getSelection();
    if (inputType !== 'insertText' || insert === null || marked?.isCollapsed !== false)
      return false;
    const range = marked.getRangeAt(0);
    const from = view.posAtDOM(range.startContainer, range.startOffset);
    const to = view.posAtDOM(range.endContainer, range.endOffset);
    const selection = { anchor: from + insert.length };
    view.dispatch({ changes: { from, to, insert }, selection, userEvent: 'input.type' });
    event.preventDefault();
    return true;
  },
});

/** Breaks of lines that are pasted, dropped or set become blanks. */
const oneLine = EditorState.transactionFilter.of((transaction) => {
  const { newDoc } = transaction;
  if (newDoc.lines === 1) return transaction;
  const breaks = Array.from({ length: newDoc.lines - 1 }, (_, index) => newDoc.line(index + 1).to);
  const joined: TransactionSpec = {
    changes: breaks.map((from) => ({ from, to: from + 1, insert: ' ' })),
    sequential: true,
  };
  return [transaction, joined];
});

function completionSource(suggest: QueryFieldActions['suggest']) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString();
    const completion = completeQuery(text, context.pos);
    if (completion === null) return null;
    const { from, to, options, suggest: wanted } = completion;
    const beginsTerm = from === to && options.some(({ kind }) => kind === 'field');
    // All fields are offered when asked for, not after each blank.
    if (beginsTerm && !context.explicit) return null;
    const values = wanted === null ? [] : await suggest(wanted.field, wanted.prefix);
    const known = new Set(options.map((option) => option.text));
    const all = [
      ...options,
      ...values.map(valueOption).filter((option) => !known.has(option.text)),
    ];
    // What is written in full needs no offer.
    const typed = text.slice(from, to);
    if (all.length === 0 || (all.length === 1 && all[0]?.text.trim() === typed)) return null;
    return { from, to, filter: false, options: all.map(toCompletion) };
  };
}

function toCompletion({ kind, text, meaning }: QueryOption): Completion {
  return { label: text, type: kind, ...(meaning === '' ? {} : { detail: meaning }) };
}
