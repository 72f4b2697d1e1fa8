/**
 * Writes the report of a run to a file that may be given away: redacted, and searched for leaks over its
 * finished text before anything is written. What would leak is never written.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { RunSnapshot } from '#shared/contract/run.ts';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import { redactRun } from '#shared/runs/report/redact-run.ts';
import { writeReportHtml } from '#shared/runs/report/report-html.ts';
import { writeReportMarkdown } from '#shared/runs/report/report-markdown.ts';
import { REPORT_STYLE } from '#shared/runs/report/report-style.ts';
import { reportFormatOf, type ReportFormat, type RunReport } from '#shared/runs/report/report.ts';
import { createRedactor, type Redactor } from '#shared/transcript/redact.ts';
import type { Secret } from '#shared/transcript/redaction/classes.ts';
import { writeFileAtomically } from '../atomic-file.ts';
import { leakProblem, toExportProblem } from '../transcript/export-problems.ts';
import { createLeakCheck } from '../transcript/leak-check.ts';

/** What a report is made of, and what it must not contain. */
export interface ReportInput {
  readonly run: RunSnapshot;
  /** Bare JID of the account. */
  readonly account: string;
  /** Passwords, tokens and names that services know. */
  readonly secrets: readonly Secret[];
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly created: string;
}

/** A report that stands on disk. */
export interface WrittenReport {
  readonly fileName: string;
  readonly format: ReportFormat;
  readonly maskedValues: number;
}

/** A name may be found only after it was written once; then it is hidden the next time. */
const MAX_ROUNDS = 3;

/**
 * Writes a report: Markdown for a name that ends in `.md`, else HTML.
 * @returns what was written. Fails with `export-leak` (nothing is written) or `export-failed`
 */
export function writeRunReport(path: string, input: ReportInput): Result<WrittenReport> {
  const format = reportFormatOf(path);
  let known = input.secrets;
  let leaked: readonly Secret[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const redactor = createRedactor({ profile: 'support', known });
    const text = compose(format, input, redactor);
    const hidden = [...known, ...redactor.seen()];
    leaked = findLeaks(text, hidden);
    if (leaked.length === 0) return write(path, format, text, redactor);
    known = [...known, ...leaked];
  }
  return fail(leakProblem(leaked));
}

function compose(format: ReportFormat, input: ReportInput, redactor: Redactor): string {
  const report: RunReport = {
    run: redactRun(input.run, redactor),
    account: redactor.redactJid(input.account),
    version: input.version,
    created: input.created,
  };
  return format === 'html'
    ? writeReportHtml(report, createHash('sha256').update(REPORT_STYLE).digest('base64'))
    : writeReportMarkdown(report);
}

function findLeaks(text: string, secrets: readonly Secret[]): readonly Secret[] {
  const check = createLeakCheck(secrets);
  check.push(Buffer.from(text));
  return check.found();
}

function write(
  path: string,
  format: ReportFormat,
  text: string,
  redactor: Redactor,
): Result<WrittenReport> {
  try {
    writeFileAtomically(path, text);
  } catch (error) {
    return fail(toExportProblem(error));
  }
  return ok({ fileName: basename(path), format, maskedValues: redactor.seen().length });
}
