/** Lints a text of several stanzas, as files and pasted logs hold them. */
import { DEFAULT_XML_LIMITS } from '../xml/limits.ts';
import { parseXml } from '../xml/parse.ts';
import { createStreamSplitter } from '../xml/splitter.ts';
import { applyFix } from './apply-fix.ts';
import type { LintContext } from './context.ts';
import type { Finding } from './finding.ts';
import { lintStanza } from './lint-stanza.ts';
import { toLineColumn } from './place.ts';

/** A piece of a text: a stanza, or what stands between two. */
interface Piece {
  readonly text: string;
  readonly offset: number;
  readonly isStanza: boolean;
}

/** What the linter says of a text. */
export interface LintedText {
  /** With places in the whole text. */
  readonly findings: readonly Finding[];
  /** How many stanzas were looked at. */
  readonly stanzas: number;
}

/** More corrections than that in one stanza would be a sign that two of them undo each other. */
const MOST_FIXES = 100;

/**
 * Lints all stanzas of a text. Each knows the ids of those before it.
 * @param text stanzas one after the other, with white space or an XML declaration around them
 * @param context what is known besides
 */
export function lintText(text: string, context: LintContext = {}): LintedText {
  const pieces = cutText(text).filter(({ isStanza }) => isStanza);
  const ids = new Set(context.pendingIds);
  const findings = pieces.flatMap(({ text: xml, offset }) => {
    const found = lintStanza(xml, { ...context, pendingIds: ids });
    rememberId(xml, ids);
    return found.map((finding) => moveBy(finding, text, offset));
  });
  return { findings, stanzas: pieces.length };
}

/**
 * Carries out every correction there is, stanza by stanza; all else stays as it is typed.
 * @returns the corrected text
 */
export function fixText(text: string, context: LintContext = {}): string {
  const ids = new Set(context.pendingIds);
  return cutText(text)
    .map((piece) => {
      if (!piece.isStanza) return piece.text;
      const fixed = fixStanza(piece.text, { ...context, pendingIds: ids });
      rememberId(fixed, ids);
      return fixed;
    })
    .join('');
}

function fixStanza(xml: string, context: LintContext): string {
  let fixed = xml;
  for (let count = 0; count < MOST_FIXES; count += 1) {
    const fix = lintStanza(fixed, context).find((finding) => finding.fix !== undefined)?.fix;
    if (fix === undefined) return fixed;
    fixed = applyFix(fixed, fix);
  }
  return fixed;
}

function rememberId(xml: string, ids: Set<string>): void {
  const parsed = parseXml(xml);
  const id = parsed.ok && parsed.element.name === 'iq' ? parsed.element.attrs['id'] : undefined;
  if (id !== undefined) ids.add(id);
}

/** White space and an XML declaration are left alone; any other text between stanzas is judged as one. */
function cutText(text: string): readonly Piece[] {
  const splitter = createStreamSplitter(DEFAULT_XML_LIMITS);
  const tokens = splitter.push(text).map((token) => token.text);
  let offset = 0;
  return [...tokens, splitter.rest()].flatMap((piece) => {
    const at = offset;
    offset += piece.length;
    const isStanza = piece.trim() !== '' && !(at === 0 && /^<\?xml\s/.test(piece));
    return piece === '' ? [] : [{ text: piece, offset: at, isStanza }];
  });
}

function moveBy(finding: Finding, text: string, by: number): Finding {
  const offset = finding.offset + by;
  const moved = { ...finding, offset, ...toLineColumn(text, offset) };
  if (finding.fix === undefined) return moved;
  const edits = finding.fix.edits.map((edit) => ({ ...edit, offset: edit.offset + by }));
  return { ...moved, fix: { ...finding.fix, edits } };
}
