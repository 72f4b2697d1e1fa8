/** What a failure's wording is made from. */
import type { ConnectStep, SessionFailure } from '#shared/contract/session.ts';

/** Where a connection stood when it failed. */
export interface FailureContext {
  readonly step: ConnectStep;
  /** Address in use, e.g. `xmpp://127.0.0.1:5222`; the domain while there is none. */
  readonly service: string;
  readonly domain: string;
  /** Address of the proxy between, if there is one. */
  readonly proxyUrl: string | null;
  /** Milliseconds a step may take. */
  readonly timeoutMs: number;
  /** Login mechanisms the server offered, once known. */
  readonly offeredMechanisms: readonly string[];
  /** Mechanism in use; empty before one is chosen. */
  readonly mechanism: string;
}

/** What a failure says, without its place. */
export type Wording = Omit<SessionFailure, 'step'>;
