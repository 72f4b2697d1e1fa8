/** A report of a run for people who were not there: what was tried, what was answered, what is wrong. */
import type { ExchangeOutcome } from '../../contract/exchange.ts';
import type { RunSnapshot, StepSnapshot } from '../../contract/run.ts';
import { formatLatency } from '../../transcript/latency-text.ts';

/** What a report is made of. The run must be redacted already. */
export interface RunReport {
  readonly run: RunSnapshot;
  /** Bare JID of the account, redacted. */
  readonly account: string;
  /** Version of this program. */
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly created: string;
}

/** How a report is written. */
export const REPORT_FORMATS = ['html', 'markdown'] as const;

/** One of {@link REPORT_FORMATS}. */
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The format that a file name asks for: Markdown for `.md`, HTML for all others. */
export function reportFormatOf(fileName: string): ReportFormat {
  return /\.(?:md|markdown)$/i.test(fileName) ? 'markdown' : 'html';
}

/** A term with its value. */
export type ReportLine = readonly [term: string, value: string];

/** What the run was and worked with. */
export function describeRun({ run, account, version, created }: RunReport): readonly ReportLine[] {
  const { parameters, resolved } = run;
  const options = Object.entries(parameters.options).filter(([, value]) => value !== '');
  const lines: readonly ReportLine[] = [
    ['Account', account],
    ['Server', resolved.serverName ?? ''],
    ['Procedure', run.flow === null ? 'not decided' : `PubSub-${run.flow}`],
    ['Push service JID', resolved.pubsubJid],
    ['Node', resolved.node],
    ['Device', `${parameters.pushService}, ${parameters.deviceId}`],
    ['Publish-options', options.map(([name, value]) => `${name}=${value}`).join(', ')],
    ['Going away by', parameters.peerSessionId === null ? '' : parameters.awayMode],
    ['Push', sayPush(run)],
    ['Begun', run.startedAt],
    ['Ended', run.endedAt ?? 'not yet'],
    ['Written by', `Pushscope ${version} on ${created}`],
  ];
  return lines.filter(([, value]) => value !== '');
}

function sayPush({ push }: RunSnapshot): string {
  if (push === null) return '';
  if (!push.received) return 'none arrived';
  return push.latencyMs === null ? 'arrived' : `arrived after ${formatLatency(push.latencyMs)}`;
}

/** `Enable: passed, 12 ms`. */
export function describeStepState({ state, latencyMs }: StepSnapshot): string {
  return latencyMs === null ? state : `${state}, ${formatLatency(latencyMs)}`;
}

/** The four lines of a step's verdict; none without one. */
export function describeVerdict({ verdict }: StepSnapshot): readonly ReportLine[] {
  if (verdict === null) return [];
  return [
    ['Proved', verdict.proved],
    ['Not proved', verdict.notProved],
    ['Who knows', verdict.whoKnows],
    ['Next', verdict.next],
  ];
}

/** How a request ended, in a few words. */
export function describeAnswer(outcome: ExchangeOutcome | null): string {
  if (outcome === null) return 'no answer yet';
  if (outcome.kind === 'timeout') return `no answer within ${formatLatency(outcome.afterMs)}`;
  if (outcome.kind !== 'error') return outcome.kind.replaceAll('-', ' ');
  const { condition, type, text, applicationConditions } = outcome.error;
  const names = [type, ...applicationConditions.map(({ name }) => name)].filter(Boolean);
  return `error ${condition} (${names.join(', ')})${text === '' ? '' : `: ${text}`}`;
}
