/** Problems that a session answers with; what ends it is in `failures.ts` and `server-failures.ts`. */
import type { Problem } from '#shared/contract/result.ts';
import type { SessionFailure } from '#shared/contract/session.ts';

/** A failure as the answer to a request; the whole of it travels as details. */
export function toProblem(failure: SessionFailure): Problem {
  const { code, what, why, next, step } = failure;
  return { code, what, why, next, place: step, details: failure };
}

/** There is no connection to write to. */
export function notOnlineProblem(): Problem {
  return {
    code: 'not-online',
    what: 'The stanza was not sent.',
    why: 'The session is not online.',
    next: 'Connect the session again.',
  };
}

/** The id names no session. */
export function noSuchSession(): Problem {
  return {
    code: 'not-found',
    what: 'There is no such session.',
    why: 'It was taken off the list.',
    next: 'Connect again.',
  };
}

/** Something is asked of a session that only an offline one can do. */
export function notOfflineProblem(): Problem {
  return {
    code: 'busy',
    what: 'Nothing was done.',
    why: 'The session is still connected or connecting.',
    next: 'Disconnect it first.',
  };
}

/** The input names no account. */
export function badJidProblem(): Problem {
  return {
    code: 'bad-input',
    what: 'This is not the JID of an account.',
    why: 'An account has the form name@domain.',
    next: 'Write it as alice@example.com.',
    place: 'jid',
  };
}

/** The user ended the session while it was connecting. */
export function closedByUserFailure(): SessionFailure {
  return {
    code: 'closed-by-user',
    step: 'connect',
    what: 'The connection attempt was ended.',
    why: 'The session was disconnected before it was online.',
    next: 'Connect again when you want to.',
  };
}
