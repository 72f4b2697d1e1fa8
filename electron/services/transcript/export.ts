/**
 * Writes a recording to a file that may be given away: redacted, searched for leaks, and only then put
 * in its place. A file that would leak, or that the disk cut short, never exists under its name.
 */
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type {
  EntryPage,
  ExportOutcome,
  ExportProgress,
  RecordingFacts,
} from '#shared/contract/channels.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import type { FormatId } from '#shared/transcript/formats/format.ts';
import { createRedactor } from '#shared/transcript/redact.ts';
import {
  ACCOUNT_WORDS,
  accountWordOf,
  type AccountWord,
} from '#shared/transcript/redaction/aliases.ts';
import { REDACTION_CLASSES, type Secret } from '#shared/transcript/redaction/classes.ts';
import { temporaryPathFor } from '../atomic-file.ts';
import type { Clock } from '../platform.ts';
import { writeTranscript, type TranscriptTotals } from './export-writer.ts';
import { listKnownSecrets, type ExportContext } from './export-secrets.ts';
import { findLeaks } from './leak-search.ts';
import type { PageRequest } from './queries.ts';
import { toRecordingProblem } from './schema.ts';

/** What can be read of any recording. */
export interface EntrySource {
  facts(): RecordingFacts;
  page(request: PageRequest): EntryPage;
  entries(request: PageRequest): WireEntry[];
  read(seq: number): WireEntry | undefined;
  /** Entries that were never recorded because the disk failed, or went because of the size limit. */
  dropped(): number;
}

/** The entries that a query has found, in the order of time. */
export interface FoundEntries {
  readonly matching: number;
  /**
   * Reads some of them.
   * @param from how many come before them
   * @throws Error when the recording cannot be read
   */
  read(from: number, count: number): Promise<readonly WireEntry[]>;
}

/** What to export, from where, to which file. */
export interface ExportRequest {
  readonly path: string;
  readonly format: FormatId;
  /** In the query language; empty for all entries. */
  readonly query: string;
  /** What the query has found; null without a query. */
  readonly found: FoundEntries | null;
  readonly source: EntrySource;
  readonly context: ExportContext;
  /** Whether sessions and runs of the context belong to this recording; its secrets always count. */
  readonly live: boolean;
  readonly clock: Clock;
  /** Ends the export; nothing stays. */
  readonly signal?: AbortSignal;
  /** Told how far it is, now and then. A second try begins anew. */
  onProgress?(progress: Omit<ExportProgress, 'exportId'>): void;
}

/**
 * Exports a recording with the `support` profile.
 * @returns what was written. Fails with `export-leak` (a secret was still in it: nothing is written) or
 *   `export-failed`, or with `export-cancelled`
 */
export async function exportTranscript(request: ExportRequest): Promise<Result<ExportOutcome>> {
  let known: readonly Secret[] = listKnownSecrets(request.context);
  let leaked: readonly Secret[] = [];
  const words = freeAccountWords(request.source);
  // A value may stand somewhere before it is known to be one, so what is found is hidden the next time. An
  // account that is called like an alias is no leak, but nobody could tell them apart: then they are called
  // otherwise.
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const accountWord = words[Math.min(round, words.length - 1)] ?? 'user';
    const attempt = await attemptExport(request, known, accountWord);
    if (attempt.leaked.length === 0) return attempt.result;
    leaked = attempt.leaked;
    const unlike = leaked.filter(({ value }) => accountWordOf(value) !== accountWord);
    known = uniqueSecrets([...known, ...unlike]);
  }
  return fail(leakProblem(leaked));
}

const MAX_ROUNDS = 3;
/** Entries that tell how accounts are called. */
const PROBED = 500;

/** Words for aliases that no account in the first entries begins with. */
function freeAccountWords(source: EntrySource): readonly AccountWord[] {
  const rows = source.page({ filter: {}, afterSeq: 0, limit: PROBED, fromEnd: false }).rows;
  const taken = new Set(
    rows.flatMap(({ from, to }) => [accountWordOf(from ?? ''), accountWordOf(to ?? '')]),
  );
  const free = ACCOUNT_WORDS.filter((word) => !taken.has(word));
  return free.length === 0 ? ACCOUNT_WORDS : free;
}

interface Attempt {
  readonly result: Result<ExportOutcome>;
  readonly leaked: readonly Secret[];
}

async function attemptExport(
  request: ExportRequest,
  known: readonly Secret[],
  accountWord: AccountWord,
): Promise<Attempt> {
  const redactor = createRedactor({ profile: 'support', known, accountWord });
  const temporary = temporaryPathFor(request.path);
  const secrets = (): readonly Secret[] => uniqueSecrets([...known, ...redactor.seen()]);
  try {
    const totals = await writeTranscript({ ...request, temporary, redactor, secrets });
    const leaked = await findLeaks(temporary, secrets(), request.signal);
    if (leaked.length > 0) return { result: fail(leakProblem(leaked)), leaked };
    await rename(temporary, request.path);
    return { result: ok(toOutcome(request.path, totals)), leaked };
  } catch (error) {
    const problem = request.signal?.aborted === true ? CANCELLED : toExportProblem(error);
    return { result: fail(problem), leaked: [] };
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

function uniqueSecrets(secrets: readonly Secret[]): Secret[] {
  return [...new Map(secrets.map((one) => [`${one.class}\n${one.value}`, one])).values()];
}

function toOutcome(path: string, totals: TranscriptTotals): ExportOutcome {
  return { fileName: basename(path), entries: totals.entries, maskedValues: totals.replaced };
}

function leakProblem(leaked: readonly Secret[]): Problem {
  const classes = [...new Set(leaked.map((secret) => secret.class))];
  const names = classes.map((one) => REDACTION_CLASSES[one].plural).join(', ');
  return {
    code: 'export-leak',
    what: 'The export was stopped and nothing was written.',
    why: `The check before writing still found some of these in it: ${names}.`,
    next: 'Export fewer entries with a filter, and report this: the redaction has missed a place.',
    details: { classes },
  };
}

const CANCELLED: Problem = {
  code: 'export-cancelled',
  what: 'The export was cancelled. Nothing was written.',
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
