/**
 * What a stream error means and what to do about it: by its condition, and where one condition has several
 * causes by its text or application condition, which is all that tells them apart.
 * RFC 6120 §4.9.3 "Defined Stream Error Conditions", 2011-03; MongooseIM's texts: facts 8.4.
 */
import type { SessionFailure } from '#shared/contract/session.ts';
import type { StreamError } from '#shared/xmpp/stream-error.ts';

type Advice = Pick<SessionFailure, 'why' | 'next'>;

interface AdviceRow extends Advice {
  readonly condition: string;
  /** The text it has to carry; left out, any or none. */
  readonly text?: string;
  /** The application condition it has to carry. */
  readonly application?: string;
}

const UNPARSABLE: Advice = {
  why: "The server could not parse what was sent; its text, if any, is its parser's complaint.",
  next: 'Look at the last stanza sent in the transcript. If it came before the login, a proxy may have sent something else than XMPP.',
};

/** The first that fits holds, so that rows with a text come before those without. */
const ROWS: readonly AdviceRow[] = [
  {
    condition: 'conflict',
    text: 'Replaced by new connection',
    why: 'Another connection bound the same resource, or the account has more sessions than max_user_sessions allows and this was the oldest.',
    next: 'Leave the resource empty for a random one, and close sessions that are not needed.',
  },
  {
    condition: 'conflict',
    text: 'User removed',
    why: 'The account was deleted while it was connected.',
    next: 'Register the account again, or log in with another one.',
  },
  {
    condition: 'conflict',
    why: 'Another connection took this resource, the account was removed, or an administrator ended the session; the text of the error says which.',
    next: 'Read the text of the error; if another connection took the resource, leave it empty for a random one.',
  },
  {
    condition: 'connection-timeout',
    why: 'The server waited too long for the next step. MongooseIM allows 5 s for each step of the login (state_timeout), and the wait for a user to type counts.',
    next: 'Connect again; if it happens again, look for what slows the connection, or raise state_timeout of the listener.',
  },
  {
    condition: 'encryption-required',
    why: 'The server lets nobody log in without TLS (tls.mode = "starttls_required").',
    next: 'Connect with STARTTLS or over xmpps:, and check that nothing on the way removes the offer of STARTTLS.',
  },
  {
    condition: 'invalid-from',
    why: 'A stanza or the stream header carried a "from" that is neither the own bare JID nor the own full JID.',
    next: 'Leave "from" out: the server sets it.',
  },
  {
    condition: 'invalid-namespace',
    why: 'The stream header, or an element of the login, was in a namespace that the server does not accept.',
    next: 'Look at the last thing sent in the transcript; if this console sent it so, report it, else a proxy changed it.',
  },
  { condition: 'not-well-formed', ...UNPARSABLE },
  { condition: 'xml-not-well-formed', ...UNPARSABLE },
  {
    condition: 'policy-violation',
    text: 'element too big',
    why: 'A stanza was larger than max_stanza_size of the listener; the stock configuration of MongooseIM allows 65,536 bytes.',
    next: 'Send a smaller stanza, or raise max_stanza_size of the listener.',
  },
  {
    condition: 'policy-violation',
    text: 'SASL2 violation',
    why: 'SASL2 was used without TLS that the server itself ends, or after the login.',
    next: 'Switch SASL2 off for this account, or connect over TCP with TLS.',
  },
  {
    condition: 'policy-violation',
    text: 'Invalid h attribute',
    why: 'An acknowledgement of stream management held a count that is no number.',
    next: 'Look at the last <a/> or <resume/> sent in the transcript and correct its "h".',
  },
  {
    condition: 'policy-violation',
    text: '',
    why: 'The server does not say which rule was broken. MongooseIM does so for a stream header where none is expected and for a SASL2 user agent whose id is no UUID of version 4.',
    next: 'Look at the last thing sent in the transcript and at the server log.',
  },
  {
    condition: 'policy-violation',
    why: 'What was sent breaks a rule of the server; the text of the error names it.',
    next: 'Read the text of the error, and look at the last thing sent in the transcript.',
  },
  {
    condition: 'resource-constraint',
    text: 'too many unacked stanzas',
    why: 'More stanzas than buffer_max of mod_stream_management (100) were sent and not acknowledged within 5 s.',
    next: 'Acknowledge every <r/>, or connect without stream management.',
  },
  {
    condition: 'resource-constraint',
    why: 'The server lacks the resources to keep the stream.',
    next: 'Wait, then connect again; look at the server log.',
  },
  {
    condition: 'see-other-host',
    why: 'The server asks to connect somewhere else; this console does not follow by itself.',
    next: 'Connect to the address in the text, if you trust it.',
  },
  {
    condition: 'system-shutdown',
    why: 'The server, or this listener of it, is being shut down.',
    next: 'Connect again once it is back.',
  },
  {
    condition: 'undefined-condition',
    application: 'handled-count-too-high',
    why: 'More stanzas were acknowledged than the server had sent on this stream.',
    next: 'Look at the last <a/> or <resume/> sent in the transcript; its "h" counts from <enable/> on.',
  },
  {
    condition: 'undefined-condition',
    why: 'The reason is in the application condition of the error.',
    next: 'Look at the error in the transcript.',
  },
  {
    condition: 'unsupported-version',
    why: 'The version of the stream header was missing or below 1.0. This console sends 1.0.',
    next: 'Check that the address belongs to an XMPP server, and that no proxy changes the header.',
  },
];

const UNKNOWN: Advice = {
  why: 'The condition is all the server said.',
  next: 'Look at the error in the transcript and at the server log.',
};

/** The advice for a stream error other than `host-unknown`, which depends on the address in use. */
export function streamErrorAdvice(error: StreamError): Advice {
  const row = ROWS.find(
    ({ condition, text, application }) =>
      condition === error.condition &&
      (text === undefined || text === error.text) &&
      (application === undefined ||
        error.applicationConditions.some(({ name }) => name === application)),
  );
  return row === undefined ? UNKNOWN : { why: row.why, next: row.next };
}
