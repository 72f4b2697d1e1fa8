/** When to connect again after a lost connection, and after how long. */
import type { SessionFailure, SessionFailureCode } from '#shared/contract/session.ts';

/** Milliseconds; doubled with each attempt. */
const FIRST_PAUSE_MS = 1_000;

const LONGEST_PAUSE_MS = 60_000;

/** Failures of the network or of a server that restarts. All others stay until somebody does something. */
const PASSING: readonly SessionFailureCode[] = [
  'name-not-found',
  'connection-refused',
  'unreachable',
  'connect-timeout',
  'tls-failed',
  'closed-by-server',
];

/**
 * Stream errors that pass by themselves. Not `conflict`: two clients would throw each other out for ever;
 * and `see-other-host` is shown, not followed.
 * @see RFC 6120 §4.9.3 "Defined Stream Error Conditions"
 */
const PASSING_CONDITIONS: readonly string[] = [
  'connection-timeout',
  'internal-server-error',
  'remote-connection-failed',
  'reset',
  'resource-constraint',
  'system-shutdown',
];

/** Whether connecting again can help. */
export function mayPass({ code, condition }: SessionFailure): boolean {
  if (code === 'stream-error') return PASSING_CONDITIONS.includes(condition ?? '');
  return PASSING.includes(code);
}

/**
 * The pause before an attempt: anywhere up to a limit that doubles, so that the clients of a server that
 * comes back do not come all at once.
 * @param attempt from 1
 * @param random from 0 up to, not including, 1
 * @returns milliseconds, at most 60,000
 */
export function pauseBefore(attempt: number, random: number): number {
  const limit = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 16));
  return Math.round(limit * random);
}
