/** Joins requests and answers: how long each lifeline owes an answer, line by line. */
import type { EntryRow } from '../entry.ts';
import type { LifelineBook } from './lifelines.ts';

/** The part of a line during which an answer is owed: from its top or its arrow, to its arrow or its foot. */
export interface ExchangeBar {
  /** Key of the lifeline that was asked. */
  readonly lifeline: string;
  readonly from: 'top' | 'arrow';
  readonly to: 'arrow' | 'foot';
}

/**
 * Finds the bars of successive lines. A request further up than the first of them reaches down from
 * there; one whose answer is further down is not known to be answered, and has none.
 * @param rows undefined for lines that are not at hand
 * @returns for each line its bars, at most one a lifeline
 */
export function exchangeBars(
  rows: readonly (EntryRow | undefined)[],
  book: Pick<LifelineBook, 'endsOf'>,
): readonly (readonly ExchangeBar[])[] {
  const lines = rows.map(() => new Map<string, ExchangeBar>());
  const places = new Map(rows.map((row, index) => [row?.seq, index]));
  rows.forEach((row, index) => {
    if (row === undefined || row.replyTo === null || row.direction !== 'in') return;
    const request = places.get(row.replyTo);
    const lifeline = book.endsOf(rows[request ?? index] ?? row)[
      request === undefined ? 'from' : 'to'
    ];
    for (let line = request ?? 0; line <= index; line += 1) {
      const bar: ExchangeBar = {
        lifeline,
        from: line === request ? 'arrow' : 'top',
        to: line === index ? 'arrow' : 'foot',
      };
      const known = lines[line];
      known?.set(lifeline, longer(known.get(lifeline), bar));
    }
  });
  return lines.map((line) => [...line.values()]);
}

function longer(known: ExchangeBar | undefined, bar: ExchangeBar): ExchangeBar {
  if (known === undefined) return bar;
  return {
    lifeline: bar.lifeline,
    from: known.from === 'top' ? 'top' : bar.from,
    to: known.to === 'foot' ? 'foot' : bar.to,
  };
}
