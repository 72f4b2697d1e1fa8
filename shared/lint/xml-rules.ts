/** What is said of a text that is not XML as XMPP allows it. RFC 6120 §11.1 "XML Restrictions", 2011-03. */
import { scanTags, type ScannedTag } from '../xml/markup-scan.ts';
import { parseXml, type XmlProblem } from '../xml/parse.ts';
import { applyFix } from './apply-fix.ts';
import type { FindingFix } from './finding.ts';
import type { LintRule } from './rule.ts';

/** A rule about the text as a whole, found by the parser. */
export interface XmlRule extends Omit<LintRule, 'check' | 'severity'> {
  /** Which of the parser's problems it is about. */
  readonly problem: RegExp;
  readonly advice: string;
  readonly fix: (text: string, problem: XmlProblem) => FindingFix | undefined;
}

const RESTRICTED = 'RFC 6120 §11.1';
const STREAM_ENDS = 'The server answers restricted-xml or not-well-formed and ends the stream.';

/** Tried in their order; the last one fits every problem. */
export const XML_RULES: readonly XmlRule[] = [
  {
    id: 'xml.doctype',
    title: 'Document type declaration',
    problem: /DOCTYPE/,
    advice: 'Remove it.',
    reason: STREAM_ENDS,
    evidence: RESTRICTED,
    fix: (text) =>
      removeSection(text, /<!DOCTYPE[^[>]*(?:\[[^\]]*\])?[^>]*>\s*/, 'the declaration'),
  },
  {
    id: 'xml.comment',
    title: 'Comment',
    problem: /^Comments/,
    advice: 'Remove it.',
    reason: STREAM_ENDS,
    evidence: RESTRICTED,
    fix: (text) => removeSection(text, /<!--[\s\S]*?-->/, 'the comment'),
  },
  {
    id: 'xml.instruction',
    title: 'Processing instruction',
    problem: /^Processing instructions/,
    advice: 'Remove it.',
    reason: STREAM_ENDS,
    evidence: RESTRICTED,
    fix: (text) => removeSection(text, /<\?[\s\S]*?\?>\s*/, 'the instruction'),
  },
  {
    id: 'xml.not-well-formed',
    title: 'Not well-formed',
    problem: /(?:)/,
    advice: 'Correct it at this place.',
    reason: 'No server can read it: it ends the stream, and the session with it.',
    evidence: 'RFC 6120 §4.9.3.13',
    fix: (text) => REPAIRS.map((repair) => repair(text)).find((fix) => mends(text, fix)),
  },
];

function removeSection(text: string, section: RegExp, what: string): FindingFix | undefined {
  const found = section.exec(text);
  if (found === null) return undefined;
  const edits = [{ offset: found.index, length: found[0].length, text: '' }];
  return { title: `Remove ${what}`, edits };
}

/** Only a repair after which the whole text can be read is offered: half of one would be a guess. */
function mends(text: string, fix: FindingFix | undefined): boolean {
  return fix !== undefined && parseXml(applyFix(text, fix)).ok;
}

const REPAIRS: readonly ((text: string) => FindingFix | undefined)[] = [
  escapeAmpersands,
  straightenQuotes,
  quoteValues,
  closeOpenTags,
  respellClosingTag,
];

function escapeAmpersands(text: string): FindingFix | undefined {
  return replaceAll(
    text,
    /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi,
    'Write &amp;',
    () => '&amp;',
  );
}

/** Word processors and chat programs turn quotes into typographic ones. */
function straightenQuotes(text: string): FindingFix | undefined {
  return replaceAll(text, /[\u2018\u2019\u201C\u201D]/g, 'Write straight quotes', (quote) =>
    /[\u2018\u2019]/.test(quote) ? "'" : '"',
  );
}

function quoteValues(text: string): FindingFix | undefined {
  const unquoted = /(\s[\w:.-]+\s*=\s*)([^\s'"<>=]*[^\s'"<>=/])(?=\s|\/?>)/g;
  return replaceAll(
    text,
    unquoted,
    'Put the value in quotes',
    (_whole, name, value) => `${name ?? ''}'${value ?? ''}'`,
  );
}

function replaceAll(
  text: string,
  pattern: RegExp,
  title: string,
  write: (whole: string, ...groups: readonly (string | undefined)[]) => string,
): FindingFix | undefined {
  const edits = [...text.matchAll(pattern)].map((found) => ({
    offset: found.index,
    length: found[0].length,
    text: write(found[0], ...found.slice(1)),
  }));
  return edits.length === 0 ? undefined : { title, edits };
}

/** For a text that just ends too early. */
function closeOpenTags(text: string): FindingFix | undefined {
  const { open, stray } = balance(text);
  if (stray !== null || open.length === 0) return undefined;
  const closing = [...open]
    .reverse()
    .map(({ name }) => `</${name}>`)
    .join('');
  return {
    title: `Add ${closing}`,
    edits: [{ offset: text.trimEnd().length, length: 0, text: closing }],
  };
}

/** For an element that ends under another name than it began with. */
function respellClosingTag(text: string): FindingFix | undefined {
  const { open, stray } = balance(text);
  const expected = open.at(-1);
  if (stray === null || expected === undefined) return undefined;
  return {
    title: `Write </${expected.name}>`,
    edits: [{ offset: stray.start + 2, length: stray.name.length, text: expected.name }],
  };
}

/** Tags still open where the text ends, or where the first closing tag does not fit. */
function balance(text: string): { open: readonly ScannedTag[]; stray: ScannedTag | null } {
  const open: ScannedTag[] = [];
  for (const tag of scanTags(text)) {
    if (tag.kind === 'open') open.push(tag);
    if (tag.kind !== 'close') continue;
    if (open.at(-1)?.name !== tag.name) return { open, stray: tag };
    open.pop();
  }
  return { open, stray: null };
}
