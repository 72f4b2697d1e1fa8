import { describe, expect, it } from 'vitest';
import type { RunSnapshot, StepId, StepState } from '#shared/contract/run.ts';
import {
  createRunSnapshot,
  nextStep,
  rewindTo,
  skipReason,
  stoppedState,
  withFlow,
  withStep,
} from '#services/runs/run-state.ts';
import { buildExchange, buildParameters, buildStanzaError } from '#tests/support/run-builders.ts';

function run(
  flow: 'full' | 'less' | 'auto' = 'full',
  states: Partial<Record<StepId, StepState>> = {},
) {
  const parameters = buildParameters({ flow });
  let snapshot = createRunSnapshot({
    id: 'run1',
    parameters,
    node: 'n1',
    startedAt: '2026-01-01T00:00:00.000Z',
  });
  for (const [stepId, state] of Object.entries(states)) {
    snapshot = withStep(snapshot, stepId as StepId, { state });
  }
  return snapshot;
}

const stepIds = (snapshot: RunSnapshot): StepId[] => snapshot.steps.map((step) => step.id);

describe('createRunSnapshot()', () => {
  it('lays out the steps of the chosen flow', () => {
    expect(stepIds(run('full'))).toEqual([
      'preflight',
      'create',
      'affiliation',
      'enable',
      'proof',
      'disable',
      'delete',
    ]);
    expect(stepIds(run('less'))).toEqual(['preflight', 'enable', 'proof', 'disable']);
  });

  it('leaves the flow open for auto', () => {
    expect(run('auto').flow).toBeNull();
  });
});

describe('withFlow()', () => {
  it('keeps steps that have begun', () => {
    const chosen = withFlow(run('auto', { preflight: 'sent' }), 'less');
    expect(chosen.steps.map(({ id, state }) => [id, state])).toEqual([
      ['preflight', 'sent'],
      ['enable', 'waiting'],
      ['proof', 'waiting'],
      ['disable', 'waiting'],
    ]);
  });
});

describe('nextStep()', () => {
  it('takes the first waiting step', () => {
    expect(nextStep(run('full', { preflight: 'passed' }), false)?.id).toBe('create');
  });

  it('passes over to cleaning up after a failure', () => {
    const failed = run('full', { preflight: 'passed', create: 'passed', affiliation: 'failed' });
    expect(nextStep(failed, false)?.id).toBe('disable');
  });

  it('passes over to cleaning up after a cancel', () => {
    expect(nextStep(run('full', { preflight: 'passed' }), true)?.id).toBe('disable');
  });

  it('finds nothing when all is done', () => {
    const done = run('less', {
      preflight: 'passed',
      enable: 'passed',
      proof: 'skipped',
      disable: 'passed',
    });
    expect(nextStep(done, false)).toBeUndefined();
  });
});

describe('skipReason()', () => {
  it('sends clean-up after its step passed', () => {
    expect(skipReason(run('full', { enable: 'passed' }), 'disable')).toBe('');
  });

  it('spares a node that create found taken', () => {
    const conflict = withStep(run('full'), 'create', {
      state: 'failed',
      exchanges: [
        buildExchange({ outcome: { kind: 'error', error: buildStanzaError('conflict') } }),
      ],
    });
    expect(skipReason(conflict, 'delete')).toContain('Nothing to clean up');
  });

  it('cleans up after a request without an answer', () => {
    const unanswered = withStep(run('full'), 'create', {
      state: 'failed',
      exchanges: [buildExchange({ outcome: { kind: 'timeout', afterMs: 10 } })],
    });
    expect(skipReason(unanswered, 'delete')).toBe('');
  });

  it('leaves everything in place when asked', () => {
    const kept = {
      ...run('full', { enable: 'passed' }),
      parameters: buildParameters({ keep: true }),
    };
    expect(skipReason(kept, 'disable')).toContain('as asked');
  });
});

describe('stoppedState()', () => {
  it.each([
    [{}, 'ready'],
    [{ preflight: 'passed' }, 'paused'],
    [{ preflight: 'failed' }, 'failed'],
    [{ preflight: 'passed', enable: 'passed', proof: 'skipped', disable: 'passed' }, 'passed'],
  ] as const)('reads %j as %s', (states, expected) => {
    expect(stoppedState(run('less', states), false)).toBe(expected);
  });

  it('prefers the cancel', () => {
    expect(stoppedState(run('less', { preflight: 'failed' }), true)).toBe('cancelled');
  });
});

describe('rewindTo()', () => {
  const passed = run('full', { preflight: 'passed', create: 'passed', affiliation: 'failed' });

  it('clears the step and all after it', () => {
    const rewound = rewindTo(passed, 'affiliation', passed.parameters, 'n2');
    expect(rewound.steps.slice(0, 3).map((step) => step.state)).toEqual([
      'passed',
      'passed',
      'waiting',
    ]);
    expect(rewound.resolved.node).toBe('n1');
  });

  it('takes a fresh node to create again', () => {
    expect(rewindTo(passed, 'create', passed.parameters, 'n2').resolved.node).toBe('n2');
  });

  it('works with the changed parameters', () => {
    const parameters = buildParameters({ node: 'mine', pubsubJid: 'pubsub.example.org' });
    expect(rewindTo(passed, 'create', parameters, 'n2').resolved).toEqual({
      node: 'mine',
      pubsubJid: 'pubsub.example.org',
    });
  });

  it('opens the flow again from the preflight', () => {
    const decided = withFlow(run('auto', { preflight: 'passed' }), 'less');
    const rewound = rewindTo(decided, 'preflight', decided.parameters, 'n2');
    expect(rewound.flow).toBeNull();
    expect(rewound.state).toBe('ready');
  });
});
