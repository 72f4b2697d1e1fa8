/** The life of a session as a table: what may follow what, and nothing else. */
import type { SessionState } from '#shared/contract/session.ts';

/** What happens to a session. */
export type SessionEvent =
  | 'open-requested'
  | 'tls-established'
  | 'authenticated'
  | 'bound'
  | 'established'
  | 'close-requested'
  | 'ended';

type Transitions = Readonly<
  Record<SessionState, Readonly<Partial<Record<SessionEvent, SessionState>>>>
>;

/** Without TLS a session goes from `connecting` to `authenticated`: it was never `secured`. */
export const SESSION_TRANSITIONS: Transitions = {
  offline: { 'open-requested': 'connecting' },
  connecting: {
    'tls-established': 'secured',
    authenticated: 'authenticated',
    'close-requested': 'closing',
    ended: 'offline',
  },
  secured: { authenticated: 'authenticated', 'close-requested': 'closing', ended: 'offline' },
  authenticated: { bound: 'bound', 'close-requested': 'closing', ended: 'offline' },
  bound: { established: 'online', 'close-requested': 'closing', ended: 'offline' },
  online: { 'close-requested': 'closing', ended: 'offline' },
  closing: { ended: 'offline' },
};

/**
 * The state after an event.
 * @returns null when the event means nothing in that state; the session then stays as it is
 */
export function nextSessionState(state: SessionState, event: SessionEvent): SessionState | null {
  return SESSION_TRANSITIONS[state][event] ?? null;
}
