import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import RunPlace from '#renderer/components/run/RunPlace.vue';
import { usePracticeStore } from '#renderer/stores/practice.ts';
import { useRunsStore } from '#renderer/stores/runs.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import type { RunSnapshot, Verdict } from '#shared/contract/run.ts';
import { ok } from '#shared/contract/result.ts';
import {
  buildPractice,
  buildRun,
  buildSession,
  buildStep,
} from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';
import { buildExchange, buildStanzaError } from '#tests/support/run-builders.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

const REFUSED: Verdict = {
  headline: 'Refused: the node is somebody else’s.',
  proved: 'The node exists.',
  notProved: 'That the server may publish.',
  whoKnows: 'The owner of the node.',
  next: 'Choose another node name.',
};

const FAILED = buildStep({
  id: 'affiliation',
  title: 'Affiliation',
  state: 'failed',
  verdict: REFUSED,
  exchanges: [buildExchange({ outcome: { kind: 'error', error: buildStanzaError('forbidden') } })],
});

enableAutoUnmount(afterEach);

describe('run place', () => {
  let bridge: ScriptedBridge;

  beforeEach(() => {
    bridge = startFreshWindow();
    bridge.handle('run.create', (parameters) => ok(buildRun({ parameters })));
    bridge.handle('run.advance', () => ok(buildRun({ state: 'passed' })));
    bridge.handle('run.retry', () => ok(buildRun()));
    useSessionsStore().apply(buildSession());
  });

  const text = (): string => document.body.textContent;

  function show(run: RunSnapshot): void {
    useRunsStore().apply(run);
    useRunsStore().show(run.id);
    mountPart(RunPlace);
  }

  it('runs everything by one button on practice', async () => {
    usePracticeStore().apply(buildPractice());
    mountPart(RunPlace);
    byName('button', 'Run all').click();
    await flushPromises();
    expect(bridge.inputsOf('run.create')[0]).toMatchObject({ flow: 'auto', sessionId: 's1' });
    expect(bridge.inputsOf('run.advance')).toEqual([{ runId: 'run1', mode: 'all' }]);
  });

  it('runs one step', async () => {
    usePracticeStore().apply(buildPractice());
    mountPart(RunPlace);
    byName('button', 'Run next step').click();
    await flushPromises();
    expect(bridge.inputsOf('run.advance')).toEqual([{ runId: 'run1', mode: 'step' }]);
  });

  it('opens the parameters when one is missing', async () => {
    mountPart(RunPlace);
    byName('button', 'Run all').click();
    await flushPromises();
    expect(bridge.inputsOf('run.create')).toEqual([]);
    expect(text()).toContain('Device id is missing');
  });

  it('previews the steps before a run', () => {
    mountPart(RunPlace);
    expect(byName('listitem', 'Step 2 Create node: waiting')).toBeDefined();
  });

  it('says of a failed step what to change', () => {
    show(buildRun({ state: 'failed', steps: [FAILED] }));
    for (const line of Object.values(REFUSED)) expect(text()).toContain(line);
    expect(text()).toContain('forbidden');
  });

  it('retries from a failed step', async () => {
    usePracticeStore().apply(buildPractice());
    show(buildRun({ state: 'failed', steps: [FAILED] }));
    byName('button', 'Retry from this step').click();
    await flushPromises();
    expect(bridge.inputsOf('run.retry')[0]).toMatchObject({ runId: 'run1', stepId: 'affiliation' });
    expect(bridge.inputsOf('run.advance')).toHaveLength(1);
  });

  it('keeps passed steps folded', () => {
    const verdict = { ...REFUSED, headline: 'Stored.' };
    show(buildRun({ steps: [buildStep({ state: 'passed', verdict })] }));
    expect(text()).toContain('Stored.');
    expect(text()).not.toContain(REFUSED.proved);
  });

  it('can be paused and cancelled while it runs', async () => {
    bridge.handle('run.pause', () => ok(buildRun()));
    bridge.handle('run.cancel', () => ok(buildRun({ state: 'cancelled' })));
    show(buildRun({ state: 'running', steps: [buildStep({ state: 'sent' })] }));
    byName('button', 'Pause').click();
    byName('button', 'Cancel').click();
    await flushPromises();
    expect(bridge.asked.map(({ name }) => name)).toEqual(['run.pause', 'run.cancel']);
  });

  it('runs nothing while offline', () => {
    useSessionsStore().apply(buildSession({ state: 'offline' }));
    mountPart(RunPlace);
    expect(byName('button', 'Run all')).toHaveProperty('disabled', true);
    expect(text()).toContain('alice is offline.');
  });
});
