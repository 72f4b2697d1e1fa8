import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import SessionPlace from '#renderer/components/sessions/SessionPlace.vue';
import { useSessionsStore } from '#renderer/stores/sessions.ts';
import type { SessionSnapshot } from '#shared/contract/session.ts';
import { buildSession } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';
import type { ScriptedBridge } from '#tests/support/scripted-bridge.ts';

enableAutoUnmount(afterEach);

describe('session place', () => {
  let bridge: ScriptedBridge;

  beforeEach(() => {
    bridge = startFreshWindow();
  });

  const text = (): string => document.body.textContent;

  function show(given: Partial<SessionSnapshot>): void {
    useSessionsStore().apply(buildSession(given));
    mountPart(SessionPlace);
  }

  it('counts what stream management counts', () => {
    show({
      management: {
        resumable: true,
        sent: 1_204,
        acknowledged: 1_200,
        received: 7,
        reported: 5,
        resumed: false,
      },
    });
    expect(text()).toContain(
      '1\u202f204 sent, 1\u202f200 of them acknowledged · 7 received, 5 of them reported · can be resumed',
    );
  });

  it('measures the clock', async () => {
    bridge.answer(
      'clock.measure',
      buildSession({ clockOffset: { offsetMs: -1_240, uncertaintyMs: 8, measuredAt: '' } }),
    );
    show({});
    expect(text()).toContain('not measured');
    byName('button', 'Measure the clock').click();
    await flushPromises();
    expect(text()).toContain('1.24 s behind this computer, give or take 8 ms');
  });

  it('goes away and comes back', async () => {
    const gone = buildSession({ state: 'offline', away: 'close' });
    bridge.answer('session.return', buildSession());
    useSessionsStore().apply(gone);
    mountPart(SessionPlace);
    expect(text()).toContain('awayby closing the stream. A clean end.');
    byName('button', 'Come back').click();
    await flushPromises();
    expect(bridge.inputsOf('session.return')).toEqual([{ sessionId: 's1' }]);
    expect(byName('button', 'Go away…')).toBeDefined();
  });

  it('says when it connects again', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-08-20T10:00:00Z') });
    bridge.answer('session.reopen', buildSession());
    show({ state: 'offline', reconnect: { attempt: 2, nextAt: '2026-08-20T10:00:04Z' } });
    expect(text()).toContain('Connecting again in 4 s, attempt 2.');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(text()).toContain('in 3 s');
    byName('button', 'Now').click();
    vi.useRealTimers();
    await flushPromises();
    expect(text()).not.toContain('Connecting again');
  });

  it('opens a lost session again', async () => {
    bridge.answer('session.reopen', buildSession());
    show({ state: 'offline' });
    byName('button', 'Connect again').click();
    await flushPromises();
    expect(bridge.inputsOf('session.reopen')).toEqual([{ sessionId: 's1' }]);
  });

  it('warns of what may not be trusted tomorrow', () => {
    const certificate = {
      subject: 'CN=localhost',
      issuer: 'CN=Root',
      altNames: ['localhost'],
      validFrom: '2026-01-01T00:00:00Z',
      validTo: '2026-08-29T00:00:00Z',
      fingerprint256: 'ab'.repeat(32),
      selfSigned: false,
      rejectedBecause: null,
    };
    const session = buildSession();
    show({
      facts: {
        ...session.facts,
        tls: {
          ...session.facts.tls!,
          certificate,
          chain: [certificate, { ...certificate, fingerprint256: 'cd'.repeat(32) }],
          warnings: ['It expires in 9 days.'],
        },
      },
    });
    expect(text()).toContain('It expires in 9 days.');
    expect(text()).toContain('1 certificate sent besides');
  });
});
