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
import type { ExportRequest } from './export.ts';
import { countChecked } from './leak-check.ts';

/** What was written. */
export interface TranscriptTotals {
  readonly entries: number;
  /** Values replaced, those the tap had hidden included. */
  readonly replaced: number;
}

/** Most entries read at a time, and about how much text: one may be as long as the largest stanza. */
const BATCH = 200;
const BATCH_LENGTH = 2 * 1024 * 1024;
/** Text is written in pieces of at least so many characters. */
const PIECE_LENGTH = 1024 * 1024;
const TELL_EVERY_MS = 250;

interface Totals {
  entries: number;
  unparsed: number;
  readonly redactions: Record<string, number>;
}

/**
 * Writes the export to `temporary` and syncs it to disk.
 * @param secrets every value known so far, for the figures in the footer
 * @throws the file system's or the database's error
 */
export async function writeTranscript(
  request: ExportRequest & {
    readonly temporary: string;
    readonly redactor: Redactor;
    readonly secrets: () => readonly Secret[];
  },
): Promise<TranscriptTotals> {
  const { found, source, redactor } = request;
  const format = FORMATS[request.format];
  const file = await open(request.temporary, 'wx', 0o600);
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
    const end =
      source.page({ filter: {}, afterSeq: 0, limit: 1, fromEnd: true }).rows.at(-1)?.seq ?? 0;
    const header = toHeader(request);
    await write(format.head(header, () => toRuns(request)));
    const progress = createProgress(request, header.entries);
    let afterSeq = 0;
    let limit = BATCH / 10;
    for (;;) {
      const batch =
        found === null
          ? source.entries({ filter: {}, afterSeq, beforeSeq: end + 1, limit, fromEnd: false })
          : await found.read(totals.entries, limit);
      request.signal?.throwIfAborted();
      const last = batch.at(-1);
      if (last === undefined) break;
      afterSeq = last.seq;
      limit = nextLimit(batch);
      await write(batch.map((entry) => entryText(entry, format, redactor, totals)).join(''));
      progress(totals.entries);
    }
    await write('', 0);
    const footer = toFooter(request, totals);
    await write(format.footer(footer, hash.copy().digest('hex')), 0);
    await file.sync();
    const replaced = Object.values(totals.redactions).reduce((sum, count) => sum + count, 0);
    return { entries: totals.entries, replaced };
  } finally {
    await file.close();
  }
}

/** As many entries as there may be in a batch when they go on being as long as these. */
function nextLimit(batch: readonly WireEntry[]): number {
  const length = batch.reduce((sum, { xml }) => sum + xml.length, 1);
  const fitting = Math.floor((BATCH_LENGTH * batch.length) / length);
  return Math.max(1, Math.min(fitting, batch.length * 2, BATCH));
}

function createProgress({ clock, onProgress }: ExportRequest, total: number) {
  let toldAt = clock.monotonicMs();
  return (entries: number): void => {
    if (clock.monotonicMs() - toldAt < TELL_EVERY_MS) return;
    toldAt = clock.monotonicMs();
    onProgress?.({ entries, total });
  };
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

function toHeader({
  source,
  query,
  found,
  context,
  live,
  redactor,
  clock,
}: HeaderParts): TranscriptHeader {
  const facts = source.facts();
  const { total } = source.page({ filter: {}, afterSeq: 0, limit: 1, fromEnd: false });
  return {
    tool: { name: 'Pushscope', version: context.version },
    created: clock.now().toISOString(),
    recording: { name: redactor.redactText(facts.name), startedAt: facts.startedAt },
    sessions: live ? context.sessions.map((one) => toTranscriptSession(one, redactor)) : [],
    redaction: { profile: 'support', rules: REDACTION_RULES_VERSION },
    filter: query === '' ? {} : { text: redactor.redactText(query) },
    entries: found?.matching ?? total,
    total,
  };
}

type HeaderParts = Pick<
  ExportRequest,
  'source' | 'query' | 'found' | 'context' | 'live' | 'clock'
> & {
  readonly redactor: Redactor;
};

function toRuns({ live, context, redactor }: HeaderParts): readonly TranscriptRun[] {
  return (live ? context.runs : []).map((run) => redactRun(run, redactor));
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

function toFooter(
  {
    source,
    secrets,
  }: Pick<ExportRequest, 'source'> & { readonly secrets: () => readonly Secret[] },
  totals: Totals,
): TranscriptFooter {
  return { ...totals, dropped: source.dropped(), leakCheck: countChecked(secrets()) };
}
