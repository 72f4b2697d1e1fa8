/**
 * The report of a run as one HTML file: no script, no address to fetch from, and a policy that would
 * forbid both. Opens anywhere, offline, light and dark, and prints.
 */
import type { Diagnosis, PreflightFact, StepExchange, StepSnapshot } from '../../contract/run.ts';
import { formatLatency } from '../../transcript/latency-text.ts';
import { prettyText } from '../../xml/pretty-text.ts';
import { escapeAttribute, escapeText } from '../../xml/serialize.ts';
import { toVisibleText } from '../../xml/visible-text.ts';
import { REPORT_STYLE } from './report-style.ts';
import {
  describeAnswer,
  describeRun,
  describeStepState,
  describeVerdict,
  type ReportLine,
  type RunReport,
} from './report.ts';

/**
 * Writes the whole report.
 * @param styleHash SHA-256 of {@link REPORT_STYLE} in base64, which the page's policy names
 */
export function writeReportHtml(report: RunReport, styleHash: string): string {
  const { run } = report;
  const title = `Push check: ${run.state}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${escapeAttribute(styleHash)}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${text(title)}</title>`,
    `<style>${REPORT_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${text(title)}</h1>`,
    writeLines(describeRun(report)),
    run.diagnoses.length === 0 ? '' : writeDiagnoses(run.diagnoses),
    '<h2>Steps</h2>',
    ...run.steps.map(writeStep),
    '</main>',
    '<footer>Passwords, tokens, node names and accounts are replaced; the same alias stands for the same value throughout. Stanzas are laid out for reading.</footer>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function writeDiagnoses(diagnoses: readonly Diagnosis[]): string {
  const items = diagnoses.map(
    ({ title, sure, because, next }) =>
      `<li><p><strong>${text(title)}</strong> <span class="word">${sure}</span></p><ul>${because
        .map((reason) => `<li>${text(reason)}</li>`)
        .join('')}</ul><p>Next: ${text(next)}</p></li>`,
  );
  return `<h2>Diagnosis</h2>\n<ol class="diagnoses">${items.join('\n')}</ol>`;
}

function writeStep(step: StepSnapshot, index: number): string {
  const headline = step.verdict === null ? step.note : step.verdict.headline;
  return [
    `<section class="${step.state}">`,
    `<h3>${index + 1}. ${text(step.title)} <span class="word">${text(describeStepState(step))}</span></h3>`,
    headline === '' ? '' : `<p>${text(headline)}</p>`,
    writeLines(describeVerdict(step)),
    step.verdict !== null && step.note !== '' ? `<p>${text(step.note)}</p>` : '',
    step.facts.length === 0 ? '' : writeFacts(step.facts, step.exchanges),
    ...step.exchanges.map(writeExchange),
    '</section>',
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function writeFacts(facts: readonly PreflightFact[], exchanges: readonly StepExchange[]): string {
  const known = new Set(exchanges.map(({ exchangeId }) => exchangeId));
  const items = facts.map(({ label, value, tone, exchangeId }) => {
    const evidence =
      exchangeId !== null && known.has(exchangeId)
        ? ` <a href="#${escapeAttribute(exchangeId)}">stanza</a>`
        : '';
    return `<dt>${text(label)} <span class="word">${tone}</span></dt><dd>${text(value)}${evidence}</dd>`;
  });
  return `<dl>${items.join('\n')}</dl>`;
}

function writeExchange({
  exchangeId,
  label,
  requestXml,
  answerXml,
  outcome,
  latencyMs,
}: StepExchange): string {
  const latency = latencyMs === null ? '' : `, ${formatLatency(latencyMs)}`;
  const answer = answerXml === '' ? '' : `<pre tabindex="0">${code(answerXml)}</pre>`;
  return `<details id="${escapeAttribute(exchangeId)}"><summary>${text(label)}: ${text(describeAnswer(outcome))}${latency}</summary><pre tabindex="0">${code(requestXml)}</pre>${answer}</details>`;
}

function writeLines(lines: readonly ReportLine[]): string {
  if (lines.length === 0) return '';
  return `<dl>${lines.map(([term, value]) => `<dt>${text(term)}</dt><dd>${text(value)}</dd>`).join('\n')}</dl>`;
}

function code(xml: string): string {
  return escapeText(prettyText(xml));
}

function text(value: string): string {
  return escapeText(toVisibleText(value));
}
