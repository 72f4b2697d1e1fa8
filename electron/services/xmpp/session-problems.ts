/** Problems that a session answers with; what ends it is in `failures.ts` and `server-failures.ts`. */
import type { Problem } from '#shared/contract/result.ts';
import type { SessionFailure } from '#shared/contract/session.ts';

/** A failure as the answer to a request; the whole of it travels as details. */
export function toProblem(failure: SessionFailure): Problem {
  const { code, what, why, next, step } = failure;
  return { code, what, why, next, place: step, details: failure };
}

/**
 * There is no connection to write to.
 * @param failure what ended the session; null when nobody's fault did, or it is not offline at all
 */
export function notOnlineProblem(failure: SessionFailure | null): Problem {
  return {
    code: 'not-online',
    what: 'The stanza was not sent.',
    why: `The session is not online${failure === null ? '.' : `: ${failure.what}`}`,
    next: failure === null ? 'Connect the session again.' : failure.next,
  };
}

/**
 * The session ended while the stanza was being written; how much of it the server read is unknown.
 * @param failure what ended the session; null when it was asked to end
 */
export function cutOffProblem(failure: SessionFailure | null): Problem {
  return {
    code: 'cut-off',
    what: 'The session ended while the stanza was being sent.',
    why: failure === null ? 'The session was disconnected.' : `${failure.what} ${failure.why}`,
    next: failure === null ? 'Connect the session again.' : failure.next,
  };
}

/** The transport has no place for text that is no XML. */
export function noPlaceForBrokenProblem(): Problem {
  return {
    code: 'not-possible',
    what: 'The stanza was not sent.',
    why: 'Over BOSH a stanza travels inside the <body/> of an HTTP request, which this console writes: broken text would break the request, not the stanza.',
    next: 'Connect over TCP or WebSocket to send broken XML.',
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

/** A session that reads nothing cannot be told to go away in another manner: it would hear no answer. */
export function silentProblem(): Problem {
  return {
    code: 'busy',
    what: 'Nothing was done.',
    why: 'The session is silent and reads nothing.',
    next: 'Let it come back first.',
  };
}

/** The input names no account. */
export function badJidProblem(): Problem {
  return {
    code: 'bad-input',
    what: 'This is not the JID of an account.',
    why: 'An account has the form name@domain.',
    next: 'Write it as alice@example.com. Only ANONYMOUS, EXTERNAL and X-OAUTH do without a name.',
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
