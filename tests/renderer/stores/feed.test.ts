import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { startFeed } from '#renderer/stores/feed.ts';
import { useNoticesStore } from '#renderer/stores/notices.ts';
import { useRunsStore } from '#renderer/stores/runs.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import {
  buildPractice,
  buildRun,
  buildSession,
  buildStep,
} from '#tests/support/contract-builders.ts';
import { installScriptedBridge, type ScriptedBridge } from '#tests/support/scripted-bridge.ts';

describe('feed', () => {
  let bridge: ScriptedBridge;

  beforeEach(() => {
    setActivePinia(createPinia());
    bridge = installScriptedBridge();
    bridge.answer('practice.read', buildPractice());
  });

  it('starts from a snapshot', async () => {
    bridge.answer('session.list', [buildSession()]);
    await startFeed(() => undefined).ready;
    expect(useSessionsStore().active?.jid).toBe('alice@localhost');
  });

  it('applies events in their order', async () => {
    await startFeed(() => undefined).ready;
    bridge.emit('session.changed', buildSession({ state: 'connecting' }));
    bridge.emit('session.changed', buildSession());
    bridge.emit('session.changed', buildSession({ id: 's2', name: 'bob' }));
    bridge.emit('session.removed', { id: 's1' });
    expect(useSessionsStore().sessions.map(({ id, state }) => [id, state])).toEqual([
      ['s2', 'online'],
    ]);
  });

  it('fetches anew when an event is missing', async () => {
    await startFeed(() => undefined).ready;
    bridge.emit('settings.changed', { theme: 'dark' });
    const before = bridge.inputsOf('session.list').length;
    bridge.lose();
    bridge.answer('session.list', [buildSession({ id: 'missed' })]);
    bridge.emit('settings.changed', { theme: 'light' });
    await vi.waitFor(() => {
      expect(useSessionsStore().sessions.map(({ id }) => id)).toEqual(['missed']);
    });
    expect(bridge.inputsOf('session.list')).toHaveLength(before + 1);
  });

  it('fetches nothing while no event is missing', async () => {
    await startFeed(() => undefined).ready;
    const before = bridge.asked.length;
    for (const theme of ['dark', 'light', 'system'] as const) {
      bridge.emit('settings.changed', { theme });
    }
    expect(bridge.asked).toHaveLength(before);
  });

  it('hands commands of the host on', async () => {
    const heard: string[] = [];
    await startFeed((command) => heard.push(command)).ready;
    bridge.emit('command.invoked', { command: 'filter.focus' });
    expect(heard).toEqual(['filter.focus']);
  });

  it('reads each step result out once', async () => {
    await startFeed(() => undefined).ready;
    const notices = useNoticesStore();
    bridge.emit('run.changed', buildRun({ steps: [buildStep({ state: 'sent' })] }));
    expect(notices.announcement).toBe('');
    bridge.emit('run.changed', buildRun({ steps: [buildStep({ state: 'passed' })] }));
    expect(notices.announcement).toBe('Enable: passed. ');
  });

  it('names the last failed step', async () => {
    await startFeed(() => undefined).ready;
    bridge.emit('run.changed', buildRun({ steps: [buildStep({ state: 'failed' })] }));
    bridge.emit('run.changed', buildRun({ id: 'run2', steps: [buildStep({ state: 'passed' })] }));
    expect(useRunsStore().lastFailure).toMatchObject({
      run: { id: 'run1' },
      step: { id: 'enable' },
    });
  });

  it('shows a problem when the bridge breaks', async () => {
    bridge.handle('session.list', () => {
      throw new Error('channel closed');
    });
    await startFeed(() => undefined).ready;
    const [notice] = useNoticesStore().notices;
    expect(notice).toMatchObject({ kind: 'problem', problem: { code: 'bridge-broken' } });
    expect(JSON.stringify(notice)).not.toContain('channel closed');
  });
});
