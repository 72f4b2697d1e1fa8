import type { NetworkInterfaceInfo } from 'node:os';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNetworkWatch, type NetworkInterfaces } from '#services/xmpp/network-watch.ts';
import { mayPass, pauseBefore } from '#services/xmpp/reconnect-rules.ts';
import { createReconnect } from '#services/xmpp/reconnect.ts';
import type { PendingReconnect, SessionFailure } from '#shared/contract/session.ts';

function failure(code: SessionFailure['code'], condition?: string): SessionFailure {
  const words = { what: '', why: '', next: '' };
  return { code, step: 'online', ...words, ...(condition === undefined ? {} : { condition }) };
}

const LOST = failure('closed-by-server');

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function createFixture(wanted = true) {
  const pending: (PendingReconnect | null)[] = [];
  const notes: string[] = [];
  const open = vi.fn();
  const reconnect = createReconnect({
    wanted,
    clock: { now: () => new Date(), monotonicMs: () => Date.now() },
    random: () => 0.5,
    open,
    note: (text) => notes.push(text),
    onChange: (next) => pending.push(next),
  });
  return { reconnect, open, notes, pending };
}

describe('createReconnect', () => {
  it('waits longer with every failure', () => {
    const { reconnect, open, pending } = createFixture();
    reconnect.online();
    for (const [attempt, pauseMs] of [
      500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ].entries()) {
      reconnect.ended(LOST);
      expect(pending.at(-1)).toEqual({
        attempt: attempt + 1,
        nextAt: new Date(Date.now() + pauseMs).toISOString(),
      });
      vi.advanceTimersByTime(pauseMs - 1);
      expect(open).toHaveBeenCalledTimes(attempt);
      vi.advanceTimersByTime(1);
      expect(open).toHaveBeenCalledTimes(attempt + 1);
    }
    reconnect.online();
    reconnect.ended(LOST);
    expect(pending.at(-1)).toMatchObject({ attempt: 1 });
  });

  it.each([
    ['it is not wanted', false, true, LOST],
    ['the session never was online', true, false, LOST],
    ['the end was asked for', true, true, null],
    ['the login was refused', true, true, failure('auth-failed')],
    ['somebody took the resource', true, true, failure('stream-error', 'conflict')],
  ])('does nothing when %s', (_why, wanted, online, reason) => {
    const { reconnect, open } = createFixture(wanted);
    if (online) reconnect.online();
    reconnect.ended(reason);
    vi.runAllTimers();
    expect(open).not.toHaveBeenCalled();
    // Nor later, when the failure is one that may pass.
    reconnect.ended(LOST);
    vi.runAllTimers();
    expect(open).not.toHaveBeenCalled();
  });

  it('stops when it is cancelled', () => {
    const { reconnect, open, pending, notes } = createFixture();
    reconnect.online();
    reconnect.ended(LOST);
    expect(reconnect.isWaiting()).toBe(true);
    reconnect.cancel();
    vi.runAllTimers();
    expect([open.mock.calls.length, pending.at(-1), reconnect.isWaiting()]).toEqual([
      0,
      null,
      false,
    ]);
    expect(notes.at(-1)).toContain('it was ended');
  });

  it('hurries only while it waits', () => {
    const { reconnect, open } = createFixture();
    reconnect.online();
    reconnect.hurry();
    expect(open).not.toHaveBeenCalled();
    reconnect.ended(LOST);
    reconnect.hurry();
    vi.runAllTimers();
    expect(open).toHaveBeenCalledTimes(1);
  });
});

describe('mayPass', () => {
  it.each([
    ...['name-not-found', 'connection-refused', 'unreachable', 'connect-timeout'],
    ...['tls-failed', 'closed-by-server'],
  ] as const)('hopes after %s', (code) => {
    expect(mayPass(failure(code))).toBe(true);
  });

  it.each([
    ...['bad-address', 'certificate-untrusted', 'tls-not-offered', 'not-xmpp', 'malformed-xml'],
    ...['host-unknown', 'auth-failed', 'no-mechanism', 'plaintext-refused', 'bind-failed'],
    ...['session-failed', 'stanza-too-big', 'closed-by-user', 'internal'],
  ] as SessionFailure['code'][])('gives up after %s', (code) => {
    expect(mayPass(failure(code))).toBe(false);
  });

  it.each([
    ['system-shutdown', true],
    ['resource-constraint', true],
    ['connection-timeout', true],
    ['conflict', false],
    ['host-unknown', false],
    ['policy-violation', false],
    ['see-other-host', false],
    ['not-authorized', false],
  ])('judges the stream error %s', (condition, hopes) => {
    expect(mayPass(failure('stream-error', condition))).toBe(hopes);
  });
});

describe('pauseBefore', () => {
  it('stays below a minute and its doubling limit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (attempt, random) => {
          const pauseMs = pauseBefore(attempt, random);
          expect(pauseMs).toBeGreaterThanOrEqual(0);
          expect(pauseMs).toBeLessThanOrEqual(Math.min(60_000, 1_000 * 2 ** (attempt - 1)));
        },
      ),
    );
  });
});

describe('createNetworkWatch', () => {
  const info = (address: string, internal = false) =>
    ({ address, internal }) as NetworkInterfaceInfo;

  it('tells what is gone and what is new', () => {
    let now: NetworkInterfaces = { lo: [info('127.0.0.1', true)], wifi: [info('10.0.0.2')] };
    const heard: string[] = [];
    const network = createNetworkWatch(
      () => now,
      (text) => heard.push(text),
    );
    network.watch(true);
    vi.advanceTimersByTime(10_000);
    expect(heard).toEqual([]);
    now = { lo: [], lte: [info('100.64.0.9')] };
    vi.advanceTimersByTime(2_000);
    expect(heard).toEqual([
      'This computer’s network changed; gone: wifi 10.0.0.2; new: lte 100.64.0.9',
    ]);
  });

  it('does not look when nobody cares', () => {
    const interfaces = vi.fn(() => ({}));
    const network = createNetworkWatch(interfaces, () => undefined);
    vi.advanceTimersByTime(10_000);
    network.watch(true);
    network.watch(false);
    vi.advanceTimersByTime(10_000);
    expect(interfaces).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
