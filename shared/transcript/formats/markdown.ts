/** A transcript to paste into an issue: facts, verdicts, then the exchanges in order. */
import type { StepSnapshot } from '../../contract/run.ts';
import type { WireEntry } from '../entry.ts';
import type { TranscriptFormat } from './format.ts';
import type { TranscriptFooter, TranscriptHeader, TranscriptRun } from './transcript-file.ts';

/** Writes title, facts of the sessions, and what was left out. */
export function writeMarkdownHeader(header: TranscriptHeader): string {
  const facts = [
    `- Recording: ${inline(header.recording.name)}, started ${header.recording.startedAt}`,
    `- Entries: ${header.entries} of ${header.total}${filterNote(header)}`,
    `- Redaction: profile \`${header.redaction.profile}\`, rules ${header.redaction.rules}. ` +
      'Aliases such as `user1` and `node-1` stand for the same value throughout.',
    `- Written by ${inline(header.tool.name)} ${inline(header.tool.version)} on ${header.created}`,
  ];
  const sessions = header.sessions.map(({ name, jid, ...facts_ }) => {
    const known = [
      facts_.transport,
      facts_.tls ?? 'no TLS',
      facts_.mechanism,
      facts_.sessionIq === null ? null : `session IQ ${facts_.sessionIq}`,
    ].filter((fact) => fact !== null);
    return `- **${inline(name)}**: \`${jid}\`, ${known.map(inline).join(', ')}`;
  });
  const parts = ['# Pushscope transcript', facts.join('\n')];
  if (sessions.length > 0) parts.push('## Sessions', sessions.join('\n'));
  return `${parts.join('\n\n')}\n`;
}

function filterNote({ filter, entries, total }: TranscriptHeader): string {
  if (filter.query !== undefined) return ` (filter: ${inline(filter.query)})`;
  return entries === total ? '' : ' (a part of the recording)';
}

/** Writes the steps of a run with their verdicts. Texts must be redacted already. */
export function writeMarkdownRun(run: TranscriptRun): string {
  const push =
    run.push === null
      ? ''
      : run.push.received
        ? `\n\nPush received after ${milliseconds(run.push.latencyMs)}.`
        : '\n\nNo push received.';
  const title = `## Run: PubSub-${run.flow ?? 'undecided'}, ${run.state}`;
  return `\n${title}\n\n${run.steps.map(stepLines).join('\n')}${push}\n`;
}

function stepLines(step: StepSnapshot): string {
  const latency = step.latencyMs === null ? '' : ` (${milliseconds(step.latencyMs)})`;
  const head = `- **${inline(step.title)}**: ${step.state}${latency}`;
  const { verdict } = step;
  if (verdict === null) return step.note === '' ? head : `${head}. ${inline(step.note)}`;
  return [
    `${head}. ${inline(verdict.headline)}`,
    `  - Proved: ${inline(verdict.proved)}`,
    `  - Not proved: ${inline(verdict.notProved)}`,
    `  - Who knows: ${inline(verdict.whoKnows)}`,
    `  - Next: ${inline(verdict.next)}`,
  ].join('\n');
}

/** Writes the heading before the entries. */
export function writeMarkdownEntriesHeading(): string {
  return '\n## Entries\n';
}

/** Writes one entry: a line of facts and its text, fenced. */
export function writeMarkdownEntry(entry: WireEntry): string {
  const answer =
    entry.replyTo === null
      ? ''
      : `, ${entry.relation ?? 'answer'} to \`#${entry.replyTo}\`` +
        (entry.latencyMs === null ? '' : ` after ${milliseconds(entry.latencyMs)}`);
  const step = entry.stepId === null ? '' : `, step ${inline(entry.stepId)}`;
  const who = entry.sessionName === '' ? '' : `**${inline(entry.sessionName)}** `;
  const what = [entry.name, entry.type, entry.childName, entry.condition]
    .filter((part) => part !== null && part !== '')
    .map((part) => inline(String(part)));
  const head =
    `\`#${entry.seq}\` ${entry.time} ${who}${ARROW[entry.direction]} ` +
    `${what.length > 0 ? what.join(' ') : entry.kind}${answer}${step}`;
  const text = entry.text === '' ? '' : `\n\n${inline(entry.text)}`;
  return `\n${head}${text}\n${entry.xml === '' ? '' : fenced(entry)}`;
}

const ARROW = { in: '←', out: '→', local: '·' } as const;

/** Writes what the reader must know about what is missing. */
export function writeMarkdownFooter(footer: TranscriptFooter): string {
  const redacted = Object.entries(footer.redactions).map(([name, count]) => `${count} ${name}`);
  const lines = [
    `- Entries written: ${footer.entries}; missing from the recording: ${footer.dropped}; ` +
      `text left out because it could not be parsed: ${footer.unparsed}`,
    `- Replaced: ${redacted.length === 0 ? 'nothing' : redacted.join(', ')}`,
    `- Leak check: passed for ${footer.leakCheck.values} values` +
      (footer.leakCheck.unchecked === 0
        ? ''
        : `; ${footer.leakCheck.unchecked} too short or too common to be looked for`),
  ];
  return `\n## About this file\n\n${lines.join('\n')}\n`;
}

/** The format as the catalogue lists it. */
export const MARKDOWN: TranscriptFormat = {
  id: 'markdown',
  label: 'Markdown',
  hint: 'For reading: an issue, a mail, a ticket.',
  extension: '.md',
  head: (header, runs) =>
    writeMarkdownHeader(header) +
    runs().map(writeMarkdownRun).join('') +
    writeMarkdownEntriesHeading(),
  entry: writeMarkdownEntry,
  footer: writeMarkdownFooter,
};

/** A fence longer than any run of backticks inside. */
function fenced(entry: WireEntry): string {
  const runs = entry.xml.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  const language = entry.kind === 'push' ? 'http' : 'xml';
  return `\n${fence}${language}\n${entry.xml}\n${fence}\n`;
}

/** Text that stays text: no markup, no line breaks. */
function inline(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');
}

function milliseconds(value: number | null): string {
  return value === null ? 'an unknown time' : `${Math.round(value)} ms`;
}
