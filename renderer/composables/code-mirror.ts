/**
 * CodeMirror for XML, shown and edited. Colours come from classes in styles/code.css; the structural
 * rules it adds itself carry the page's nonce. Highlighting never interprets the text: it is drawn as
 * text nodes, and unseen characters as their code points.
 */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { xml } from '@codemirror/lang-xml';
import { syntaxHighlighting } from '@codemirror/language';
import { searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap } from '@codemirror/view';
import { tagHighlighter, tags } from '@lezer/highlight';
import { hangingIndent } from './hanging-indent.ts';
import { readPageNonce } from '#renderer/bridge/page-nonce.ts';

const xmlClasses = tagHighlighter([
  { tag: tags.tagName, class: 'xml-element' },
  { tag: tags.attributeName, class: 'xml-attribute' },
  { tag: tags.attributeValue, class: 'xml-value' },
  { tag: tags.angleBracket, class: 'xml-punctuation' },
  { tag: tags.definitionOperator, class: 'xml-punctuation' },
  { tag: tags.character, class: 'xml-oddity' },
  { tag: tags.comment, class: 'xml-oddity' },
  { tag: tags.processingInstruction, class: 'xml-oddity' },
  { tag: tags.documentMeta, class: 'xml-oddity' },
  { tag: tags.invalid, class: 'xml-oddity' },
]);

/** Bidi controls and zero-width characters beyond CodeMirror's own list. */
const MORE_UNSEEN =
  /[\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164]/g;

function drawUnseen(code: number): HTMLElement {
  const mark = document.createElement('span');
  mark.className = 'cm-unseen';
  mark.textContent = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  mark.title = 'A character that cannot be seen';
  return mark;
}

/** What every view of XML has in common. */
function commonExtensions(label: string): Extension[] {
  return [
    EditorView.cspNonce.of(readPageNonce()),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorView.lineWrapping,
    hangingIndent,
    syntaxHighlighting(xmlClasses),
    highlightSpecialChars({ render: drawUnseen, addSpecialChars: MORE_UNSEEN }),
    EditorState.tabSize.of(2),
  ];
}

/**
 * Extensions for XML that is only read.
 * @param highlight false for texts too large to colour without delay
 */
export function readOnlyXml(label: string, highlight: boolean): Extension[] {
  return [
    ...commonExtensions(label),
    ...(highlight ? [xml()] : []),
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    // Not editable means not focusable, but a keyboard must reach it to scroll and copy.
    EditorView.contentAttributes.of({ tabindex: '0' }),
    keymap.of(searchKeymap),
  ];
}

/**
 * Extensions for XML that is edited.
 * @param onChange hears the text after each change made by the user
 */
export function editableXml(label: string, onChange: (text: string) => void): Extension[] {
  return [
    ...commonExtensions(label),
    xml(),
    history(),
    keymap.of([...historyKeymap, ...defaultKeymap]),
    EditorView.updateListener.of((update) => {
      const typed = update.transactions.some(
        (transaction) =>
          transaction.isUserEvent('input') ||
          transaction.isUserEvent('delete') ||
          transaction.isUserEvent('move') ||
          transaction.isUserEvent('undo') ||
          transaction.isUserEvent('redo'),
      );
      if (update.docChanged && typed) onChange(update.state.doc.toString());
    }),
  ];
}
