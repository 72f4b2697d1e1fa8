/** Redacts a recording into a file and searches it for leaks, again until there are none or it gives up. */
import { rm } from 'node:fs/promises';
import type { ExportProgress } from '#shared/contract/channels.ts';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { FormatId } from '#shared/transcript/formats/format.ts';
import { createRedactor, type Redactor } from '#shared/transcript/redact.ts';
import {
  ACCOUNT_WORDS,
  accountWordOf,
  type AccountWord,
} from '#shared/transcript/redaction/aliases.ts';
import type { Secret } from '#shared/transcript/redaction/classes.ts';
import { leakProblem, toExportProblem } from './export-problems.ts';
import { listKnownSecrets, type ExportContext } from './export-secrets.ts';
import { openExportSource, type ExportSource, type RecordingToExport } from './export-source.ts';
import {
  toTotals,
  writeTranscript,
  type TranscriptTotals,
  type WriteOptions,
} from './export-writer.ts';
import { searchFile, searchReplaced } from './leak-search.ts';
import { mendTranscript, type LeakingFile } from './mend-export.ts';
import { createMatchWatch, type MatchState } from './reader/match-watch.ts';

/** An export, as it travels to its thread. */
export interface ExportTask {
  readonly recording: RecordingToExport;
  /** Where to write to; there is no such file yet. */
  readonly temporary: string;
  readonly format: FormatId;
  /** In the query language; empty for all entries. */
  readonly query: string;
  /** Its sessions and runs belong to a live recording only; its secrets always count. */
  readonly context: ExportContext;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** Tells when the thread is in the midst of a match. */
  readonly matching: MatchState;
}

/** Told how many entries are written; a second round begins anew. */
export type TellProgress = (progress: Omit<ExportProgress, 'exportId'>) => void;

const MAX_ROUNDS = 3;
/** Entries that tell how accounts are called. */
const PROBED = 500;

/**
 * Writes an export under its temporary name.
 * @returns what was written. Fails with `export-leak`, `export-failed`, `bad-query`, or the problem of the recording's
 *   file; what stands under the temporary name is then of no use
 */
export async function writeExport(
  task: ExportTask,
  tell: TellProgress,
): Promise<Result<TranscriptTotals>> {
  try {
    const source = await openExportSource(task.recording, {
      ...{ text: task.query, now: task.created, watch: createMatchWatch(task.matching) },
    });
    if (!source.ok) return source;
    try {
      return await writeWithoutLeaks(task, source.value, tell);
    } finally {
      source.value.close();
    }
  } catch (error) {
    return fail(toExportProblem(error));
  }
}

/**
 * A value may stand somewhere before it is known to be one, so what is found is hidden the next time. An
 * account that is called like an alias is no leak, but nobody could tell them apart: then they are called
 * otherwise.
 */
async function writeWithoutLeaks(
  task: ExportTask,
  source: ExportSource,
  tell: TellProgress,
): Promise<Result<TranscriptTotals>> {
  let known: readonly Secret[] = listKnownSecrets(task.context);
  let leaking: LeakingFile | null = null;
  const words = freeAccountWords(source);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const accountWord = words[Math.min(round, words.length - 1)] ?? 'user';
    const hidden = known;
    const options = (redactor: Redactor): WriteOptions => ({
      ...{ task, source, redactor, tell },
      secrets: () => uniqueSecrets(hidden, redactor.seen()),
    });
    const made: LeakingFile =
      (leaking && (await mend(leaking, options))) ??
      (await writeAnew(options(createRedactor({ profile: 'support', known, accountWord }))));
    if (made.search.leaked.length === 0) return ok(toTotals(made.written.totals));
    leaking = made;
    const unlike = leaking.search.leaked.filter(
      ({ value }) => accountWordOf(value) !== accountWord,
    );
    known = uniqueSecrets(known, unlike);
  }
  return fail(leakProblem(leaking?.search.leaked ?? []));
}

async function writeAnew(options: WriteOptions): Promise<LeakingFile> {
  const { temporary } = options.task;
  await rm(temporary, { force: true });
  const written = await writeTranscript(options);
  const search = await searchFile(temporary, options.secrets());
  return { written, redactor: options.redactor, search };
}

/** @returns null when all must be written anew */
async function mend(
  leaking: LeakingFile,
  optionsOf: (redactor: Redactor) => WriteOptions,
): Promise<LeakingFile | null> {
  const { leaked } = leaking.search;
  if (leaked.some(({ value }) => accountWordOf(value) !== undefined)) return null;
  const redactor = leaking.redactor.knowing(leaked);
  if (redactor === null) return null;
  const options = optionsOf(redactor);
  const written = await mendTranscript(leaking, options);
  if (written === null) return null;
  const { temporary } = options.task;
  const search = await searchReplaced(
    temporary,
    options.secrets(),
    leaking.search,
    written.replaced,
  );
  return { written, redactor, search };
}

/** Words for aliases that no account in the first entries begins with. */
function freeAccountWords(source: ExportSource): readonly AccountWord[] {
  const taken = new Set(
    source
      .firstRows(PROBED)
      .flatMap(({ from, to }) => [accountWordOf(from ?? ''), accountWordOf(to ?? '')]),
  );
  const free = ACCOUNT_WORDS.filter((word) => !taken.has(word));
  return free.length === 0 ? ACCOUNT_WORDS : free;
}

/** @param more without two that are the same */
function uniqueSecrets(some: readonly Secret[], more: readonly Secret[]): readonly Secret[] {
  if (some.length === 0) return more;
  const values = new Set(some.map(({ value }) => value));
  const keyOf = (one: Secret): string => `${one.class}\n${one.value}`;
  const first = new Map(some.map((one) => [keyOf(one), one]));
  const others = more.filter((one) => !values.has(one.value) || !first.has(keyOf(one)));
  return [...first.values(), ...others];
}
