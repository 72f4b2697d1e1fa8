/**
 * Why a BOSH session ended by what its server said: terminal conditions and HTTP status codes.
 * XEP-0124 1.11.2 §17 "Error and Status Codes", 2020-05-18; what MongooseIM means by them: facts 8.9.
 */
import type { SessionFailure } from '#shared/contract/session.ts';
import { BoshAnswerTooLong, BoshHttpError } from './bosh-http.ts';
import type { FailureContext, Wording } from './failure-context.ts';
import { streamErrorFailure } from './server-failures.ts';
import { closedFailure, notXmppWording } from './socket-failures.ts';

type Advice = Readonly<{ why: string; next: string }>;

const LOOK_AT_LOG = 'Look at the server log for this time, then connect again.';

const CONDITIONS: Readonly<Record<string, Advice>> = {
  'bad-request': {
    why: 'The server could not read the last HTTP request.',
    next: 'Look at the last wrapper sent in the transcript; something on the way may have changed it.',
  },
  'host-gone': {
    why: 'The server no longer serves the domain of the JID.',
    next: LOOK_AT_LOG,
  },
  'internal-server-error': {
    why: 'The BOSH service failed; ejabberd says so when it does not serve the domain of the JID.',
    next: 'Check the domain of the JID, and the server log.',
  },
  'item-not-found': {
    why: 'The server does not know this session any more, or a request came outside its window; MongooseIM forgets a session after 30 s without a request.',
    next: 'Connect again; if it happens often, look for a proxy that delays or repeats requests.',
  },
  'other-request': {
    why: 'Another request of the same session ended it.',
    next: 'Look at the requests before in the transcript.',
  },
  'policy-violation': {
    why: 'Too many requests at once or too soon, or one that is too big.',
    next: 'Look at the last requests in the transcript and at the limits of the BOSH service.',
  },
  'remote-connection-failed': {
    why: 'The BOSH service could not reach the XMPP server behind it.',
    next: 'Check that the XMPP server runs, and where the BOSH service looks for it.',
  },
  'remote-stream-error': {
    why: 'The XMPP server behind the BOSH service ended the stream.',
    next: LOOK_AT_LOG,
  },
  'see-other-uri': {
    why: 'The server asks to connect somewhere else; this console does not follow by itself.',
    next: 'Connect to the address in the transcript, if you trust it.',
  },
  'system-shutdown': {
    why: 'The BOSH service is being shut down.',
    next: 'Connect again once it is back.',
  },
  'undefined-condition': {
    why: 'The server gives no reason; MongooseIM says so when a session asks it to hold no request.',
    next: LOOK_AT_LOG,
  },
};

/**
 * The server ended the session.
 * @param condition of the terminating wrapper; empty when it gives none
 */
export function terminationFailure(condition: string, context: FailureContext): SessionFailure {
  if (condition === '') return closedFailure(context);
  if (UNKNOWN_HOST.includes(condition)) {
    const unknown = streamErrorFailure({ ...NOTHING_SAID, condition: 'host-unknown' }, context);
    return { ...unknown, condition };
  }
  const advice = CONDITIONS[condition] ?? {
    why: 'The condition is all the server said.',
    next: LOOK_AT_LOG,
  };
  return {
    ...advice,
    code: 'stream-error',
    step: context.step,
    what: `The server ended the BOSH session: ${condition}.`,
    condition,
  };
}

/** Every session request here names a domain, so it is not that there is none. */
const UNKNOWN_HOST: readonly string[] = ['host-unknown', 'improper-addressing'];

const NOTHING_SAID = { text: '', lang: '', otherHost: '', applicationConditions: [] };

/** @returns null when the error is not one of BOSH's own */
export function boshWording(error: unknown, context: FailureContext): Wording | null {
  if (error instanceof BoshAnswerTooLong) {
    return {
      code: 'stanza-too-big',
      what: 'The server sent more than this console takes in one answer.',
      why: 'An HTTP answer was longer than 48 MiB.',
      next: 'Find out who sends it, in the server log.',
    };
  }
  if (!(error instanceof BoshHttpError)) return null;
  const { status } = error;
  if (context.step === 'connect' || context.step === 'stream') {
    return notXmppWording(context, `It answered the BOSH request with HTTP ${status}`);
  }
  return {
    code: 'closed-by-server',
    what: `${context.service} ended the BOSH session with HTTP ${status}.`,
    why: STATUS_CODES[status] ?? 'Something between here and the server may have answered for it.',
    next: LOOK_AT_LOG,
  };
}

/** How older servers say terminal conditions. */
const STATUS_CODES: Readonly<Record<number, string>> = {
  400: 'It could not read the last request.',
  403: 'The session broke a rule of the server: too many requests, or too soon.',
  404: 'It does not know this session any more.',
  502: 'The XMPP server behind it does not answer.',
  503: 'The XMPP server behind it is not there.',
  504: 'The XMPP server behind it did not answer in time.',
};
