/** Writes header, entries and footer of an export to a file, a batch at a time. */
import { redactStepTexts } from '#shared/runs/report/redact-run.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { FORMATS } from '#shared/transcript/formats/catalogue.ts';
import type { TranscriptFormat } from '#shared/transcript/formats/format.ts';
import {
  toTranscriptSession,
  type TranscriptFooter,
  type TranscriptHeader,
  type TranscriptRun,
} from '#shared/transcript/formats/transcript-file.ts';
import type { RedactedEntry, Redaction, Redactor } from '#shared/transcript/redact.ts';
import { REDACTION_RULES_VERSION, type Secret } from '#shared/transcript/redaction/classes.ts';
import { createEntryPlaces, type EntryPlaces } from './entry-places.ts';
import type { ExportSource } from './export-source.ts';
import { countChecked } from './leak-check.ts';
import { createOutput, type TranscriptOutput } from './transcript-output.ts';
import type { ExportTask, TellProgress } from './write-export.ts';

/** What was written. */
export interface TranscriptTotals {
  readonly entries: number;
  /** Values replaced, those the tap had hidden included. */
  readonly replaced: number;
}

/** A written file, and what is needed to write some of its entries anew. */
export interface WrittenTranscript {
  readonly totals: Totals;
  readonly places: EntryPlaces;
}

/** What the footer says of the entries. */
export interface Totals {
  entries: number;
  unparsed: number;
  readonly redactions: Record<string, number>;
}

/** What makes one round of an export. */
export interface WriteOptions {
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
export async function writeTranscript(options: WriteOptions): Promise<WrittenTranscript> {
  const { task, source, redactor, tell } = options;
  const format = FORMATS[task.format];
  const output = await createOutput(task.temporary);
  try {
    const totals: Totals = { entries: 0, unparsed: 0, redactions: {} };
    const header = toHeader(options);
    await output.text(format.head(header, () => toRuns(options)));
    const places = createEntryPlaces(output.length());
    for (const batch of source.batches()) {
      for (const entry of batch) {
        await output.text(entryText(entry, format, redactor, totals));
        places.add(entry.seq, output.length());
      }
      tell({ entries: totals.entries, total: header.entries });
    }
    await writeEnd(output, totals, options);
    return { totals, places };
  } finally {
    await output.close();
  }
}

/** Writes the footer, and all of the file to disk. */
export async function writeEnd(
  output: TranscriptOutput,
  totals: Totals,
  { task, source, secrets }: WriteOptions,
): Promise<void> {
  const { dropped } = source.facts;
  const counts = Object.entries(totals.redactions).filter(([, count]) => count > 0);
  const footer: TranscriptFooter = {
    ...totals,
    redactions: Object.fromEntries(counts),
    ...{ dropped, leakCheck: countChecked(secrets()) },
  };
  await output.text(FORMATS[task.format].footer(footer, await output.hash()));
  await output.finish();
}

/** Sums up totals for who asked for the export. */
export function toTotals({ entries, redactions }: Totals): TranscriptTotals {
  return { entries, replaced: Object.values(redactions).reduce((sum, count) => sum + count, 0) };
}

/** Redacts and counts an entry. */
export function entryText(
  entry: WireEntry,
  format: TranscriptFormat,
  redactor: Redactor,
  totals: Totals,
): string {
  const redacted = redactor.redactEntry(entry);
  countEntry(entry, redacted, totals, 1);
  return format.entry(redacted.entry, redacted.redactions);
}

/** @param sign -1 to take an entry out of the totals again */
export function countEntry(
  entry: WireEntry,
  { redactions, left }: RedactedEntry,
  totals: Totals,
  sign: 1 | -1,
): void {
  totals.entries += sign;
  if (left) totals.unparsed += sign;
  const counted: readonly Pick<Redaction, 'class'>[] = entry.masked
    ? [...redactions, { class: 'credential' }]
    : redactions;
  for (const { class: one } of counted) {
    totals.redactions[one] = (totals.redactions[one] ?? 0) + sign;
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
  return (recording.live ? context.runs : []).map((run) => ({
    ...run,
    steps: run.steps.map((step) => redactStepTexts(step, redactor.redactText)),
  }));
}
