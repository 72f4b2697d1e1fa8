/** The embedded practice server as hosts and the renderer see it. */

import type { PracticeFault } from './practice-faults.ts';
import type { PracticePlantId } from './practice-plants.ts';

/** An account that is ready to log in. Its password is public: it is the practice server's. */
export interface PracticeAccount {
  readonly jid: string;
  readonly password: string;
}

/** The practice server as it stands. */
export interface PracticeSnapshot {
  readonly running: boolean;
  readonly domain: string;
  /** Real PubSub service (PubSub-full). */
  readonly pubsubJid: string;
  /** Virtual host (PubSub-less). */
  readonly virtualHost: string;
  /** `xmpp://127.0.0.1:PORT` while running. */
  readonly tcpService: string | null;
  /** `ws://127.0.0.1:PORT/ws-xmpp` while running. */
  readonly websocketService: string | null;
  /** `xmpps://127.0.0.1:PORT` while running and asked for. */
  readonly directTlsService?: string | null;
  /** SHA-256 of its self-made certificate, lower-case hex. */
  readonly fingerprint256: string | null;
  readonly accounts: readonly PracticeAccount[];
  readonly backwardsCompatibleSession: boolean;
  /** What it does wrong on request; empty when it behaves. */
  readonly faults: readonly PracticeFault[];
  /** How it is misconfigured on request; null when it is not. */
  readonly plant: PracticePlantId | null;
}
