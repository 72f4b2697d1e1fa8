/** Matching entries with those together that belong together: exchanges, or steps of runs. */
import type { QueryLine } from '#shared/contract/query.ts';
import type { ReadConnection } from './read-connection.ts';
import type { SeqList } from './seq-list.ts';

/** A line before its row is read. */
export type GroupedLine = number | Extract<QueryLine, { kind: 'group' }>;

/** How entries are grouped. */
export type GroupedOrder = 'exchange' | 'step';

interface Group {
  readonly runId: string | null;
  readonly stepId: string | null;
  readonly seqs: number[];
}

/**
 * Puts entries in groups, which stand where their first entry came. A request without an answer, and an
 * entry that is no part of an exchange, have no head; entries of no run are together as long as no step begins.
 */
export function groupLines(
  connection: ReadConnection,
  order: GroupedOrder,
  seqs: Pick<SeqList, 'first' | 'end' | 'at'>,
): GroupedLine[] {
  const groups = order === 'exchange' ? byExchange(connection, seqs) : byStep(connection, seqs);
  const lines: GroupedLine[] = [];
  for (const { runId, stepId, seqs: own } of groups) {
    const [seq = 0] = own;
    if (order === 'step' || own.length > 1) {
      lines.push({ kind: 'group', seq, entries: own.length, runId, stepId });
    }
    for (const one of own) lines.push(one);
  }
  return lines;
}

function byExchange(
  connection: ReadConnection,
  seqs: Pick<SeqList, 'first' | 'end' | 'at'>,
): Iterable<Group> {
  const requestOf = new Map(
    connection
      .values('SELECT seq, reply_to, run_id, step_id FROM entry WHERE reply_to IS NOT NULL', [])
      .map(([seq, request, runId, stepId]) => [Number(seq), { request, runId, stepId }]),
  );
  const groups = new Map<number, Group>();
  for (let at = seqs.first(); at < seqs.end(); at += 1) {
    const seq = seqs.at(at);
    const reply = requestOf.get(seq);
    const key = Number(reply?.request ?? seq);
    const known = groups.get(key);
    if (known !== undefined) known.seqs.push(seq);
    else groups.set(key, { ...toStep(reply?.runId, reply?.stepId), seqs: [seq] });
  }
  return groups.values();
}

function byStep(
  connection: ReadConnection,
  seqs: Pick<SeqList, 'first' | 'end' | 'at'>,
): Iterable<Group> {
  const stepOf = new Map(
    connection
      .values('SELECT seq, run_id, step_id FROM entry WHERE run_id IS NOT NULL', [])
      .map(([seq, runId, stepId]) => [Number(seq), toStep(runId, stepId)]),
  );
  const ordered: Group[] = [];
  const steps = new Map<string, Group>();
  for (let at = seqs.first(); at < seqs.end(); at += 1) {
    const seq = seqs.at(at);
    const step = stepOf.get(seq) ?? toStep(null, null);
    const key = JSON.stringify([step.runId, step.stepId]);
    const last = ordered.at(-1);
    const known = step.runId === null ? (last?.runId === null ? last : undefined) : steps.get(key);
    if (known !== undefined) {
      known.seqs.push(seq);
      continue;
    }
    const group: Group = { ...step, seqs: [seq] };
    ordered.push(group);
    if (step.runId !== null) steps.set(key, group);
  }
  return ordered;
}

function toStep(runId: unknown, stepId: unknown): Pick<Group, 'runId' | 'stepId'> {
  return {
    runId: typeof runId === 'string' ? runId : null,
    stepId: typeof stepId === 'string' ? stepId : null,
  };
}

/** Whether lines stay where they are and as they are, and others only come behind them. */
export function isContinued(
  before: readonly GroupedLine[],
  after: readonly GroupedLine[],
): boolean {
  return (
    before.length <= after.length && before.every((line, place) => isSameLine(line, after[place]))
  );
}

function isSameLine(line: GroupedLine, other: GroupedLine | undefined): boolean {
  if (typeof line === 'number' || typeof other === 'number') return line === other;
  return line.seq === other?.seq && line.entries === other.entries;
}
