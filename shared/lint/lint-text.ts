/** Lints a text of several stanzas, as files and pasted logs hold them. */
import { DEFAULT_XML_LIMITS } from '../xml/limits.ts';
import { scanTags } from '../xml/markup-scan.ts';
import { parseXml } from '../xml/parse.ts';
import { createStreamSplitter } from '../xml/splitter.ts';
import { applyFix } from './apply-fix.ts';
import type { LintContext } from './context.ts';
import type { Finding, TextEdit } from './finding.ts';
import { lintStanza } from './lint-stanza.ts';
import { createLineColumn, type LineColumn } from './place.ts';

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

const STANZA_NAME = /^(?:iq|message|presence)$/;
const STREAM_TAG = /^<\/?stream:stream[\s>]/;

/** What one correction uncovers is corrected in the next round; more of them would mean that two undo each other. */
const MOST_ROUNDS = 20;

/**
 * Lints all stanzas of a text. Each knows the ids of those before it.
 * @param text stanzas one after the other, perhaps in a stream or in one element around them all
 * @param context what is known besides
 */
export function lintText(text: string, context: LintContext = {}): LintedText {
  const pieces = cutText(text).filter(({ isStanza }) => isStanza);
  const ids = new Set(context.pendingIds);
  const lineColumn = createLineColumn(text);
  const findings = pieces.flatMap(({ text: xml, offset }) => {
    const found = lintStanza(xml, { ...context, pendingIds: ids });
    rememberId(xml, ids);
    return found.map((finding) => moveBy(finding, lineColumn, offset));
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
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const edits = editsOfRound(lintStanza(fixed, context));
    if (edits.length === 0) return fixed;
    fixed = applyFix(fixed, { title: '', edits });
  }
  return fixed;
}

/** The corrections that touch nothing another one changes, in the order of their findings. */
function editsOfRound(findings: readonly Finding[]): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  let end = -1;
  const ordered = findings
    .flatMap(({ fix }) => (fix === undefined ? [] : [fix.edits]))
    .map((edits) => [...edits].sort((a, b) => a.offset - b.offset))
    .sort((a, b) => (a[0]?.offset ?? 0) - (b[0]?.offset ?? 0));
  for (const edits of ordered) {
    const [first, last] = [edits[0], edits.at(-1)];
    if (first === undefined || last === undefined || first.offset <= end) continue;
    taken.push(...edits);
    end = last.offset + last.length;
  }
  return taken;
}

function rememberId(xml: string, ids: Set<string>): void {
  const parsed = parseXml(xml);
  const id = parsed.ok && parsed.element.name === 'iq' ? parsed.element.attrs['id'] : undefined;
  if (id !== undefined) ids.add(id);
}

/**
 * White space, stream tags, an XML declaration and the tags of an element around all stanzas are left alone; any
 * other text between stanzas is judged as one.
 */
function cutText(text: string, start = 0): readonly Piece[] {
  const splitter = createStreamSplitter(DEFAULT_XML_LIMITS);
  const tokens = splitter.push(text).map((token) => token.text);
  let offset = start;
  return [...tokens, splitter.rest()].flatMap((piece) => {
    const at = offset;
    offset += piece.length;
    if (piece === '') return [];
    const isStanza = piece.trim() !== '' && !isFrame(piece, at);
    return (isStanza ? cutWrapper(piece, at) : null) ?? [{ text: piece, offset: at, isStanza }];
  });
}

/** What stands around the stanzas of a stream or a file. */
function isFrame(piece: string, offset: number): boolean {
  return STREAM_TAG.test(piece) || (offset === 0 && /^<\?xml\s/.test(piece));
}

/** @returns the pieces of an element that only holds stanzas; null for any other */
function cutWrapper(text: string, offset: number): readonly Piece[] | null {
  const tags = scanTags(text);
  const [outer, inner] = tags;
  if (
    outer?.kind !== 'open' ||
    STANZA_NAME.test(outer.name) ||
    !STANZA_NAME.test(inner?.name ?? '')
  )
    return null;
  const last = tags.at(-1);
  const end = last?.kind === 'close' && last.name === outer.name ? last.start : text.length;
  const frame = (from: number, to: number): readonly Piece[] =>
    from === to ? [] : [{ text: text.slice(from, to), offset: offset + from, isStanza: false }];
  return [
    ...frame(0, outer.end),
    ...cutText(text.slice(outer.end, end), offset + outer.end),
    ...frame(end, text.length),
  ];
}

function moveBy(finding: Finding, lineColumn: LineColumn, by: number): Finding {
  const offset = finding.offset + by;
  const moved = { ...finding, offset, ...lineColumn(offset) };
  if (finding.fix === undefined) return moved;
  const edits = finding.fix.edits.map((edit) => ({ ...edit, offset: edit.offset + by }));
  return { ...moved, fix: { ...finding.fix, edits } };
}
