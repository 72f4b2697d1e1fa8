import { describe, expect, it } from 'vitest';
import { enterPractice } from '#services/practice-entry.ts';
import type { Result } from '#shared/contract/result.ts';
import { FLOW_CHOICES, type RunParameters, type RunSnapshot } from '#shared/contract/run.ts';
import { startConsole } from '#tests/support/console-services.ts';
import { buildParameters } from '#tests/support/run-builders.ts';

const OLD = 'aa'.repeat(32);
const NEW = 'bb'.repeat(32);
const FLOWS = FLOW_CHOICES.filter((flow) => flow !== 'auto');

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function startPractice() {
  const services = startConsole();
  const [alice, bob] = valueOf(await enterPractice(services));
  const own = { sessionId: alice?.id ?? '', peerSessionId: bob?.id ?? null, timeoutMs: 3_000 };
  const devices = { deviceId: OLD, secondDeviceId: NEW };
  /** Runs a procedure to its end, the clean-up included. */
  async function run(given: Partial<RunParameters>): Promise<RunSnapshot> {
    const pubsubJid = given.flow === 'less' ? 'push.localhost' : '';
    const { id } = valueOf(
      services.runs.create(buildParameters({ ...own, ...devices, pubsubJid, ...given })),
    );
    const first = valueOf(await services.runs.advance(id, 'all'));
    if (first.state === 'passed') return first;
    const cleaned = await services.runs.advance(id, 'all');
    return cleaned.ok ? cleaned.value : first;
  }
  const pushed = (): string[] => services.gateway.received().map(({ deviceId }) => deviceId);
  return { run, pushed };
}

const states = (run: RunSnapshot): string[] => run.steps.map(({ id, state }) => `${id} ${state}`);
const proofOf = (run: RunSnapshot) => run.steps.find(({ id }) => id === 'proof');

describe.each(FLOWS)('procedures for PubSub-%s', (flow) => {
  it('rotates a token: the new one is pushed and the old one no more', async () => {
    const { run, pushed } = await startPractice();
    const ended = await run({ flow, procedure: 'rotation' });
    expect(ended.state, JSON.stringify(states(ended))).toBe('passed');
    expect(pushed()).toEqual([NEW]);
    expect(proofOf(ended)?.verdict?.headline).toBe(
      'The push went to the new token, and to no other.',
    );
    expect(states(ended).at(-1)).toBe(flow === 'full' ? 'delete passed' : 'disable passed');
  });

  it('registers a second device, and both are pushed', async () => {
    const { run, pushed } = await startPractice();
    const ended = await run({ flow, procedure: 'second-device' });
    expect(ended.state, JSON.stringify(states(ended))).toBe('passed');
    expect(pushed().sort()).toEqual([OLD, NEW]);
    expect(states(ended)).toContain('disable-2 passed');
  });

  it('says when the old token is pushed as well', async () => {
    const { run } = await startPractice();
    await run({ flow, node: 'forgotten', keep: true });
    const ended = await run({ flow, procedure: 'rotation' });
    expect(proofOf(ended)).toMatchObject({
      state: 'failed',
      verdict: { headline: 'The old token was pushed as well.' },
    });
  });

  it('looks why no push comes without changing anything', async () => {
    const { run, pushed } = await startPractice();
    const nothing = await run({ flow, procedure: 'checklist', timeoutMs: 1_000 });
    expect(states(nothing)).toEqual(['preflight passed', 'proof failed']);
    await run({ flow, node: 'app-node', keep: true });
    const first = await run({ flow, procedure: 'checklist', node: 'app-node' });
    const again = await run({ flow, procedure: 'checklist', node: 'app-node' });
    expect([first.state, again.state]).toEqual(['passed', 'passed']);
    expect(pushed()).toEqual([OLD, OLD, OLD]);
  });

  it('tears down what was registered, and the named node', async () => {
    const { run } = await startPractice();
    await run({ flow, node: 'app-node', keep: true });
    await run({ flow, node: 'other', keep: true });
    const ended = await run({ flow, procedure: 'teardown', node: 'app-node' });
    expect(ended.state, JSON.stringify(states(ended))).toBe('passed');
    expect(states(ended)).toEqual([
      'preflight passed',
      'disable-all passed',
      ...(flow === 'full' ? ['delete passed'] : []),
    ]);
    const after = await run({ flow, procedure: 'checklist', timeoutMs: 1_000 });
    expect(states(after)).toContain('proof failed');
  });
});

it('tears down no node that nobody named', async () => {
  const { run } = await startPractice();
  expect(states(await run({ flow: 'full', procedure: 'teardown' }))).toEqual([
    'preflight passed',
    'disable-all passed',
  ]);
});
