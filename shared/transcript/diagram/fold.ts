/** Which lifelines a diagram has room for. */
import type { Lifeline } from './lifelines.ts';

/** Key of the place where all that are folded away stand. */
export const OTHERS = 'others';

/** The lifelines as they are drawn, side by side. */
export interface LifelineColumns {
  readonly columns: readonly Lifeline[];
  /** How many stand in one column together; none when it is 0. */
  readonly folded: number;
  /** Where a lifeline stands, from 0; -1 for one that is not known. */
  columnOf(key: string): number;
}

/**
 * Gives each lifeline a column. Sessions, their servers and the gateway keep theirs.
 * @param most how many services and other accounts keep a column: those with most entries
 * @param held keys of those that have one already and keep it, so that columns do not change places
 */
export function arrangeLifelines(
  lifelines: readonly Lifeline[],
  most: number,
  held: ReadonlySet<string> = new Set(),
): LifelineColumns {
  const optional = lifelines.filter(({ kind }) => kind === 'service' || kind === 'account');
  const ranked = [
    ...optional.filter(({ key }) => held.has(key)),
    ...optional
      .filter(({ key }) => !held.has(key))
      .toSorted((one, other) => other.entries - one.entries),
  ];
  // One alone would take as much room under another name.
  const rare = new Set(optional.length <= most + 1 ? [] : ranked.slice(most).map(({ key }) => key));
  const columns = lifelines.filter(({ key }) => !rare.has(key));
  if (rare.size > 0) columns.push(othersOf(lifelines.filter(({ key }) => rare.has(key))));
  const places = new Map(columns.map(({ key }, index) => [key, index]));
  return {
    columns,
    folded: rare.size,
    columnOf: (key) => places.get(rare.has(key) ? OTHERS : key) ?? -1,
  };
}

function othersOf(rare: readonly Lifeline[]): Lifeline {
  const entries = rare.reduce((sum, one) => sum + one.entries, 0);
  return { key: OTHERS, kind: 'service', name: `${rare.length} others`, entries };
}
