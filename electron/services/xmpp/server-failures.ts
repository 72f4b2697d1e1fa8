/**
 * Why a session ended by what the server said or sent: stream errors, and XML that
 * XMPP does not allow.
 * RFC 6120 §4.9.3 "Defined Stream Error Conditions", §11.1 "Restrictions", 2011-03.
 */
import type { SessionFailure } from '#shared/contract/session.ts';
import type { StreamError } from '#shared/xmpp/stream-error.ts';
import type { FailureContext } from './failure-context.ts';
import { notXmppWording } from './socket-failures.ts';
import { streamErrorAdvice } from './stream-error-advice.ts';

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
      why: 'The domain of the JID is not among the hosts in its configuration, or was disabled or not added yet.',
      next: 'Check the domain of the JID, and general.hosts or the dynamic domains of the server.',
    };
  }
  const named = error.condition === '' ? 'a stream error without condition' : error.condition;
  return {
    ...said,
    ...streamErrorAdvice(error),
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
