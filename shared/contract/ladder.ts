/**
 * The connection ladder: what every rung of connecting took and found out, from the addresses in DNS to
 * being online. The rung that failed is the one to look at.
 */
import type { ConnectStep } from './session.ts';

/** One thing a rung found out. */
export interface LadderFact {
  /** Two or three words: `DNS answer`, `Cipher`, `Mechanism`. */
  readonly label: string;
  readonly value: string;
  readonly tone: 'neutral' | 'good' | 'warning' | 'bad';
}

/** One rung that was reached. A rung that was entered again goes on where it stood. */
export interface LadderRung {
  readonly step: ConnectStep;
  readonly state: 'active' | 'done' | 'failed';
  /** Milliseconds since connecting began. */
  readonly startedMs: number;
  /** Milliseconds spent on it; null while it is active. */
  readonly durationMs: number | null;
  readonly facts: readonly LadderFact[];
}
