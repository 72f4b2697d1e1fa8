/** What the steps of a run have seen, beyond what their snapshots show. Diagnoses are made of it. */
import type { ExchangeOutcome } from '../contract/exchange.ts';
import type { AwayMode } from '../contract/run.ts';
import type { PreflightFindings } from './preflight-findings.ts';
import type { PushHealth } from './push-health.ts';

/** What became of a push at this console's gateway. */
export interface GatewaySighting {
  /** HTTP status it was answered with. */
  readonly status: number;
  /** Milliseconds it was held back. */
  readonly delayMs: number;
}

/** The end of publishing to one's own node. */
export interface ProbeEvidence {
  readonly exchangeId: string;
  readonly outcome: ExchangeOutcome;
  readonly latencyMs: number | null;
  /** Null when this console's gateway saw nothing of it. */
  readonly seen: GatewaySighting | null;
}

/** The end of a proof that was carried out: the message was sent while the receiver was away. */
export interface ProofEvidence {
  readonly awayMode: AwayMode;
  /** Null when nothing reached this console's gateway. */
  readonly seen: GatewaySighting | null;
  /** The message came to a session of the receiver instead. */
  readonly deliveredLive: boolean;
  /** Milliseconds waited. */
  readonly waitedMs: number;
}

/** All there is; absent parts were not looked at. */
export interface RunEvidence {
  readonly preflight?: PreflightFindings;
  readonly health?: PushHealth;
  readonly probe?: ProbeEvidence;
  readonly proof?: ProofEvidence;
}
