/** What one line of the diagram draws, with its places in columns. */
import type { Arrow } from '#shared/transcript/diagram/arrow.ts';
import type { ExchangeBar } from '#shared/transcript/diagram/exchange-bars.ts';

export interface DrawnBar {
  readonly column: number;
  readonly from: ExchangeBar['from'];
  readonly to: ExchangeBar['to'];
}

/** A line that is in view. */
export interface DrawnArrow {
  readonly arrow: Arrow;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly gapMs: number | null;
  readonly from: number;
  readonly to: number;
  readonly bars: readonly DrawnBar[];
  /** The whole line in words, for people who hear it and for the foot of the diagram. */
  readonly spoken: string;
}
