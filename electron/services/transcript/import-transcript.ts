/** Brings a transcript from elsewhere into a recording file of our own, so that it reads like any other. */
import { createHash } from 'node:crypto';
import { copyFileSync, createReadStream, existsSync } from 'node:fs';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { readLine } from '#shared/transcript/formats/jsonl.ts';
import { prepareInsert, toBatch } from './entry-insert.ts';
import { createRecordingFile, settleRecordingFile } from './schema.ts';

/** No exported line comes near this. */
const MAX_LINE = 96 * 1024 * 1024;
const BATCH = 500;

/** How much of an exported file was there. */
export type Completeness = 'complete' | 'changed' | 'cut-short';

/**
 * Copies a recording file with what its log still holds, so that the original stays as it is.
 * @throws the file system's error
 */
export function copyRecordingFile(path: string, target: string): void {
  copyFileSync(path, target);
  if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${target}-wal`);
}

/**
 * Reads an exported `.jsonl` transcript into a new recording file.
 * @param target the recording file to create
 * @returns whether the file was complete and unchanged; or `not-found`, `not-a-transcript`, `bad-line`,
 *   `transcript-newer`, naming the line
 * @throws SqliteError when the target cannot be written
 */
export async function importJsonl(
  path: string,
  target: string,
  facts: { readonly id: string; readonly name: string },
): Promise<Result<Completeness>> {
  const database = createRecordingFile(target, { ...facts, startedAt: new Date(0).toISOString() });
  const insert = prepareInsert(database);
  const hash = createHash('sha256');
  let batch: WireEntry[] = [];
  let lastSeq = 0;
  let footer: { readonly sha256: string; readonly entries: number } | undefined;
  let lineNumber = 0;
  let entries = 0;
  try {
    for await (const line of readLines(path)) {
      lineNumber += 1;
      const read = readLine(line.text, lineNumber);
      if (!read.ok) return line.ended || lineNumber === 1 ? read : cutShort();
      const { value } = read;
      if ((value.kind === 'header') !== (lineNumber === 1)) return fail(misplaced(lineNumber));
      if (footer !== undefined) return fail(misplaced(lineNumber));
      if (value.kind === 'footer') {
        footer = value;
        continue;
      }
      hash.update(`${line.text}\n`);
      if (value.kind === 'header') {
        database
          .prepare('UPDATE recording SET started_at = ?, ended_at = ?')
          .run(value.startedAt, value.startedAt);
        continue;
      }
      if (value.entry.seq <= lastSeq) return fail(misplaced(lineNumber));
      lastSeq = value.entry.seq;
      entries += 1;
      batch.push(value.entry);
      if (batch.length >= BATCH) flush();
    }
    if (lineNumber === 0) return readLine('', 1) as Result<never>;
    flush();
    if (footer === undefined) return ok('cut-short');
    const sha256 = hash.digest('hex');
    const same = footer.sha256 === sha256 && footer.entries === entries;
    // The same transcript opened again is the same recording, so that it has its marks.
    database.prepare('UPDATE recording SET id = ?').run(`transcript-${sha256}`);
    return ok(same ? 'complete' : 'changed');
  } catch (error) {
    if (error instanceof LineTooLong) return fail(tooLong(lineNumber + 1));
    if (isFileError(error)) return fail(UNREADABLE);
    throw error;
  } finally {
    settleRecordingFile(database);
    database.close();
  }

  function flush(): void {
    insert(toBatch(batch));
    batch = [];
  }

  /** A last line without its end is where a copy stopped; what came before it is good. */
  function cutShort(): Result<Completeness> {
    flush();
    return ok('cut-short');
  }
}

class LineTooLong extends Error {}

async function* readLines(
  path: string,
): AsyncGenerator<{ readonly text: string; readonly ended: boolean }> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw new LineTooLong();
    for (const text of lines) yield { text, ended: true };
  }
  if (rest.trim() !== '') yield { text: rest, ended: false };
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function misplaced(lineNumber: number): Problem {
  return {
    code: lineNumber === 1 ? 'not-a-transcript' : 'bad-line',
    what: `Line ${lineNumber} of the transcript is not where it belongs.`,
    why: 'A transcript is one header, entries with rising numbers, one footer.',
    next: 'Choose a .jsonl file that Pushscope exported, unchanged.',
    place: `line ${lineNumber}`,
  };
}

function tooLong(lineNumber: number): Problem {
  return {
    code: 'bad-line',
    what: `Line ${lineNumber} of the transcript could not be read.`,
    why: 'It is longer than any entry can be.',
    next: 'Choose a .jsonl file that Pushscope exported, unchanged.',
    place: `line ${lineNumber}`,
  };
}

const UNREADABLE: Problem = {
  code: 'not-found',
  what: 'The file could not be opened.',
  why: 'It is missing or may not be read.',
  next: 'Check that the file is still there.',
};
