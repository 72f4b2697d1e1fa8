import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import ConnectPlace from '#renderer/components/sessions/ConnectPlace.vue';
import { useConnectFormStore } from '#renderer/stores/connect-form.ts';
import { usePlacesStore } from '#renderer/stores/places.ts';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import { fail } from '#shared/contract/result.ts';
import { buildSession } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow, typeInto } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

enableAutoUnmount(afterEach);

describe('connect place', () => {
  let bridge: ScriptedBridge;

  beforeEach(() => {
    bridge = startFreshWindow();
    usePlacesStore().go('connect');
  });

  const text = (): string => document.body.textContent;

  it('connects and goes to the run', async () => {
    bridge.answer('session.connect', buildSession());
    mountPart(ConnectPlace);
    await typeInto('JID', 'alice@localhost');
    await typeInto('Password', 'secret');
    byName('button', 'Connect').click();
    await flushPromises();
    expect(bridge.inputsOf('session.connect')[0]).toMatchObject({ jid: 'alice@localhost' });
    expect(usePlacesStore().place).toBe('run');
  });

  it('complains about a field once it was left', async () => {
    mountPart(ConnectPlace);
    await typeInto('JID', 'alice@');
    expect(text()).not.toContain('not a JID');
    byName('textbox', 'JID').dispatchEvent(new Event('blur'));
    await flushPromises();
    expect(text()).toContain('not a JID');
    expect(byName('textbox', 'JID').getAttribute('aria-invalid')).toBe('true');
  });

  it('says what, why and what to do', async () => {
    bridge.refuse('session.connect', {
      code: 'auth-failed',
      what: 'The server refused the login.',
      details: {
        code: 'auth-failed',
        step: 'authenticate',
        what: 'The server refused the login.',
        why: 'Name or password is wrong.',
        next: 'Check both.',
        condition: 'not-authorized',
      },
    });
    mountPart(ConnectPlace);
    await typeInto('JID', 'alice@localhost');
    await typeInto('Password', 'wrong');
    byName('button', 'Connect').click();
    await flushPromises();
    const alert = document.querySelector('[role="alert"]')?.textContent ?? '';
    for (const part of ['refused the login', 'is wrong', 'Check both', 'not-authorized']) {
      expect(alert).toContain(part);
    }
  });

  it('shows each rung, the failed one with its reason', async () => {
    const failure = {
      code: 'connection-refused',
      step: 'connect',
      what: 'Nobody listens there.',
      why: 'The port is closed.',
      next: 'Check the port.',
    } as const;
    const facts = [{ label: 'DNS answer', value: '192.0.2.1', tone: 'neutral' }] as const;
    bridge.handle('session.connect', () => {
      const session = buildSession({
        id: 'failed',
        state: 'offline',
        failure,
        ladder: [
          { step: 'resolve', state: 'done', startedMs: 0, durationMs: 2, facts },
          { step: 'connect', state: 'failed', startedMs: 2, durationMs: 7, facts: [] },
        ],
      });
      useSessionsStore().apply(session);
      return fail({ code: failure.code, what: failure.what, details: failure });
    });
    mountPart(ConnectPlace);
    await typeInto('JID', 'alice@localhost');
    await typeInto('Password', 'secret');
    byName('button', 'Connect').click();
    await flushPromises();
    const [resolved, refused, ahead] = [
      ...document.querySelectorAll('[aria-label="Steps of connecting"] > li'),
    ].map((rung) => rung.textContent);
    expect(resolved).toBe('doneFind the server192.0.2.12 ms');
    expect(refused).toContain('failedReach the server7 msNobody listens there.');
    expect(ahead).toBe('not reachedEncrypt');
    expect(document.querySelectorAll('[role="alert"]')).toHaveLength(1);
  });

  it('tells the consequence of plaintext', async () => {
    mountPart(ConnectPlace);
    byName('button', 'Allow a connection without TLS').click();
    await flushPromises();
    expect(text()).toContain('Everybody on the way can read the password');
  });

  it('forgets the password when it is left', async () => {
    const wrapper = mountPart(ConnectPlace);
    await typeInto('Password', 'secret');
    usePlacesStore().go('run');
    wrapper.unmount();
    expect(useConnectFormStore().password).toBe('');
  });

  it('keeps what was typed when the window takes another shape', async () => {
    const wrapper = mountPart(ConnectPlace);
    await typeInto('Password', 'secret');
    wrapper.unmount();
    mountPart(ConnectPlace);
    expect((byName('textbox', 'Password') as HTMLInputElement).value).toBe('secret');
  });
});
