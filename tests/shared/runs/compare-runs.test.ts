import { describe, expect, it } from 'vitest';
import type { RunSnapshot } from '#shared/contract/run.ts';
import { compareRuns, runBefore } from '#shared/runs/compare-runs.ts';
import { buildRun, buildStep } from '#tests/support/contract-builders.ts';
import { buildExchange, buildParameters, buildStanzaError } from '#tests/support/run-builders.ts';

const PREFLIGHT = buildStep({
  id: 'preflight',
  title: 'Preflight',
  state: 'passed',
  facts: [
    { id: 'server', label: 'Server', value: 'MongooseIM 6.7.0', tone: 'neutral', exchangeId: 'a' },
  ],
});

const GOOD = buildRun({
  id: 'r1',
  state: 'passed',
  steps: [PREFLIGHT, buildStep({ state: 'passed', exchanges: [buildExchange()] })],
  push: { received: true, latencyMs: 12 },
});

describe('compareRuns', () => {
  it('finds nothing in what differs between any two runs', () => {
    const other = {
      ...GOOD,
      id: 'r2',
      startedAt: '2026-12-01T00:00:00.000Z',
      resolved: { pubsubJid: 'pubsub.localhost', node: 'another' },
      push: { received: true, latencyMs: 4_000 },
      steps: [
        PREFLIGHT,
        buildStep({ state: 'passed', exchanges: [buildExchange({ exchangeId: 'e9' })] }),
      ],
    } satisfies RunSnapshot;
    expect(compareRuns(GOOD, other)).toEqual([]);
  });

  it('says what was answered otherwise, found out otherwise and asked for otherwise', () => {
    const refused = buildExchange({
      outcome: { kind: 'error', error: buildStanzaError('service-unavailable') },
    });
    const server = {
      ...PREFLIGHT.facts[0],
      value: 'MongooseIM 6.8.0',
    } as RunSnapshot['steps'][0]['facts'][0];
    const bad = buildRun({
      id: 'r2',
      state: 'failed',
      steps: [
        { ...PREFLIGHT, facts: [server] },
        buildStep({ state: 'failed', exchanges: [refused] }),
      ],
      parameters: buildParameters({ pushService: 'fcm', options: { topic: 'org.example' } }),
      diagnoses: [
        {
          id: 'x',
          title: 'No push nodes.',
          sure: 'likely',
          because: [],
          exchangeIds: [],
          next: '',
        },
      ],
    });
    expect(compareRuns(GOOD, bad)).toEqual([
      { place: 'Run', before: 'passed', after: 'failed' },
      { place: 'Enable', before: 'passed', after: 'failed: service-unavailable' },
      { place: 'Push', before: 'arrived', after: '' },
      { place: 'Diagnosis: No push nodes.', before: '', after: 'likely' },
      { place: 'Server', before: 'MongooseIM 6.7.0', after: 'MongooseIM 6.8.0' },
      { place: 'Push service', before: 'apns', after: 'fcm' },
      { place: 'Option topic', before: '', after: 'org.example' },
    ]);
  });
});

describe('runBefore', () => {
  const run = (id: string, given: Partial<RunSnapshot> = {}) =>
    buildRun({ id, state: 'passed', ...given });

  it('is the newest earlier run of the session that came to an end', () => {
    const runs = [
      run('r1'),
      run('r2', { parameters: buildParameters({ sessionId: 's2' }) }),
      run('r3', { state: 'failed' }),
      run('r4', { state: 'cancelled' }),
      run('r5'),
      run('r6'),
    ];
    expect(runBefore(runs, runs[4] ?? run(''))?.id).toBe('r3');
    expect(runBefore(runs, runs[0] ?? run(''))).toBeNull();
    expect(runBefore(runs, run('unknown'))).toBeNull();
  });
});
