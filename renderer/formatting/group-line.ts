/** The words of the head of a group in the list. */
import type { QueryLine } from '#shared/contract/query.ts';
import type { RunSnapshot, StepState } from '#shared/contract/run.ts';
import { PROCEDURES } from '#shared/runs/procedures.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { formatLatency } from '#shared/transcript/latency-text.ts';
import { describeEntry, describeRelation, isFailure } from './entry-line.ts';

export interface GroupLine {
  readonly title: string;
  readonly outcome: string;
  readonly latency: string;
  readonly tone: 'passed' | 'failed' | 'pending' | 'none';
}

/** An exchange by its entries, the request first. */
export function describeExchangeGroup(rows: readonly EntryRow[]): GroupLine {
  const [request, ...others] = rows;
  if (request === undefined) return { title: '', outcome: '', latency: '', tone: 'none' };
  const { subject, payload, remark } = describeEntry(request);
  const title = [subject, payload, remark].filter((part) => part !== '').join(' ');
  const ending = others.find((row) => row.relation !== null && row.relation !== 'unsolicited');
  const latency =
    ending === undefined || ending.latencyMs === null ? '' : formatLatency(ending.latencyMs);
  return { title, latency, ...describeEnding(request, ending) };
}

function describeEnding(
  request: EntryRow,
  ending: EntryRow | undefined,
): Pick<GroupLine, 'outcome' | 'tone'> {
  if (ending === undefined) {
    const asks = request.name === 'iq' && (request.type === 'get' || request.type === 'set');
    return asks ? { outcome: 'no answer', tone: 'pending' } : { outcome: '', tone: 'none' };
  }
  if (ending.direction === 'local')
    return { outcome: describeEntry(ending).remark, tone: 'failed' };
  const { subject, condition } = describeEntry(ending);
  const odd = describeRelation(ending);
  if (isFailure(ending)) {
    const what = condition === '' ? subject : condition;
    return { outcome: odd === '' ? what : `${what}, ${odd}`, tone: 'failed' };
  }
  return { outcome: odd === '' ? (ending.type ?? subject) : odd, tone: 'passed' };
}

const STEP_TONES: Readonly<Record<StepState, GroupLine['tone']>> = {
  waiting: 'none',
  sent: 'pending',
  passed: 'passed',
  failed: 'failed',
  skipped: 'none',
};

/** A step of a run; one that is not of this window's runs is known by its names alone. */
export function describeStepGroup(
  { runId, stepId }: Pick<Extract<QueryLine, { kind: 'group' }>, 'runId' | 'stepId'>,
  run: RunSnapshot | undefined,
): GroupLine {
  if (runId === null) return { title: 'Outside runs', outcome: '', latency: '', tone: 'none' };
  const step = run?.steps.find((candidate) => candidate.id === stepId);
  const titles = Object.values(PROCEDURES).flatMap((procedure) => procedure.steps);
  const known = step ?? titles.find((candidate) => candidate.id === stepId);
  const flow = run === undefined || run.flow === null ? 'Run' : PROCEDURES[run.flow].title;
  return {
    title: `${flow}: ${known?.title ?? stepId ?? 'between steps'}`,
    outcome: step?.state ?? '',
    latency: step === undefined || step.latencyMs === null ? '' : formatLatency(step.latencyMs),
    tone: step === undefined ? 'none' : STEP_TONES[step.state],
  };
}
