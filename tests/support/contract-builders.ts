/** Builders with defaults of what the contract carries to the window. */
import type { RecordingFacts } from '#shared/contract/channels.ts';
import type { PracticeSnapshot } from '#shared/contract/practice.ts';
import type { RunSnapshot, StepSnapshot } from '#shared/contract/run.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { buildParameters } from './run-builders.ts';

const TIME = '2026-08-20T10:00:00.000Z';

/** An online session over TLS. */
export function buildSession(given: Partial<SessionSnapshot> = {}): SessionSnapshot {
  return {
    id: 's1',
    name: 'alice',
    hue: 0,
    jid: 'alice@localhost',
    boundJid: 'alice@localhost/r',
    domain: 'localhost',
    state: 'online',
    facts: {
      transport: 'tcp',
      service: 'xmpp://127.0.0.1:5222',
      tls: {
        protocol: 'TLSv1.3',
        cipher: 'c',
        certificate: null,
        chain: [],
        trust: 'pinned',
        warnings: [],
      },
      mechanism: 'SCRAM-SHA-1',
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
    changedAt: TIME,
    profileId: null,
    ...given,
  };
}

/** The practice server whose sessions {@link buildSession} makes. */
export function buildPractice(given: Partial<PracticeSnapshot> = {}): PracticeSnapshot {
  return {
    running: true,
    domain: 'localhost',
    pubsubJid: 'pubsub.localhost',
    virtualHost: 'push.localhost',
    tcpService: 'xmpp://127.0.0.1:5222',
    websocketService: null,
    fingerprint256: null,
    accounts: [],
    backwardsCompatibleSession: true,
    plant: null,
    faults: [],
    ...given,
  };
}

/** An incoming IQ result of `s1`. */
export function buildRow(seq: number, given: Partial<EntryRow> = {}): EntryRow {
  return {
    seq,
    sessionId: 's1',
    sessionName: 'alice',
    time: TIME,
    monotonicMs: seq,
    direction: 'in',
    kind: 'stanza',
    name: 'iq',
    type: 'result',
    id: `id${seq}`,
    from: null,
    to: null,
    childName: null,
    childNs: null,
    childAction: null,
    condition: null,
    bytes: 10,
    replyTo: null,
    latencyMs: null,
    relation: null,
    runId: null,
    stepId: null,
    text: '',
    ...given,
  };
}

/** Rows numbered from `first` to `last`. */
export function buildRows(first: number, last: number): EntryRow[] {
  return Array.from({ length: last - first + 1 }, (_, index) => buildRow(first + index));
}

/** The recording this process writes to. */
export function buildRecording(given: Partial<RecordingFacts> = {}): RecordingFacts {
  return {
    id: 'live',
    name: 'Recording',
    startedAt: TIME,
    entries: 0,
    bytes: 0,
    live: true,
    opened: false,
    ...given,
  };
}

/** A waiting step. */
export function buildStep(given: Partial<StepSnapshot> = {}): StepSnapshot {
  return {
    id: 'enable',
    title: 'Enable',
    state: 'waiting',
    exchanges: [],
    latencyMs: null,
    facts: [],
    verdict: null,
    note: '',
    ...given,
  };
}

/** A run of one step that has not begun. */
export function buildRun(given: Partial<RunSnapshot> = {}): RunSnapshot {
  return {
    id: 'run1',
    state: 'ready',
    flow: 'full',
    parameters: buildParameters(),
    resolved: { pubsubJid: 'pubsub.localhost', node: 'node1' },
    steps: [buildStep()],
    push: null,
    diagnoses: [],
    startedAt: TIME,
    endedAt: null,
    ...given,
  };
}
