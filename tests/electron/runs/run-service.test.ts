import { describe, expect, it } from 'vitest';
import type { ConsoleServices } from '#services/console-services.ts';
import type { Result } from '#shared/contract/result.ts';
import {
  AWAY_MODES,
  type AwayMode,
  type RunParameters,
  type RunSnapshot,
  type StepId,
} from '#shared/contract/run.ts';
import { DEFAULT_PROFILE_OPTIONS, type SessionSnapshot } from '#shared/contract/session.ts';
import { enterPractice } from '#services/practice-entry.ts';
import { startConsole } from '#tests/support/console-services.ts';
import { buildParameters } from '#tests/support/run-builders.ts';

interface Practice {
  readonly services: ConsoleServices;
  readonly alice: SessionSnapshot;
  readonly bob: SessionSnapshot;
  /** A run of alice's account, with bob as peer. */
  createRun(given?: Partial<RunParameters>): RunSnapshot;
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function startPractice(): Promise<Practice> {
  const services = startConsole();
  const [alice, bob] = valueOf(await enterPractice(services));
  if (alice === undefined || bob === undefined) throw new Error('Two sessions were expected.');
  const own = { sessionId: alice.id, peerSessionId: bob.id };
  return {
    services,
    alice,
    bob,
    createRun: (given = {}) =>
      valueOf(services.runs.create(buildParameters({ ...own, timeoutMs: 5_000, ...given }))),
  };
}

async function connectAs(
  { services }: Practice,
  name: string,
  jid = `${name}@localhost`,
): Promise<SessionSnapshot> {
  const { tcpService, fingerprint256 } = services.practice.snapshot();
  return valueOf(
    await services.sessions.connect({
      profileId: null,
      name,
      jid,
      password: `${jid.split('@')[0]}pw`,
      service: tcpService ?? '',
      trust: { kind: 'pinned', fingerprint256: fingerprint256 ?? '' },
      allowPlaintext: false,
      resource: '',
      connectTimeoutMs: 5_000,
      options: DEFAULT_PROFILE_OPTIONS,
    }),
  );
}

/** Manners of going away that a server does not take for being offline. */
const COUNTED_ONLINE: readonly AwayMode[] = ['silent', 'inactive'];

const states = (run: RunSnapshot): string[] => run.steps.map(({ id, state }) => `${id} ${state}`);

function step(run: RunSnapshot, id: StepId) {
  const found = run.steps.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no step ${id}.`);
  return found;
}

/** Resolves with the run once it looks as asked. */
function untilRun(
  services: ConsoleServices,
  runId: string,
  test: (run: RunSnapshot) => boolean,
): Promise<RunSnapshot> {
  return new Promise((resolve) => {
    const stop = services.events.subscribe((batch) => {
      for (const { name, payload } of batch) {
        if (name !== 'run.changed' || payload.id !== runId || !test(payload)) continue;
        stop();
        resolve(payload);
      }
    });
  });
}

describe('a run of all steps', () => {
  it.each(AWAY_MODES.filter((mode) => !COUNTED_ONLINE.includes(mode)))(
    'proves a push after going away by %s',
    async (awayMode) => {
      const { services, createRun, alice } = await startPractice();
      const run = valueOf(await services.runs.advance(createRun({ awayMode }).id, 'all'));
      expect(run.state).toBe('passed');
      expect(run.push).toEqual({ received: true, latencyMs: expect.any(Number) as number });
      expect(step(run, 'proof').verdict?.headline).toContain('arrived');
      expect(services.sessions.find(alice.id)).toMatchObject({ state: 'online', away: null });
    },
  );

  // Facts 5.2: neither makes the server count the account as offline, and nothing is pushed.
  it.each([
    ['silent', /^No push within .* of a silent link\.$/],
    ['inactive', /^No push.* an inactive client/],
  ] as const)('shows that %s counts as online', async (awayMode, headline) => {
    const { services, createRun, alice } = await startPractice();
    const { id } = createRun({ awayMode, timeoutMs: 700 });
    const run = valueOf(await services.runs.advance(id, 'all'));
    expect(run.state).toBe('failed');
    expect(run.push).toEqual({ received: false, latencyMs: null });
    expect(step(run, 'proof').verdict?.headline).toMatch(headline);
    expect(services.sessions.find(alice.id)).toMatchObject({ state: 'online', away: null });
  });

  it('chooses PubSub-full by itself', async () => {
    const { services, createRun } = await startPractice();
    const run = valueOf(await services.runs.advance(createRun({ flow: 'auto' }).id, 'all'));
    expect(run).toMatchObject({
      state: 'passed',
      flow: 'full',
      resolved: { pubsubJid: 'pubsub.localhost', serverName: 'MongooseIM 6.8.0' },
    });
    expect(run.resolved.node).toMatch(/^pushscope-[a-z0-9]{12}$/);
  });

  it('proves a push by PubSub-less', async () => {
    const { services, createRun } = await startPractice();
    const { id } = createRun({ flow: 'less', pubsubJid: 'push.localhost', pushService: 'fcm' });
    const run = valueOf(await services.runs.advance(id, 'all'));
    expect(states(run)).toEqual([
      'preflight passed',
      'enable passed',
      'proof passed',
      'disable passed',
    ]);
  });

  it('marks its entries with run and step', async () => {
    const { services, createRun } = await startPractice();
    const run = valueOf(await services.runs.advance(createRun().id, 'all'));
    const { recordingId } = services.recordings.status();
    const { requestSeq, answerSeq, requestXml } = step(run, 'enable').exchanges[0] ?? {};
    for (const seq of [requestSeq, answerSeq]) {
      const entry = valueOf(await services.recordings.read(recordingId, seq ?? 0));
      expect(entry).toMatchObject({ runId: run.id, stepId: 'enable' });
    }
    expect(requestXml).toContain("<enable xmlns='urn:xmpp:push:0'");
  });

  it('leaves node and registration in place when asked', async () => {
    const { services, createRun } = await startPractice();
    const run = valueOf(await services.runs.advance(createRun({ keep: true }).id, 'all'));
    expect(run.state).toBe('passed');
    expect(states(run).slice(-2)).toEqual(['disable skipped', 'delete skipped']);
    expect(step(run, 'delete').note).toContain('as asked');
  });
});

describe('a run step by step', () => {
  it('runs one step at a time', async () => {
    const { services, createRun } = await startPractice();
    const { id } = createRun();
    const first = valueOf(await services.runs.advance(id, 'step'));
    expect([first.state, step(first, 'preflight').state]).toEqual(['paused', 'passed']);
    const second = valueOf(await services.runs.advance(id, 'step'));
    expect(states(second).slice(0, 3)).toEqual([
      'preflight passed',
      'create passed',
      'affiliation waiting',
    ]);
  });

  it('pauses after the step that runs', async () => {
    const { services, createRun } = await startPractice();
    const { id } = createRun();
    const advancing = services.runs.advance(id, 'all');
    services.runs.pause(id);
    const run = valueOf(await advancing);
    expect(run.state).toBe('paused');
    expect(states(run).slice(0, 2)).toEqual(['preflight passed', 'create waiting']);
    expect(valueOf(await services.runs.advance(id, 'all')).state).toBe('passed');
  });

  it('refuses to run twice at once', async () => {
    const { services, createRun } = await startPractice();
    const { id } = createRun();
    const advancing = services.runs.advance(id, 'all');
    expect(await services.runs.advance(id, 'all')).toMatchObject({ error: { code: 'busy' } });
    expect(services.runs.retry(id, 'enable')).toMatchObject({ error: { code: 'busy' } });
    await advancing;
    expect(await services.runs.advance(id, 'all')).toMatchObject({
      error: { code: 'nothing-to-run' },
    });
  });
});

describe('a failed step', () => {
  it('stops the run and says what to change', async () => {
    const practice = await startPractice();
    const carol = await connectAs(practice, 'carol');
    const { id } = practice.createRun({ sessionId: carol.id });
    const run = valueOf(await practice.services.runs.advance(id, 'all'));
    expect(run.state).toBe('failed');
    expect(states(run).slice(1, 4)).toEqual([
      'create failed',
      'affiliation waiting',
      'enable waiting',
    ]);
    expect(step(run, 'create').exchanges[0]?.outcome).toMatchObject({
      kind: 'error',
      error: { condition: 'forbidden', type: 'auth' },
    });
    expect(step(run, 'create').verdict?.next).not.toBe('');
  });

  it('leaves cleaning up to be run by itself', async () => {
    const { services, createRun } = await startPractice();
    // MongoosePush knows no such mode: the push arrives and is refused.
    const { id } = createRun({ options: { mode: 'bogus' } });
    const failed = valueOf(await services.runs.advance(id, 'all'));
    expect(states(failed).slice(-3)).toEqual(['proof failed', 'disable waiting', 'delete waiting']);
    expect(failed.push).toMatchObject({ received: true });
    const disabled = valueOf(await services.runs.advance(id, 'step'));
    expect(states(disabled).slice(-2)).toEqual(['disable passed', 'delete waiting']);
    const deleted = valueOf(await services.runs.advance(id, 'step'));
    expect(deleted.state).toBe('failed');
    expect(step(deleted, 'delete').state).toBe('passed');
  });

  it('names a push that never comes', async () => {
    const { services, createRun } = await startPractice();
    const { id } = createRun({ flow: 'less', pubsubJid: 'nowhere.localhost', timeoutMs: 500 });
    const run = valueOf(await services.runs.advance(id, 'all'));
    expect(step(run, 'proof')).toMatchObject({
      state: 'failed',
      verdict: { headline: expect.stringMatching(/^No push within 0\.\d s\.$/) as string },
    });
  });

  it('names a parameter that does not fit', async () => {
    const { services, createRun } = await startPractice();
    const { id } = createRun({ pubsubJid: 'pub sub@@' });
    const run = valueOf(await services.runs.advance(id, 'all'));
    expect(run.state).toBe('failed');
    expect(step(run, 'preflight')).toMatchObject({
      state: 'failed',
      note: expect.stringMatching(/could not be built\. \S/) as string,
      verdict: { headline: 'Not sent: a parameter does not fit.' },
    });
  });

  it('is retried with changed parameters', async () => {
    const { services, createRun } = await startPractice();
    await services.runs.advance(createRun({ node: 'taken', keep: true }).id, 'all');
    const failing = createRun({ node: 'taken' });
    await services.runs.advance(failing.id, 'all');
    const changed = { ...failing.parameters, node: '' };
    const rewound = valueOf(services.runs.retry(failing.id, 'create', changed));
    expect(rewound.resolved.node).not.toBe('taken');
    expect(valueOf(await services.runs.advance(failing.id, 'all')).state).toBe('passed');
  });

  it('keeps session and flow between preflight and retry', async () => {
    const { services, createRun } = await startPractice();
    const run = createRun();
    await services.runs.advance(run.id, 'step');
    const other = { ...run.parameters, flow: 'less' as const };
    expect(services.runs.retry(run.id, 'enable', other)).toMatchObject({
      error: { code: 'bad-input', next: 'Retry from the preflight.' },
    });
    expect(valueOf(services.runs.retry(run.id, 'preflight', other)).flow).toBe('less');
  });
});

describe('cancel()', () => {
  it('gives up the wait for a push', async () => {
    const { services, createRun } = await startPractice();
    // Enable is accepted for a host that is none, and no push ever comes.
    const { id } = createRun({
      flow: 'less',
      pubsubJid: 'nowhere.localhost',
      timeoutMs: 60_000,
    });
    const advancing = services.runs.advance(id, 'all');
    await untilRun(services, id, (run) => step(run, 'proof').note.includes('push should'));
    const cancelled = valueOf(await services.runs.cancel(id));
    await advancing;
    expect(cancelled.state).toBe('cancelled');
    expect(states(cancelled).slice(-2)).toEqual(['proof failed', 'disable waiting']);
    const cleaned = valueOf(await services.runs.advance(id, 'all'));
    expect(cleaned.state).toBe('cancelled');
    expect(states(cleaned).slice(-2)).toEqual(['proof failed', 'disable passed']);
  });

  it('gives up a request that is pending', async () => {
    const practice = await startPractice();
    const { services, createRun, alice } = practice;
    const { id } = createRun({ timeoutMs: 60_000 });
    const advancing = services.runs.advance(id, 'all');
    await services.runs.cancel(id);
    const run = valueOf(await advancing);
    expect(run.state).toBe('cancelled');
    expect(step(run, 'preflight').exchanges.map(({ outcome }) => outcome?.kind)).toContain(
      'cancelled',
    );
    expect(services.sessions.find(alice.id)?.pendingExchanges).toBe(0);
  });
});

describe('the proof', () => {
  it('is skipped without a gateway', async () => {
    const { services, createRun } = await startPractice();
    await services.gateway.stop();
    const run = valueOf(await services.runs.advance(createRun().id, 'all'));
    expect(step(run, 'proof')).toMatchObject({
      state: 'skipped',
      note: expect.stringContaining('No gateway is running') as string,
    });
    expect(run.state).toBe('passed');
  });

  it('is skipped without a peer', async () => {
    const { services, createRun } = await startPractice();
    const run = valueOf(await services.runs.advance(createRun({ peerSessionId: null }).id, 'all'));
    expect(step(run, 'proof').note).toContain('no second session');
  });

  it('is skipped with the receiver as its own peer', async () => {
    const { services, createRun, alice } = await startPractice();
    const run = valueOf(
      await services.runs.advance(createRun({ peerSessionId: alice.id }).id, 'all'),
    );
    expect(step(run, 'proof').note).toContain('same account');
  });

  it('tells live delivery from a lost push', async () => {
    const practice = await startPractice();
    const phone = await connectAs(practice, 'phone', 'alice@localhost');
    await practice.services.sessions.send(phone.id, '<presence/>', { timeoutMs: 1_000 });
    const run = valueOf(await practice.services.runs.advance(practice.createRun().id, 'all'));
    expect(step(run, 'preflight').facts).toContainEqual(
      expect.objectContaining({ id: 'console-sessions', tone: 'attention' }),
    );
    expect(step(run, 'proof')).toMatchObject({
      state: 'failed',
      verdict: { headline: 'No push: the message was delivered live.' },
    });
    expect(run.push).toEqual({ received: false, latencyMs: null });
  });
});

describe('a session without session IQ', () => {
  it('is told in one line why nothing answers', async () => {
    const practice = await startPractice();
    const { tcpService, fingerprint256 } = practice.services.practice.snapshot();
    const session = valueOf(
      await practice.services.sessions.connect({
        profileId: null,
        name: 'old client',
        jid: 'carol@localhost',
        password: 'carolpw',
        service: tcpService ?? '',
        trust: { kind: 'pinned', fingerprint256: fingerprint256 ?? '' },
        allowPlaintext: false,
        resource: '',
        connectTimeoutMs: 5_000,
        options: DEFAULT_PROFILE_OPTIONS,
        omitSessionIq: true,
      }),
    );
    const { id } = practice.createRun({ sessionId: session.id, timeoutMs: 300 });
    const run = valueOf(await practice.services.runs.advance(id, 'all'));
    expect(step(run, 'preflight')).toMatchObject({
      state: 'failed',
      verdict: {
        headline: 'Nothing answers because the server wants a session IQ first and none was sent.',
      },
    });
  });
});
