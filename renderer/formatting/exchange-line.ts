/** The words of an exchange: what was asked, what came back and when, and what is odd about it. */
import { formatLatency } from '#shared/transcript/latency-text.ts';
import { formatClock } from './time.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';

/** One entry of an exchange. */
export interface ExchangeEvent {
  readonly row: EntryRow;
  /** `asked`, `answered`, `answered too late`, `timed out`, … */
  readonly word: string;
  /** From the request; empty for the request itself. */
  readonly after: string;
  readonly tone: 'plain' | 'passed' | 'attention' | 'failed';
}

const EVENTS: Readonly<
  Record<NonNullable<EntryRow['relation']>, readonly [ExchangeEvent['word'], ExchangeEvent['tone']]>
> = {
  answer: ['answered', 'passed'],
  late: ['answered too late', 'attention'],
  'wrong-sender': ['answered by somebody else', 'attention'],
  unsolicited: ['came unasked', 'attention'],
  timeout: ['timed out', 'failed'],
  cancelled: ['cancelled', 'attention'],
  disconnected: ['connection lost', 'failed'],
};

/** Describes the entries of an exchange, oldest first. */
export function describeExchange(rows: readonly EntryRow[]): readonly ExchangeEvent[] {
  const request = rows.find((row) => row.relation === null);
  return rows.map((row) => {
    const [word, tone] =
      row.relation === null ? (['asked', 'plain'] as const) : EVENTS[row.relation];
    const refused = row.relation === 'answer' && (row.type === 'error' || row.condition !== null);
    const sinceMs = row.latencyMs ?? (request && row.monotonicMs - request.monotonicMs);
    return {
      row,
      word: refused ? 'refused' : word,
      after: row === request || sinceMs === undefined ? '' : formatLatency(sinceMs),
      tone: refused ? 'failed' : tone,
    };
  });
}

/** Tells whether an entry asks for an answer. */
export function asksForAnswer(row: EntryRow): boolean {
  const asks = row.type === 'get' || row.type === 'set';
  return row.direction === 'out' && row.name === 'iq' && asks && row.id !== null;
}

/** The exchange in one line: how it ended, or since when it waits. */
export function summarizeExchange(events: readonly ExchangeEvent[]): string {
  const [request] = events;
  const ends = events.filter(({ row }) => row.relation !== null);
  // Others may have said something in between; what counts is an answer, or that none came.
  const end = ends.find(({ row }) => row.relation !== 'wrong-sender') ?? ends[0];
  if (request === undefined) return '';
  if (end === undefined) return `waiting since ${formatClock(request.row.time)}`;
  return end.after === '' ? end.word : `${end.word} after ${end.after}`;
}
