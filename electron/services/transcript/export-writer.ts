/** Writes header, entries and footer of an export to a file, a batch at a time. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { FORMATS } from '#shared/transcript/formats/catalogue.ts';
import type { TranscriptFormat } from '#shared/transcript/formats/format.ts';
import {
  toTranscriptSession,
  type TranscriptFooter,
  type TranscriptHeader,
  type TranscriptRun,
} from '#shared/transcript/formats/transcript-file.ts';
import type { Redaction, Redactor } from '#shared/transcript/redact.ts';
import { REDACTION_RULES_VERSION, type Secret } from '#shared/transcript/redaction/classes.ts';
import type { ExportSource } from './export-source.ts';
import { countChecked } from './leak-check.ts';
import type { ExportTask, TellProgress } from './write-export.ts';

/** What was written. */
export interface TranscriptTotals {
  readonly entries: number;
  /** Values replaced, those the tap had hidden included. */
  readonly replaced: number;
}

/** Text is written in pieces of at least so many characters. */
const PIECE_LENGTH = 1024 * 1024;

interface Totals {
  entries: number;
  unparsed: number;
  readonly redactions: Record<string, number>;
}

/** What makes one round of an export. */
interface WriteOptions {
  readonly task: ExportTask;
  readonly source: ExportSource;
  readonly redactor: Redactor;
  /** Every value known so far, for the figures in the footer. */
  readonly secrets: () => readonly Secret[];
  /** Told after each batch. */
  readonly tell: TellProgress;
}

/**
 * Writes the export under its temporary name and syncs it to disk.
 * @throws the file system's or the database's error
 */
export async function writeTranscript(options: WriteOptions): Promise<TranscriptTotals> {
  const { task, source, redactor, secrets, tell } = options;
  const format = FORMATS[task.format];
  const file = await open(task.temporary, 'wx', 0o600);
  const hash = createHash('sha256');
  let piece = '';
  const write = async (text: string, atLeast = PIECE_LENGTH): Promise<void> => {
    piece += text;
    if (piece.length < atLeast) return;
    const bytes = Buffer.from(piece);
    piece = '';
    hash.update(bytes);
    await file.writeFile(bytes);
  };
  try {
    const totals: Totals = { entries: 0, unparsed: 0, redactions: {} };
    const header = toHeader(options);
    await write(format.head(header, () => toRuns(options)));
    for (const batch of source.batches()) {
      await write(batch.map((entry) => entryText(entry, format, redactor, totals)).join(''));
      tell({ entries: totals.entries, total: header.entries });
    }
    await write('', 0);
    const { dropped } = source.facts;
    const footer: TranscriptFooter = { ...totals, dropped, leakCheck: countChecked(secrets()) };
    await write(format.footer(footer, hash.copy().digest('hex')), 0);
    await file.sync();
    const replaced = Object.values(totals.redactions).reduce((sum, count) => sum + count, 0);
    return { entries: totals.entries, replaced };
  } finally {
    await file.close();
  }
}

function entryText(
  entry: WireEntry,
  format: TranscriptFormat,
  redactor: Redactor,
  totals: Totals,
): string {
  const { entry: redacted, redactions, left } = redactor.redactEntry(entry);
  totals.entries += 1;
  if (left) totals.unparsed += 1;
  count(totals, redactions);
  if (entry.masked) count(totals, [{ path: '', class: 'credential' }]);
  return format.entry(redacted, redactions);
}

function count(totals: Totals, redactions: readonly Redaction[]): void {
  for (const { class: one } of redactions) {
    totals.redactions[one] = (totals.redactions[one] ?? 0) + 1;
  }
}

function toHeader({ task, source, redactor }: WriteOptions): TranscriptHeader {
  const { recording, context, query } = task;
  const { name, startedAt } = source.facts;
  return {
    tool: { name: 'Pushscope', version: context.version },
    created: task.created,
    recording: { name: redactor.redactText(name), startedAt },
    sessions: recording.live
      ? context.sessions.map((one) => toTranscriptSession(one, redactor))
      : [],
    redaction: { profile: 'support', rules: REDACTION_RULES_VERSION },
    filter: query.trim() === '' ? {} : { query: redactor.redactText(query) },
    entries: source.matching,
    total: source.total,
  };
}

function toRuns({ task, redactor }: WriteOptions): readonly TranscriptRun[] {
  const { recording, context } = task;
  return (recording.live ? context.runs : []).map((run) => redactRun(run, redactor));
}

/** Verdicts and notes name accounts and nodes. */
function redactRun(run: TranscriptRun, redactor: Redactor): TranscriptRun {
  const text = redactor.redactText;
  return {
    ...run,
    steps: run.steps.map((step) => ({
      ...step,
      title: text(step.title),
      note: text(step.note),
      verdict:
        step.verdict === null
          ? null
          : {
              headline: text(step.verdict.headline),
              proved: text(step.verdict.proved),
              notProved: text(step.verdict.notProved),
              whoKnows: text(step.verdict.whoKnows),
              next: text(step.verdict.next),
            },
    })),
  };
}
