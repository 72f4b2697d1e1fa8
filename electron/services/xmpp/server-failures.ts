/**
 * Why a session ended by what the server said or sent: stream errors, and XML that
 * XMPP does not allow.
 * RFC 6120 §4.9.3 "Defined Stream Error Conditions", §11.1 "Restrictions", 2011-03.
 */
import type { SessionFailure } from '#shared/contract/session.ts';
import type { StreamError } from '#shared/xmpp/stream-error.ts';
import type { FailureContext } from './failure-context.ts';
import { notXmppWording } from './socket-failures.ts';

type Advice = Pick<SessionFailure, 'why' | 'next'>;

const STREAM_ERRORS: Readonly<Record<string, Advice>> = {
  conflict: {
    why: 'Another connection took this resource, the account was removed, or an administrator ended the session.',
    next: 'Use a random resource (leave it empty), and read the text of the error.',
  },
  'connection-timeout': {
    why: 'The server waited too long for the next step; MongooseIM allows 5 s for each step of the login.',
    next: 'Connect again.',
  },
  'invalid-from': {
    why: 'A stanza or the stream carried a "from" that is not this account\'s.',
    next: 'Leave "from" out: the server sets it.',
  },
  'not-well-formed': {
    why: 'The server could not parse what was sent.',
    next: 'Look at the last stanza sent in the transcript.',
  },
  'policy-violation': {
    why: 'What was sent breaks a rule of the server; in MongooseIM usually max_stanza_size.',
    next: 'Send a smaller stanza, or raise max_stanza_size of the listener.',
  },
  'resource-constraint': {
    why: 'The server ran out of something, or too many stanzas were not acknowledged.',
    next: 'Wait, then connect again.',
  },
  'see-other-host': {
    why: 'The server asks to connect somewhere else; this console does not follow by itself.',
    next: 'Connect to the address in the text, if you trust it.',
  },
  'system-shutdown': {
    why: 'The server is being shut down.',
    next: 'Connect again once it is back.',
  },
  'undefined-condition': {
    why: 'The reason is in the application condition of the error.',
    next: 'Look at the error in the transcript.',
  },
  'unsupported-version': {
    why: 'The server does not speak XMPP 1.0.',
    next: 'Check that the address belongs to an XMPP server.',
  },
};

/** A stream error from the server. */
export function streamErrorFailure(error: StreamError, context: FailureContext): SessionFailure {
  const said = {
    step: context.step,
    condition: error.condition,
    text: error.otherHost === '' ? error.text : error.otherHost,
  };
  if (error.condition === 'host-unknown') {
    return {
      ...said,
      code: 'host-unknown',
      what: `${context.service} does not serve the domain ${context.domain}.`,
      why: 'The domain of the JID is not among the hosts in its configuration.',
      next: 'Check the domain of the JID, and general.hosts of the server.',
    };
  }
  const advice = STREAM_ERRORS[error.condition] ?? {
    why: 'The condition is all the server said.',
    next: 'Look at the error in the transcript and at the server log.',
  };
  const named = error.condition === '' ? 'a stream error without condition' : error.condition;
  return {
    ...said,
    ...advice,
    code: 'stream-error',
    what: `The server ended the stream: ${named}.`,
  };
}

/** What the server must not send, and the stream error it gets for it. */
export interface Violation {
  readonly condition:
    | 'not-well-formed'
    | 'restricted-xml'
    | 'unsupported-encoding'
    | 'policy-violation'
    | 'invalid-namespace';
  /** What is wrong, as a sentence without full stop. */
  readonly problem: string;
}

/** The server sent something that ends the stream. */
export function violationFailure(violation: Violation, context: FailureContext): SessionFailure {
  if (violation.condition === 'policy-violation') {
    return {
      code: 'stanza-too-big',
      step: context.step,
      what: 'The server sent more than this console takes in one stanza.',
      why: `${violation.problem}.`,
      next: 'Find out who sends it; the beginning is in the transcript.',
      condition: violation.condition,
    };
  }
  if (context.step === 'stream' || violation.condition === 'invalid-namespace') {
    return { ...notXmppWording(context, violation.problem), step: context.step };
  }
  return {
    code: 'malformed-xml',
    step: context.step,
    what: 'The server sent XML that XMPP does not allow.',
    why: `${violation.problem}.`,
    next: 'Look at the last entry received in the transcript; the server or something on the way is at fault.',
    condition: violation.condition,
  };
}
