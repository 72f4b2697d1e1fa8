/** What the executor of a step gets to work with, and what it hands back. */
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import type {
  Flow,
  RunSnapshot,
  StepExchange,
  StepId,
  StepSnapshot,
  StepState,
} from '#shared/contract/run.ts';
import type { RunEvidence } from '#shared/runs/evidence.ts';
import type { RunContext, StepRequest } from '#shared/runs/step-definitions.ts';
import type { EventHub } from '../event-hub.ts';
import type { GatewayService } from '../gateway/gateway-port.ts';
import type { Clock, IdSource } from '../platform.ts';
import type { OwnPresences } from '../xmpp/own-presences.ts';
import type { SessionService } from '../xmpp/session-port.ts';

/** The services a run works with. */
export interface RunDependencies {
  readonly sessions: SessionService;
  readonly gateway: GatewayService;
  readonly events: EventHub;
  readonly presences: OwnPresences;
  readonly clock: Clock;
  readonly ids: IdSource;
  /**
   * Exact text of a recorded entry, credentials masked.
   * @returns an empty text when there is no such entry
   */
  entryText(seq: number): Promise<string>;
  /** Hears each change of a run at once, before its next step begins. */
  onChange(run: RunSnapshot): void;
}

/** A request of a step with everything known of its end. */
export interface AskedRequest {
  readonly request: StepRequest;
  /** As the run shows it. */
  readonly shown: StepExchange;
  /** As the session counted it; null when the request could not be sent at all. */
  readonly exchange: ExchangeSnapshot | null;
}

/** One run's side of a step while it runs. */
export interface StepContext extends RunDependencies {
  readonly stepId: StepId;
  /** Aborted when the user cancels the run. */
  readonly signal: AbortSignal;
  /** The run as it is now. */
  run(): RunSnapshot;
  /** Changes the step and publishes the run. */
  update(patch: Partial<StepSnapshot>): void;
  /** Puts an exchange of this step into the run, or replaces it by its id. */
  showExchange(exchange: StepExchange): void;
  /** Fixes what the preflight found; publishes the run. */
  settle(found: {
    readonly flow: Flow;
    readonly pubsubJid: string;
    readonly serverName: string;
  }): void;
  /** Keeps what was seen, for the diagnosis. */
  note(evidence: RunEvidence): void;
  /** The values the procedure's templates are filled with. */
  runContext(): RunContext;
}

/** How a step ended. */
export type StepEnd = Pick<StepSnapshot, 'verdict' | 'note' | 'latencyMs'> & {
  readonly state: Extract<StepState, 'passed' | 'failed' | 'skipped'>;
  /** Set by the proof. */
  readonly push?: NonNullable<RunSnapshot['push']>;
};
