import { describe, expect, it } from 'vitest';
import {
  nextSessionState,
  SESSION_TRANSITIONS,
  type SessionEvent,
} from '#services/xmpp/session-state.ts';
import type { SessionState } from '#shared/contract/session.ts';

function walk(events: readonly SessionEvent[]): SessionState | null {
  return events.reduce<SessionState | null>(
    (state, event) => (state === null ? null : nextSessionState(state, event)),
    'offline',
  );
}

const TO_ONLINE: readonly SessionEvent[] = [
  'open-requested',
  'tls-established',
  'authenticated',
  'bound',
  'established',
];

describe('nextSessionState', () => {
  it('climbs to online rung by rung', () => {
    const states = TO_ONLINE.map((_, index) => walk(TO_ONLINE.slice(0, index + 1)));
    expect(states).toEqual(['connecting', 'secured', 'authenticated', 'bound', 'online']);
  });

  it('does without TLS', () => {
    expect(walk(TO_ONLINE.filter((event) => event !== 'tls-established'))).toBe('online');
  });

  it('skips no other rung', () => {
    expect(walk(['open-requested', 'bound'])).toBeNull();
    expect(walk(['open-requested', 'tls-established', 'established'])).toBeNull();
  });

  it('ends and opens again', () => {
    expect(walk([...TO_ONLINE, 'close-requested', 'ended', 'open-requested'])).toBe('connecting');
    expect(walk([...TO_ONLINE, 'ended'])).toBe('offline');
  });

  it('ends from every state but offline', () => {
    const states = Object.keys(SESSION_TRANSITIONS) as SessionState[];
    const endable = states.filter((state) => nextSessionState(state, 'ended') === 'offline');
    expect(endable).toEqual(states.filter((state) => state !== 'offline'));
  });
});
