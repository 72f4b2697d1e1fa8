/**
 * CodeMirror for XML, shown and edited. Colours come from classes in styles/code.css; the structural
 * rules it adds itself carry the page's nonce. Highlighting never interprets the text: it is drawn as
 * text nodes, and unseen characters as signs.
 */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { xml, xmlLanguage } from '@codemirror/lang-xml';
import {
  codeFolding,
  foldGutter,
  foldKeymap,
  Language,
  syntaxHighlighting,
} from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import { Parser, type PartialParse, type Tree } from '@lezer/common';
import { tagHighlighter, tags } from '@lezer/highlight';
import { hangingIndent } from './hanging-indent.ts';
import { readPageNonce } from '#renderer/bridge/page-nonce.ts';
import { unseenMarks } from './unseen-marks.ts';

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

/** What every view of XML has in common. */
function commonExtensions(label: string, wraps = true): Extension[] {
  return [
    EditorView.cspNonce.of(readPageNonce()),
    EditorView.contentAttributes.of({ 'aria-label': label }),
    ...(wraps ? [EditorView.lineWrapping, hangingIndent] : []),
    syntaxHighlighting(xmlClasses),
    unseenMarks,
    // Any other line end is a character of the text.
    EditorState.lineSeparator.of('\n'),
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

/** How an explorable text is shown. */
export interface ExploreOptions {
  readonly label: string;
  /** Of the text, by which it is coloured and folded; null for one that is not. */
  readonly syntax: Tree | null;
  readonly wraps: boolean;
  /** In place of the editor's own search, which is for texts of ordinary length. */
  readonly search?: Extension;
}

const OWN_SEARCH: Extension = [search({ top: true }), keymap.of(searchKeymap)];

/** Extensions for XML that is looked into: with a caret that changes nothing, search, and parts that fold. */
export function explorableXml({
  label,
  syntax,
  wraps,
  search: searching = OWN_SEARCH,
}: ExploreOptions): Extension[] {
  return [
    ...commonExtensions(label, wraps),
    EditorState.readOnly.of(true),
    // Editable content takes the focus without it, but accessibility checkers only see the attribute.
    EditorView.contentAttributes.of({ tabindex: '0' }),
    searching,
    drawSelection(),
    keymap.of([...foldKeymap, ...defaultKeymap]),
    ...(syntax === null ? [] : [parsedXml(syntax), codeFolding(), foldGutter()]),
  ];
}

/** XML that was parsed before: the editor's own parsing in idle moments takes a tenth of a second each time. */
function parsedXml(syntax: Tree): Language {
  return new Language(xmlLanguage.data, new FinishedParser(syntax), [], 'xml');
}

class FinishedParser extends Parser {
  readonly syntax: Tree;

  constructor(syntax: Tree) {
    super();
    this.syntax = syntax;
  }

  override createParse(): PartialParse {
    return {
      ...{ parsedPos: this.syntax.length, stoppedAt: null },
      advance: () => this.syntax,
      stopAt: () => undefined,
    };
  }
}

/** Without Ctrl+Enter, which sends the draft: CodeMirror would put a blank line into it at the same time. */
const EDITING_KEYS = defaultKeymap.filter(({ key }) => key !== 'Mod-Enter');

/**
 * Extensions for XML that is edited.
 * @param onChange hears the text after each change made by the user
 */
export function editableXml(label: string, onChange: (text: string) => void): Extension[] {
  return [
    ...commonExtensions(label),
    xml(),
    history(),
    keymap.of([...historyKeymap, ...EDITING_KEYS]),
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
