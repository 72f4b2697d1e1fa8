import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { usePracticeStore } from '#renderer/stores/practice.ts';
import { PEER_NONE, useRunFormStore } from '#renderer/stores/run-form.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import { buildPractice, buildSession } from '#tests/support/contract-builders.ts';
import { installScriptedBridge } from '#tests/support/scripted-bridge.ts';

describe('run form', () => {
  beforeEach(() => {
    localStorage.clear();
    setActivePinia(createPinia());
    installScriptedBridge();
    useSessionsStore().apply(buildSession());
    useSessionsStore().apply(buildSession({ id: 's2', name: 'bob', jid: 'bob@localhost' }));
  });

  it('needs nothing on practice', () => {
    usePracticeStore().apply(buildPractice());
    const form = useRunFormStore();
    expect(form.valid).toBe(true);
    expect(form.parameters).toMatchObject({
      flow: 'auto',
      sessionId: 's1',
      peerSessionId: 's2',
      deviceId: 'b7'.repeat(32),
    });
  });

  it('needs a device token elsewhere', () => {
    const form = useRunFormStore();
    expect(form.valid).toBe(false);
    expect(form.remarks['device_id']?.severity).toBe('error');
    form.deviceId = 'token';
    expect(form.valid).toBe(true);
  });

  it('takes no second session of the same account', () => {
    useSessionsStore().apply(buildSession({ id: 's2', jid: 'alice@localhost' }));
    expect(useRunFormStore().peerSession).toBeNull();
  });

  it('skips the proof when asked to', () => {
    const form = useRunFormStore();
    form.peer = PEER_NONE;
    expect(form.parameters?.peerSessionId).toBeNull();
  });

  it('leaves blank options out', () => {
    const form = useRunFormStore();
    form.setOption('topic', 'org.example');
    form.setOption('silent', '');
    form.setOption('other', ['secret=1', '']);
    expect(form.parameters?.options).toEqual({ topic: 'org.example', secret: '1' });
  });
});
