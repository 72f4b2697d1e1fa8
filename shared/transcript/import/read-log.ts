/** Reads pasted text piece by piece: each stanza with what its log says of it, and each part that is none. */
import { findStanzas, type FoundXml, type StanzaPart } from './find-stanzas.ts';
import { NO_HEAD, type LogReader, type RecordHead } from './log-reader.ts';
import { detectLog, PLAIN_TEXT } from './log-readers.ts';

/** A stanza of a log. */
export interface LoggedXml extends RecordHead, Pick<FoundXml, 'xml' | 'part' | 'fromTerm' | 'cut'> {
  readonly kind: 'xml';
  /** From 1. */
  readonly line: number;
}

/** A part of the text that gives no entry, or not a whole one. */
export interface UnreadLines {
  readonly kind: 'unread';
  /** From 1. */
  readonly line: number;
  readonly why: string;
}

/** @see {@link readLog} */
export type LogPart = LoggedXml | UnreadLines;

/** What is known of a part of a log from what stands before it. */
export interface LogBeginning {
  readonly reader: LogReader;
  /** From 1. */
  readonly line: number;
}

/** Names of processes and words for directions stand at the beginning of a record. */
const HEAD_LENGTH = 2_000;

/**
 * Reads a text in order. It takes time with a long one, so it can be stopped and gone on with between
 * two parts.
 * @param text Erlang terms, XML, or lines of a server's log
 * @param from of which log it is, and the number of its first line, where it is not the beginning
 * @returns its parts; every character of the text belongs to one of them. Never throws
 */
export function* readLog(
  text: string,
  { reader, line }: LogBeginning = { reader: detectLog(text), line: 1 },
): Generator<LogPart> {
  const lineAt = createLineCounter(text, line);
  for (const span of records(text, reader.recordStart)) {
    if (span.headed) yield* readRecord(text, span, reader, lineAt);
    else yield* readLoose(text, span, lineAt);
  }
}

function* readRecord(
  text: string,
  { start, end }: RecordSpan,
  reader: LogReader,
  lineAt: LineCounter,
): Generator<LogPart> {
  const head = reader.readHead(text.slice(start, Math.min(end, start + HEAD_LENGTH)));
  const seen = new Set<string>();
  let found = 0;
  for (const part of findStanzas(text, start, end)) {
    found += 1;
    // One record often holds a stanza twice: as it is, and inside of what became of it.
    if (part.kind === 'found' && seen.has(part.xml)) continue;
    if (part.kind === 'found') seen.add(part.xml);
    yield toPart(part, head, lineAt);
  }
  if (found === 0) yield { kind: 'unread', line: lineAt(start), why: NO_STANZA };
}

/** Text that is no log: whatever stands between stanzas counts as unread. */
function* readLoose(
  text: string,
  { start, end }: RecordSpan,
  lineAt: LineCounter,
): Generator<LogPart> {
  let here = start;
  for (const part of findStanzas(text, start, end)) {
    yield* gap(here, part.start);
    yield toPart(part, NO_HEAD, lineAt);
    here = Math.max(here, part.end);
  }
  yield* gap(here, end);

  function* gap(from: number, to: number): Generator<LogPart> {
    const between = text.slice(from, to);
    if (!/[\p{L}\p{N}]/u.test(between)) return;
    yield { kind: 'unread', line: lineAt(from + between.search(/\S/)), why: NO_STANZA };
  }
}

function toPart(part: StanzaPart, head: RecordHead, lineAt: LineCounter): LogPart {
  if (part.kind === 'unread') return { kind: 'unread', line: lineAt(part.place), why: part.why };
  const line = lineAt(part.start);
  const { xml, part: kind, fromTerm, cut } = part;
  return { kind: 'xml', line, ...head, xml, part: kind, fromTerm, cut };
}

const NO_STANZA = 'No stanza in it';

/** What a text looks to be from, for people. */
export function describeLog(text: string): string {
  const reader = detectLog(text);
  if (reader !== PLAIN_TEXT) return reader.label;
  return /\{\s*xmlel\s*,|#xmlel\{/.test(text) ? 'Erlang terms' : 'XML';
}

interface RecordSpan {
  readonly start: number;
  readonly end: number;
  /** False for what stands before the first record. */
  readonly headed: boolean;
}

/** A record goes up to the next one: lines that begin none belong to the one before. */
function* records(text: string, recordStart: RegExp): Generator<RecordSpan> {
  let start = 0;
  let headed = false;
  for (const match of text.matchAll(recordStart)) {
    if (match.index > start) yield { start, end: match.index, headed };
    start = match.index;
    headed = true;
  }
  yield { start, end: text.length, headed };
}

/** The line of an offset, from 1. */
type LineCounter = (offset: number) => number;

/** Nearly always asked in rising order. */
function createLineCounter(text: string, first: number): LineCounter {
  let line = first;
  let counted = 0;
  return (offset) => {
    if (offset < counted) [line, counted] = [first, 0];
    for (
      let at = text.indexOf('\n', counted);
      at >= 0 && at < offset;
      at = text.indexOf('\n', at + 1)
    ) {
      line += 1;
      counted = at + 1;
    }
    return line;
  };
}
