/**
 * Searching in the text of an entry. The editor's own search holds up the window for seconds in a text of
 * megabytes, and does not find what a broken line tears apart; it still marks what is found.
 */
import {
  closeSearchPanel,
  getSearchQuery,
  openSearchPanel,
  search,
  SearchQuery,
  setSearchQuery,
} from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import { EditorView, keymap, type Panel } from '@codemirror/view';
import { computed, type Ref, ref, shallowRef, watch } from 'vue';
import { createTextFinder } from '#renderer/formatting/find-text.ts';
import type { HardLines } from '#renderer/formatting/hard-lines.ts';

export interface TextFind {
  /** Of the editor that shows the text. */
  readonly extension: Extension;
  /** Where in the editor the search is to be drawn; null while it is closed. */
  readonly host: Readonly<Ref<HTMLElement | null>>;
  readonly text: Ref<string>;
  readonly matchCase: Ref<boolean>;
  /** What came of it; empty when that can be seen. */
  readonly said: Readonly<Ref<string>>;
  open(): void;
  close(): void;
  /** Goes to the next place, or with -1 to the one before; past an end it goes on from the other. */
  go(step: 1 | -1): void;
}

/** @param lines what the editor shows */
export function useTextFind(view: () => EditorView | undefined, lines: () => HardLines): TextFind {
  const host = shallowRef<HTMLElement | null>(null);
  const text = ref('');
  const matchCase = ref(false);
  const said = ref('');
  // Made when first asked for: it takes the breaks out of all of the text.
  const find = computed(() => createTextFinder(lines()));

  function createPanel(editor: EditorView): Panel {
    const dom = document.createElement('div');
    return {
      ...{ dom, top: true },
      mount() {
        host.value = dom;
        said.value = '';
        text.value = getSearchQuery(editor.state).search || text.value;
      },
      destroy: () => (host.value = null),
    };
  }

  function mark(editor: EditorView): void {
    const query = { search: text.value, literal: true, caseSensitive: matchCase.value };
    editor.dispatch({ effects: setSearchQuery.of(new SearchQuery(query)) });
  }

  function show(editor: EditorView, at: number, step: 1 | -1): void {
    const found = find.value({ text: text.value, matchCase: matchCase.value }, at, step);
    if (found === null) {
      said.value = text.value === '' ? '' : 'Not found';
      return;
    }
    const end = step > 0 ? 'the beginning' : 'the end';
    said.value = found.wrapped ? `Went on from ${end}` : '';
    editor.dispatch({
      selection: { anchor: found.from, head: found.to },
      effects: EditorView.scrollIntoView(found.from, { y: 'center' }),
      userEvent: 'select.search',
    });
  }

  function go(step: 1 | -1): void {
    const editor = view();
    if (editor === undefined) return;
    const { from, to } = editor.state.selection.main;
    show(editor, step > 0 ? to : from, step);
  }

  watch(host, () => {
    if (host.value !== null) withView(mark)();
  });
  watch([text, matchCase], () => {
    const editor = view();
    if (editor === undefined || host.value === null) return;
    mark(editor);
    show(editor, editor.state.selection.main.from, 1);
  });

  const withView = (run: (editor: EditorView) => unknown) => (): void => {
    const editor = view();
    if (editor !== undefined) run(editor);
  };
  const keyed = (step: 1 | -1) => (): boolean => {
    if (text.value === '') withView(openSearchPanel)();
    else go(step);
    return true;
  };

  return {
    extension: [
      search({ createPanel }),
      keymap.of([
        { key: 'Mod-f', run: openSearchPanel, preventDefault: true },
        { key: 'F3', run: keyed(1), shift: keyed(-1), preventDefault: true },
        { key: 'Mod-g', run: keyed(1), shift: keyed(-1), preventDefault: true },
        { key: 'Escape', run: closeSearchPanel },
      ]),
    ],
    ...{ host, text, matchCase, said, go },
    open: withView(openSearchPanel),
    close: withView((editor) => {
      closeSearchPanel(editor);
      editor.focus();
    }),
  };
}
