/** A figure to reach, as it is printed and written. */
export interface Figure {
  readonly kind: 'figure';
  readonly id: string;
  /** What it says, for people. */
  readonly what: string;
  readonly value: number;
  /** Null for what is only told. */
  readonly goal: { readonly atLeast: number } | { readonly atMost: number } | null;
  /** True for what is only told. */
  readonly met: boolean;
}

/** Makes a figure and judges it. */
export function toFigure(
  id: string,
  what: string,
  value: number,
  goal: Figure['goal'] = null,
): Figure {
  const rounded = Number(value.toPrecision(4));
  return { kind: 'figure', id, what, value: rounded, goal, met: isMet(value, goal) };
}

function isMet(value: number, goal: Figure['goal']): boolean {
  if (goal === null) return true;
  return 'atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost;
}

/** One line for people. */
export function describeFigure({ id, what, value, goal, met }: Figure): string {
  if (goal === null) return `        ${id.padEnd(28)} ${String(value).padStart(9)}  ${what}`;
  const sign = 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`;
  const judgement = met ? 'met   ' : 'MISSED';
  return `${judgement}  ${id.padEnd(28)} ${String(value).padStart(9)}  ${what} (goal ${sign})`;
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return (lower + upper) / 2;
}

/** The value below which a part of all lies. @param part from 0 to 1 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
}
