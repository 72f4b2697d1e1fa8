/** The report of a run as Markdown, to paste into an issue or a ticket. */
import type { Diagnosis, StepExchange, StepSnapshot } from '../../contract/run.ts';
import { formatLatency } from '../../transcript/latency-text.ts';
import { prettyText } from '../../xml/pretty-text.ts';
import {
  describeAnswer,
  describeRun,
  describeStepState,
  describeVerdict,
  type RunReport,
} from './report.ts';

/** Writes the whole report. */
export function writeReportMarkdown(report: RunReport): string {
  const { run } = report;
  const facts = describeRun(report).map(([term, value]) => `- ${term}: ${inline(value)}`);
  return [
    `# Push check: ${run.state}`,
    facts.join('\n'),
    ...(run.diagnoses.length === 0 ? [] : ['## Diagnosis', ...run.diagnoses.map(writeDiagnosis)]),
    '## Steps',
    ...run.steps.map(writeStep),
    '## About this report',
    'Passwords, tokens, node names and accounts are replaced; the same alias stands for the same value throughout. Stanzas are laid out for reading.',
    '',
  ].join('\n\n');
}

function writeDiagnosis({ title, sure, because, next }: Diagnosis, index: number): string {
  return [
    `${index + 1}. **${inline(title)}** (${sure})`,
    ...because.map((reason) => `   - ${inline(reason)}`),
    `   - Next: ${inline(next)}`,
  ].join('\n');
}

function writeStep(step: StepSnapshot, index: number): string {
  const headline = step.verdict === null ? step.note : step.verdict.headline;
  return [
    `### ${index + 1}. ${inline(step.title)}: ${describeStepState(step)}`,
    ...(headline === '' ? [] : [inline(headline)]),
    ...list(describeVerdict(step).map(([term, value]) => `${term}: ${inline(value)}`)),
    ...(step.verdict !== null && step.note !== '' ? [inline(step.note)] : []),
    ...list(step.facts.map(({ label, value }) => `${inline(label)}: ${inline(value)}`)),
    ...step.exchanges.map(writeExchange),
  ].join('\n\n');
}

function writeExchange({ label, requestXml, answerXml, outcome, latencyMs }: StepExchange): string {
  const latency = latencyMs === null ? '' : `, ${formatLatency(latencyMs)}`;
  return [
    `${inline(label)}: ${inline(describeAnswer(outcome))}${latency}`,
    ...[requestXml, answerXml].filter((xml) => xml !== '').map(fenced),
  ].join('\n\n');
}

function list(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${line}`).join('\n')];
}

/** A fence longer than any run of backticks inside. */
function fenced(xml: string): string {
  const runs = xml.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}xml\n${prettyText(xml)}\n${fence}`;
}

/** Text that stays text: no markup, no line breaks. */
function inline(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');
}
