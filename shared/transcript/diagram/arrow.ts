/** What one entry is in a sequence diagram: an arrow, an arrow that never came, or a note. */
import type { EntryRow } from '../entry.ts';
import { isErrorEntry } from '../error-entry.ts';
import { formatLatency } from '../latency-text.ts';
import { payloadName } from '../payload-name.ts';
import type { LifelineBook } from './lifelines.ts';

/** How an arrow is marked; never by colour alone, see {@link arrowText}. */
export type ArrowTone = 'normal' | 'attention' | 'failed';

/** One line of a diagram. */
export interface Arrow {
  readonly seq: number;
  /** A `loss` is an answer that did not come: the arrow goes from who waited and reaches nobody. */
  readonly kind: 'message' | 'loss' | 'note';
  /** Keys of lifelines; of a note, and of a loss whose request is not known, both are the same. */
  readonly from: string;
  readonly to: string;
  /** Drawn dashed: it answers something, or should have. */
  readonly answer: boolean;
  /** `iq set create`, or the words of a note. */
  readonly label: string;
  /** What is wrong, with its sign: `✗ forbidden`. Empty when nothing is. */
  readonly fault: string;
  /** `9 ms`; empty for entries that answer nothing. */
  readonly latency: string;
  readonly tone: ArrowTone;
}

/**
 * Turns an entry into a line of the diagram.
 * @param book knows who takes part
 * @param request the entry that this one refers to, when it is at hand
 */
export function toArrow(
  row: EntryRow,
  book: Pick<LifelineBook, 'endsOf'>,
  request?: EntryRow,
): Arrow {
  const ends = book.endsOf(row);
  const fault = faultOf(row);
  const shared = {
    ...{ seq: row.seq, label: labelOf(row), fault, tone: toneOf(row, fault) },
    latency: row.latencyMs === null ? '' : formatLatency(row.latencyMs),
  };
  if (isLoss(row)) {
    const silent = request === undefined ? ends.to : book.endsOf(request).to;
    return { ...shared, kind: 'loss', from: ends.from, to: silent, answer: true };
  }
  const kind = ends.from === ends.to ? 'note' : 'message';
  return { ...shared, ...ends, kind, answer: row.replyTo !== null };
}

/** All words of a line in one: `iq error create · ✗ forbidden · 9 ms`. */
export function arrowText({ label, fault, latency }: Arrow): string {
  return [label, fault, latency].filter((part) => part !== '').join(' · ');
}

/** Time without entries from which it is marked, in milliseconds. */
export const GAP_MS = 1_000;

/** How long nothing happened before an entry; null when that is not worth a mark. */
export function gapBefore(row: EntryRow, previous: EntryRow | undefined): number | null {
  const gap = row.monotonicMs - (previous?.monotonicMs ?? row.monotonicMs);
  return gap < GAP_MS ? null : gap;
}

function isLoss({ relation }: EntryRow): boolean {
  return relation === 'timeout' || relation === 'cancelled' || relation === 'disconnected';
}

function labelOf(row: EntryRow): string {
  if (isLoss(row)) return '';
  if (row.name === null) return row.text === '' ? row.kind : row.text;
  const payload = payloadName(row);
  return [row.name, row.type ?? '', payload].filter((part) => part !== '').join(' ');
}

function faultOf(row: EntryRow): string {
  switch (row.relation) {
    case 'timeout':
    case 'disconnected':
    case 'cancelled':
      return `✗ ${row.text}`;
    case 'late':
      return withCondition('⚠ late answer', row);
    case 'wrong-sender':
      return withCondition('⚠ not from whom it was asked', row);
    case 'unsolicited':
      return withCondition('⚠ nobody asked for it', row);
    case 'answer':
    case null:
      return isErrorEntry(row) ? `✗ ${row.condition ?? 'no reason given'}` : '';
    default:
      return row.relation satisfies never;
  }
}

function withCondition(words: string, { condition }: EntryRow): string {
  return condition === null ? words : `${words}, ✗ ${condition}`;
}

function toneOf(row: EntryRow, fault: string): ArrowTone {
  if (fault === '') return 'normal';
  return isErrorEntry(row) || row.relation === 'timeout' || row.relation === 'disconnected'
    ? 'failed'
    : 'attention';
}
