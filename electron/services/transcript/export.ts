/**
 * Writes a recording to a file that may be given away: redacted, searched for leaks, and only then put
 * in its place. A file that would leak, or that the disk cut short, never exists under its name.
 */
import { rename, rm } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { EntryPage, ExportOutcome, RecordingFacts } from '#shared/contract/channels.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { EntryFilter, WireEntry } from '#shared/transcript/entry.ts';
import { createRedactor } from '#shared/transcript/redact.ts';
import {
  REDACTION_CLASSES,
  type RedactionClass,
  type Secret,
} from '#shared/transcript/redaction/classes.ts';
import { temporaryPathFor } from '../atomic-file.ts';
import type { Clock } from '../platform.ts';
import { writeTranscript, type TranscriptTotals } from './export-writer.ts';
import { listKnownSecrets, type ExportContext } from './export-secrets.ts';
import { createLeakCheck } from './leak-check.ts';
import type { PageRequest } from './queries.ts';
import { toRecordingProblem } from './schema.ts';

export type ExportFormat = 'jsonl' | 'markdown';

/** What can be read of any recording. */
export interface EntrySource {
  facts(): RecordingFacts;
  page(request: PageRequest): EntryPage;
  entries(request: PageRequest): WireEntry[];
  read(seq: number): WireEntry | undefined;
  /** Entries that were never recorded because the disk failed. */
  dropped(): number;
}

export interface ExportRequest {
  readonly path: string;
  readonly format: ExportFormat;
  readonly filter: EntryFilter;
  readonly source: EntrySource;
  readonly context: ExportContext;
  /** Whether sessions and runs of the context belong to this recording; its secrets always count. */
  readonly live: boolean;
  readonly clock: Clock;
}

/**
 * Exports a recording with the `support` profile.
 * @returns what was written. Fails with `export-leak` (a secret was still in it: nothing is written) or
 *   `export-failed`
 */
export async function exportTranscript(request: ExportRequest): Promise<Result<ExportOutcome>> {
  const known = listKnownSecrets(request.context);
  const first = await attempt(request, known);
  if (first.leaked === null) return first.result;
  // A value stood somewhere before it was known to be one; the second time it is known from the start.
  const second = await attempt(request, [...known, ...first.seen]);
  return second.leaked === null ? second.result : fail(leakProblem(second.leaked));
}

interface Attempt {
  readonly result: Result<ExportOutcome>;
  readonly leaked: RedactionClass | null;
  readonly seen: readonly Secret[];
}

async function attempt(request: ExportRequest, known: readonly Secret[]): Promise<Attempt> {
  const redactor = createRedactor({ profile: 'support', known });
  const temporary = temporaryPathFor(request.path);
  const seen = (): readonly Secret[] => uniqueSecrets([...known, ...redactor.seen()]);
  try {
    const totals = await writeTranscript({ ...request, temporary, redactor, secrets: seen });
    const leaked = await findLeak(temporary, seen());
    if (leaked !== null) return { result: fail(leakProblem(leaked)), leaked, seen: seen() };
    await rename(temporary, request.path);
    return { result: ok(toOutcome(request.path, totals)), leaked: null, seen: [] };
  } catch (error) {
    return { result: fail(toExportProblem(error)), leaked: null, seen: [] };
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

async function findLeak(path: string, secrets: readonly Secret[]): Promise<RedactionClass | null> {
  const check = createLeakCheck(secrets);
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
    const leaked = check.push(chunk as Buffer);
    if (leaked !== null) return leaked;
  }
  return null;
}

/**
 * The text of one entry for the clipboard, redacted as an export would be.
 * @returns its XML, or its line of text when it has none. Fails with `export-leak`
 */
export function copyableText(entry: WireEntry, context: ExportContext): Result<string> {
  const known = listKnownSecrets(context);
  const redactor = createRedactor({ profile: 'support', known });
  const { entry: redacted, left } = redactor.redactEntry(entry);
  if (left) return fail(UNPARSED);
  const text = redacted.xml === '' ? redacted.text : redacted.xml;
  const leaked = createLeakCheck([...known, ...redactor.seen()]).push(Buffer.from(text));
  return leaked === null ? ok(text) : fail(leakProblem(leaked));
}

function uniqueSecrets(secrets: readonly Secret[]): Secret[] {
  return [...new Map(secrets.map((one) => [`${one.class}\n${one.value}`, one])).values()];
}

function toOutcome(path: string, totals: TranscriptTotals): ExportOutcome {
  return { fileName: basename(path), entries: totals.entries, maskedValues: totals.replaced };
}

function leakProblem(found: RedactionClass): Problem {
  return {
    code: 'export-leak',
    what: 'The export was stopped and nothing was written.',
    why: `The check before writing still found one of these in it: ${REDACTION_CLASSES[found].plural}.`,
    next: 'Export fewer entries with a filter, and report this: the redaction has missed a place.',
    details: { class: found },
  };
}

const UNPARSED: Problem = {
  code: 'not-redactable',
  what: 'The entry was not copied.',
  why: 'Its text is not well-formed, so what is private in it cannot be told apart.',
  next: 'Select the part you need in the detail view and copy that.',
};

function toExportProblem(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('SQLITE')) return toRecordingProblem(error);
  return {
    code: 'export-failed',
    what: 'The export could not be written.',
    why: WHY[code] ?? 'The folder cannot be written.',
    next: 'Choose another place and export again.',
  };
}

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  ENOENT: 'The folder does not exist.',
  EACCES: 'You may not write to the folder.',
  EISDIR: 'There is a folder of that name.',
  EROFS: 'The disk is read-only.',
};
