/** A whole sequence diagram, for exports: everybody who takes part and every line. */
import type { EntryRow } from '../entry.ts';
import { type Arrow, gapBefore, toArrow } from './arrow.ts';
import { createLifelineBook, type KnownSession, type Lifeline } from './lifelines.ts';

/** A line with the time that passed before it. */
export interface DiagramLine {
  readonly arrow: Arrow;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Milliseconds without entries; null when they are not worth a mark. */
  readonly gapMs: number | null;
}

/** A sequence diagram. */
export interface Diagram {
  readonly lifelines: readonly Lifeline[];
  readonly lines: readonly DiagramLine[];
}

/**
 * Draws entries as a diagram.
 * @param rows oldest first
 * @param known sessions whose accounts are known otherwise
 */
export function drawDiagram(
  rows: readonly EntryRow[],
  known: readonly KnownSession[] = [],
): Diagram {
  const book = createLifelineBook(known);
  book.take(rows);
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  const lines = rows.map((row, index) => ({
    arrow: toArrow(row, book, bySeq.get(row.replyTo ?? 0)),
    time: row.time,
    gapMs: gapBefore(row, rows[index - 1]),
  }));
  return { lifelines: book.lifelines(), lines };
}
