/** Hands out the text of a log in pieces that are cut between two records, so that no file is too long. */
import { createReadStream } from 'node:fs';
import type { LogReader } from '#shared/transcript/import/log-reader.ts';
import { detectLog } from '#shared/transcript/import/log-readers.ts';

/** Some of a log's text. */
export interface LogPiece {
  readonly text: string;
  readonly reader: LogReader;
  /** Number of its first line, from 1. */
  readonly line: number;
  /** Where it ends: in bytes of a file, in characters of a text. */
  readonly end: number;
}

/** What is read at a time, in characters. */
const PIECE = 4 * 1024 * 1024;
/** Where the last record of a piece is looked for first. */
const TAIL = 256 * 1024;
/** A text without records is cut between two lines when it is as long. */
const LONGEST = 64 * 1024 * 1024;

/** A text as one piece. */
export function pieceOf(text: string): LogPiece {
  return { text, reader: detectLog(text), line: 1, end: text.length };
}

/**
 * Reads a file.
 * @throws the file system's error
 */
export async function* readLogPieces(path: string): AsyncGenerator<LogPiece> {
  const file = createReadStream(path, { encoding: 'utf8', highWaterMark: PIECE });
  let reader: LogReader | undefined;
  let rest = '';
  let line = 1;
  for await (const chunk of file) {
    rest += String(chunk);
    reader ??= detectLog(rest);
    const cut = lastCut(rest, reader);
    if (cut === 0) continue;
    const text = rest.slice(0, cut);
    yield { text, reader, line, end: file.bytesRead };
    line += countLines(text);
    rest = rest.slice(cut);
  }
  yield { text: rest, reader: reader ?? detectLog(rest), line, end: file.bytesRead };
}

/** Where the last record begins; 0 when there is none but the first. */
function lastCut(text: string, { recordStart }: LogReader): number {
  const tail = text.indexOf('\n', Math.max(0, text.length - TAIL)) + 1;
  const cut = lastMatch(text.slice(tail), recordStart);
  if (cut !== null) return tail + cut;
  const any = lastMatch(text, recordStart) ?? 0;
  return any > 0 || text.length < LONGEST ? any : text.lastIndexOf('\n') + 1 || text.length;
}

function lastMatch(text: string, pattern: RegExp): number | null {
  let last: number | null = null;
  for (const { index } of text.matchAll(pattern)) last = index;
  return last;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
