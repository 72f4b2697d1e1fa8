/** The wording of the command line: pure functions from snapshots to lines of text. */
import type { ExchangeOutcome } from '#shared/contract/exchange.ts';
import type { Problem } from '#shared/contract/result.ts';
import type { RunSnapshot, StepExchange, StepSnapshot, StepState } from '#shared/contract/run.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import type { RecordSummary } from './commands/record.ts';
import { shortenStanza, withoutControls } from './shorten-stanza.ts';
import type { Style } from './style.ts';
import type { Ending } from './watch-arrivals.ts';

/** The state in a word and a sign, so that colour is never the only one. */
const STATE_SIGNS: Readonly<Record<StepState, string>> = {
  waiting: '·',
  sent: '…',
  passed: '✓',
  failed: '✗',
  skipped: '–',
};

/** What happened, why, what to do; a sentence each. */
export function describeProblem(problem: Problem): string {
  const place = problem.place ? ` (at ${problem.place})` : '';
  return [`${problem.what}${place}`, problem.why, problem.next]
    .filter((line) => line !== undefined && line !== '')
    .map((line) => withoutControls(line ?? ''))
    .join('\n  ');
}

/** One line when a session is online. */
export function describeSession(session: SessionSnapshot, style: Style): string {
  const { tls, mechanism, sessionIq, service } = session.facts;
  const facts = [
    service,
    tls === null
      ? style.attention('no TLS')
      : `${tls.protocol}, certificate ${trustWord(tls.trust)}`,
    mechanism,
    sessionIq === 'sent' ? 'session IQ sent' : null,
    sessionIq === 'demanded' ? style.attention('session IQ demanded, not sent') : null,
  ];
  const who = style.bold(session.boundJid ?? session.jid);
  return `${who} is online: ${facts.filter(Boolean).join(', ')}`;
}

function trustWord(trust: 'system' | 'ca-file' | 'pinned'): string {
  return { system: 'trusted by the system', 'ca-file': 'signed by the given CA', pinned: 'pinned' }[
    trust
  ];
}

/** A step that has ended: its row, its requests and its verdict. */
export function describeStep(step: StepSnapshot, style: Style): string {
  return [
    describeStepRow(step, style),
    ...step.facts.map((fact) => `    ${fact.label}: ${withoutControls(fact.value)}`),
    ...step.exchanges.flatMap((exchange) => describeExchange(exchange, style)),
    ...describeVerdict(step, style),
  ].join('\n');
}

function describeStepRow(step: StepSnapshot, style: Style): string {
  const paint = {
    passed: style.good,
    failed: style.bad,
    skipped: style.dim,
    waiting: style.dim,
    sent: style.dim,
  };
  const sign = paint[step.state](`${STATE_SIGNS[step.state]} ${step.state}`);
  const latency = step.latencyMs === null ? '' : style.dim(`  ${formatMs(step.latencyMs)}`);
  return `${sign}  ${style.bold(step.title)}${latency}`;
}

function describeExchange(exchange: StepExchange, style: Style): string[] {
  const latency = exchange.latencyMs === null ? '' : `, ${formatMs(exchange.latencyMs)}`;
  return [
    `    ${style.dim('>')} ${shortenStanza(exchange.requestXml)}`,
    `    ${style.dim('<')} ${describeOutcome(exchange.outcome)}${latency}`,
  ];
}

function describeVerdict({ verdict, note, state }: StepSnapshot, style: Style): string[] {
  if (verdict === null) return note === '' ? [] : [`    ${note}`];
  const lines = [`    ${style.bold(verdict.headline)}`];
  if (state === 'skipped') {
    return [...lines, `      Why: ${note || verdict.whoKnows}`, `      Next: ${verdict.next}`];
  }
  return [
    ...lines,
    `      Proved: ${verdict.proved}`,
    `      Not proved: ${verdict.notProved}`,
    ...(state === 'failed' ? [`      Who knows: ${verdict.whoKnows}`] : []),
    `      Next: ${verdict.next}`,
    ...(note === '' ? [] : [`      ${style.attention(note)}`]),
  ];
}

/** How a request ended, in a few words. */
export function describeOutcome(outcome: ExchangeOutcome | null): string {
  if (outcome === null) return 'no answer yet';
  switch (outcome.kind) {
    case 'result':
      return 'result';
    case 'error': {
      const { condition, type, text, applicationConditions } = outcome.error;
      const specific = applicationConditions.map(({ name, feature }) =>
        feature ? `${name} ${feature}` : name,
      );
      const detail = [type, ...specific].filter(Boolean).join(', ');
      const said = text === '' ? '' : `: ${text}`;
      return withoutControls(`error ${condition || 'without condition'} (${detail})${said}`);
    }
    case 'error-without-reason':
      return 'error that names no reason';
    case 'timeout':
      return `no answer within ${formatMs(outcome.afterMs)}`;
    case 'disconnected':
      return `no answer: ${outcome.reason}`;
    case 'cancelled':
      return 'cancelled';
    default:
      return outcome satisfies never;
  }
}

/** The last lines of a run. */
export function describeRunEnd(run: RunSnapshot, transcript: string | null, style: Style): string {
  const count = (state: StepState): number =>
    run.steps.filter((step) => step.state === state).length;
  const counts = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
  const waiting = count('waiting') === 0 ? '' : `, ${count('waiting')} not run`;
  return [
    `${run.state === 'passed' ? style.good('Done.') : style.bad('Stopped.')} ${counts}${waiting}`,
    describePush(run),
    ...(transcript === null ? [] : [`Transcript: ${transcript}`]),
  ].join('\n');
}

function describePush({ push }: RunSnapshot): string {
  if (push === null) return 'Push: not tried.';
  if (!push.received) return 'Push: none arrived at the gateway.';
  return `Push: received ${formatMs(push.latencyMs ?? 0)} after the message was sent.`;
}

const ENDINGS: Readonly<Record<Ending, string>> = {
  interrupted: 'Stopped as asked.',
  time: 'The time is over.',
  count: 'All stanzas came.',
  disconnected: 'The session ended by itself.',
};

/** The last lines of a recording. */
export function describeRecord(summary: RecordSummary, ending: Ending, transcript: string): string {
  const { entries, dropped, stanzas, seconds, perSecond } = summary;
  const lost = dropped === 0 ? '' : `, ${dropped} lost because the disk failed`;
  return [
    `${ENDINGS[ending]} ${entries} entries recorded${lost}.`,
    `${stanzas} stanzas came in ${seconds.toFixed(1)} s (${perSecond.toFixed(1)} per second).`,
    `Transcript: ${transcript}`,
  ].join('\n');
}

/** `0.4 ms`, `12 ms`, `3.2 s`. */
export function formatMs(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
