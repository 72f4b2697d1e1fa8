/** A session service with a transcript in memory. */
import { onTestFinished } from 'vitest';
import { createEventHub, type EventHub } from '#services/event-hub.ts';
import { createSystemClock, createSystemIds } from '#services/platform.ts';
import type { EntryDraft } from '#services/transcript/recorder-port.ts';
import type { Discovery } from '#services/xmpp/discovery.ts';
import type { SessionService } from '#services/xmpp/session-port.ts';
import {
  createSessionService,
  type SessionServiceOptions,
} from '#services/xmpp/session-service.ts';
import type { ClientKeyFile } from '#services/xmpp/tls-plan.ts';
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import type { RequestInput } from '#shared/contract/channels.ts';
import {
  DEFAULT_PROFILE_OPTIONS,
  type SessionFailure,
  type SessionSnapshot,
} from '#shared/contract/session.ts';

export type ConnectInput = RequestInput<'session.connect'>;

export interface TestSessions {
  readonly service: SessionService;
  /** The transcript so far; an entry's number is its index plus one. */
  readonly entries: readonly EntryDraft[];
  readonly events: EventHub;
  /** Exact text of one direction, as far as it was recorded. */
  text(direction: 'in' | 'out'): string;
  /** Connects and expects success. */
  online(input: Partial<ConnectInput>): Promise<SessionSnapshot>;
  /** Connects and expects a failure. */
  refused(input: Partial<ConnectInput>): Promise<SessionFailure>;
  /** Sends a request and answers how it ended. */
  ask(sessionId: string, xml: string, timeoutMs?: number): Promise<ExchangeSnapshot>;
  /** Resolves once the session is offline. */
  ended(sessionId: string): Promise<SessionSnapshot>;
}

/** Settings of a connection that a test completes. */
export function connectInput(part: Partial<ConnectInput>): ConnectInput {
  return {
    profileId: null,
    name: '',
    jid: 'alice@localhost',
    password: 'alicepw',
    service: '',
    trust: { kind: 'system' },
    allowPlaintext: false,
    resource: '',
    connectTimeoutMs: 5_000,
    options: DEFAULT_PROFILE_OPTIONS,
    ...part,
  };
}

/** Creates the service of one test; everything is closed when the test has ended. */
export function createTestSessions(
  authorities: Readonly<Record<string, string>> = {},
  discovery?: Discovery,
  clientKey: ClientKeyFile | null = null,
  part: Partial<SessionServiceOptions> = {},
): TestSessions {
  const entries: EntryDraft[] = [];
  const events = createEventHub(0);
  const service = createSessionService({
    recorder: { record: (draft) => entries.push(draft), room: () => null },
    clock: createSystemClock(),
    ids: createSystemIds(),
    events,
    resolveCa: (caId) => Promise.resolve(authorities[caId] ?? null),
    resolveClientCertificate: () => Promise.resolve(clientKey),
    resolveKeyLog: () => null,
    ...(discovery === undefined ? {} : { discovery }),
    ...part,
  });
  onTestFinished(async () => {
    await service.dispose();
    events.dispose();
  });

  return {
    service,
    entries,
    events,
    text: (direction) =>
      entries
        .filter((entry) => entry.direction === direction)
        .map((entry) => entry.xml)
        .join(''),

    async online(input) {
      const result = await service.connect(connectInput(input));
      if (!result.ok) throw new Error(`${result.error.what} ${result.error.why ?? ''}`);
      return result.value;
    },

    async refused(input) {
      const result = await service.connect(connectInput(input));
      if (result.ok) throw new Error('The session is online');
      return result.error.details as SessionFailure;
    },

    async ask(sessionId, xml, timeoutMs = 5_000) {
      const sent = await service.send(sessionId, xml, { timeoutMs });
      if (!sent.ok) throw new Error(`${sent.error.what} ${sent.error.why ?? ''}`);
      if (sent.value.exchange === null) throw new Error('This is no request');
      return sent.value.exchange.done;
    },

    ended: (sessionId) =>
      new Promise((resolve) => {
        const look = (): void => {
          const session = service.find(sessionId);
          if (session?.state !== 'offline') return;
          stop();
          resolve(session);
        };
        const stop = events.subscribe(look);
        look();
      }),
  };
}
