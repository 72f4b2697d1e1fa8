/** Brings an exported transcript into a recording file of our own, a piece at a time. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { readLine } from '#shared/transcript/formats/jsonl.ts';
import { prepareInsert, toBatch } from './entry-insert.ts';
import { IMPORT_CANCELLED, type ImportWatch } from './import-watch.ts';
import { createRecordingFile } from './schema.ts';

/** No exported line comes near this. */
const MAX_LINE = 96 * 1024 * 1024;
const BATCH = 500;

/** How much of an exported file was there. */
export type Completeness = 'complete' | 'changed' | 'cut-short';

/**
 * Reads an exported `.jsonl` transcript into a new recording file.
 * @param target the recording file to create
 * @returns whether the file was complete and unchanged; or `not-found`, `not-a-transcript`, `bad-line`,
 *   `transcript-newer`, naming the line; or `import-cancelled`
 * @throws SqliteError when the target cannot be written
 */
export async function importJsonl(
  path: string,
  target: string,
  facts: { readonly id: string; readonly name: string; readonly startedAt: string },
  { signal, onProgress }: ImportWatch,
): Promise<Result<Completeness>> {
  const database = createRecordingFile(target, facts);
  // Nobody misses a copy that was not finished.
  database.exec('PRAGMA synchronous = OFF');
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
      if (batch.length < BATCH) continue;
      flush();
      onProgress({ entries, done: line.end });
      if (signal.aborted) return fail(IMPORT_CANCELLED);
    }
    if (lineNumber === 0) return readLine('', 1) as Result<never>;
    finish();
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
    database.close();
  }

  function flush(): void {
    insert(toBatch(batch));
    batch = [];
  }

  function finish(): void {
    flush();
    database.prepare('UPDATE recording SET entries = ?').run(entries);
  }

  /** A last line without its end is where a copy stopped; what came before it is good. */
  function cutShort(): Result<Completeness> {
    finish();
    return ok('cut-short');
  }
}

class LineTooLong extends Error {}

interface Line {
  readonly text: string;
  readonly ended: boolean;
  /** Bytes of the file that were read for it. */
  readonly end: number;
}

async function* readLines(path: string): AsyncGenerator<Line> {
  const file = createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 });
  /** Of a line that has not ended yet. */
  let begun: string[] = [];
  let length = 0;
  for await (const chunk of file) {
    const [first = '', ...others] = String(chunk).split('\n');
    begun.push(first);
    length += first.length;
    if (length > MAX_LINE) throw new LineTooLong();
    const last = others.pop();
    if (last === undefined) continue;
    yield { text: begun.join(''), ended: true, end: file.bytesRead };
    for (const text of others) yield { text, ended: true, end: file.bytesRead };
    begun = [last];
    length = last.length;
  }
  const rest = begun.join('');
  if (rest.trim() !== '') yield { text: rest, ended: false, end: file.bytesRead };
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
