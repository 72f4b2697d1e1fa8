import type { RunSnapshot } from '#shared/contract/run.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';

/** Alice's session, online over TLS. */
export function buildSession(change: Partial<SessionSnapshot> = {}): SessionSnapshot {
  return {
    id: 's1',
    name: 'Alice',
    hue: 0,
    jid: 'alice@localhost',
    boundJid: 'alice@localhost/desk',
    domain: 'localhost',
    state: 'online',
    facts: {
      transport: 'tcp',
      service: 'xmpp://127.0.0.1:5222',
      tls: {
        protocol: 'TLSv1.3',
        cipher: 'TLS_AES_256_GCM_SHA384',
        certificate: null,
        chain: [],
        trust: 'pinned',
        warnings: [],
      },
      mechanism: 'SCRAM-SHA-256',
      mechanismReason: '',
      sessionIq: 'sent',
    },
    failure: null,
    pendingExchanges: 0,
    ladder: [],
    management: null,
    reconnect: null,
    away: null,
    clockOffset: null,
    changedAt: '2026-08-20T10:00:00.000Z',
    profileId: null,
    ...change,
  };
}

/** A run whose first step failed with a verdict that names the node. */
export function buildRun({
  deviceId,
  node,
}: {
  readonly deviceId: string;
  readonly node: string;
}): RunSnapshot {
  return {
    id: 'r1',
    state: 'failed',
    flow: 'full',
    parameters: {
      flow: 'full',
      sessionId: 's1',
      pubsubJid: 'pubsub.localhost',
      node,
      pushService: 'fcm',
      deviceId,
      options: {},
      peerSessionId: null,
      awayMode: 'close',
      keep: false,
      timeoutMs: 5_000,
    },
    resolved: { pubsubJid: 'pubsub.localhost', node },
    steps: [
      {
        id: 'create',
        title: `Create the node ${node}`,
        state: 'failed',
        exchanges: [],
        latencyMs: 3,
        facts: [],
        verdict: {
          headline: 'The name is taken.',
          proved: `Somebody has created ${node}.`,
          notProved: 'That it is yours.',
          whoKnows: 'alice@localhost',
          next: 'Choose another name.',
        },
        note: '',
      },
    ],
    push: null,
    diagnoses: [],
    startedAt: '2026-08-20T10:00:00.000Z',
    endedAt: null,
  };
}
