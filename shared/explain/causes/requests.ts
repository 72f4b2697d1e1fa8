/** Why requests about anything else are refused. Facts 1.2, 8.5, 8.10 and Part 9 rows 37, 55 and 63. */
import type { Explanation } from '../explanation.ts';
import { CHAT_MESSAGE, INBOX_PROBE, SESSION_IQ, STREAM_PROBE } from './confirmations.ts';

/** Of IQs and messages besides push and pubsub. */
export const REQUEST_CAUSES: readonly Explanation[] = [
  {
    id: 'iq-type-invalid',
    title: 'Bad request: the IQ has no valid type',
    answers: [{ condition: 'bad-request', request: 'invalid-type' }],
    cause: 'The IQ is malformed: its type is neither get nor set.',
    remedy: 'Give it type get or set.',
    confirm: STREAM_PROBE,
  },
  {
    id: 'iq-payload-count',
    title: 'Bad request: the IQ has no payload or several',
    answers: [{ condition: 'bad-request', request: 'several-payloads' }],
    cause:
      'The IQ is malformed: it must have exactly one child. A pubsub service would not even answer it.',
    remedy: 'Send one IQ for each request.',
    confirm: STREAM_PROBE,
  },
  {
    id: 'not-bound-yet',
    title: 'Bad request before login is complete',
    answers: [{ operations: ['bind'], condition: 'bad-request' }],
    cause: 'The resource to bind is invalid or too long.',
    remedy: 'Bind another resource, or none: the server then makes one.',
    confirm: SESSION_IQ,
  },
  {
    id: 'stanza-before-login',
    title: 'Bad request: a stanza before authentication',
    answers: [
      { operations: ['ping', 'disco-info', 'disco-items', 'version'], condition: 'bad-request' },
    ],
    cause: 'The stanza was sent before auth was complete, where only negotiation is taken.',
    remedy: 'Log in and bind first.',
    confirm: STREAM_PROBE,
  },
  {
    id: 'login-not-allowed',
    title: 'Bind or session: not-allowed',
    answers: [{ operations: ['bind', 'session'], condition: 'not-allowed' }],
    cause: 'An access rule denies this account.',
    remedy: 'Ask the operator which rule of access c2s it is.',
    check: { section: '[access]', option: 'c2s' },
    rows: [55],
  },
  {
    id: 'ping-module-missing',
    title: 'Ping: feature-not-implemented or service-unavailable',
    answers: [
      { operations: ['ping'], condition: 'feature-not-implemented' },
      { operations: ['ping'], condition: 'service-unavailable', request: 'no-to' },
    ],
    cause: 'mod_ping is not loaded. The stream works all the same.',
    remedy: 'Use disco#info as ping.',
    check: { section: '[modules.mod_ping]', option: null },
    confirm: STREAM_PROBE,
    rows: [63],
  },
  {
    id: 'badge-without-inbox',
    title: 'The badge is always 1',
    answers: [{ operations: ['inbox'], condition: 'service-unavailable' }],
    signs: ['badge-stays-one'],
    cause: 'mod_inbox is not loaded, and without it message-count is always 1.',
    remedy: 'Have the operator load mod_inbox, or count in the app.',
    check: { section: '[modules.mod_inbox]', option: null },
    confirm: INBOX_PROBE,
    rows: [37],
  },
  {
    id: 'nobody-handles',
    title: 'service-unavailable: Unknown xmlns',
    answers: [
      {
        operations: [
          'other',
          'archive',
          'blocking',
          'carbons',
          'vcard',
          'version',
          'room',
          'register',
          'roster',
        ],
        condition: 'service-unavailable',
      },
    ],
    cause: 'No module handles this namespace for accounts of the host, or the address is offline.',
    remedy: 'Check the namespace; then the operator’s list of modules.',
    check: { section: '[modules]', option: null },
    confirm: STREAM_PROBE,
  },
  {
    id: 'resource-not-there',
    title: 'service-unavailable: Route offline',
    answers: [{ operations: ['other'], condition: 'service-unavailable', text: /route offline/i }],
    cause: 'Route offline: nobody is online at this full JID.',
    remedy: 'Ask the bare JID, or another resource.',
    confirm: STREAM_PROBE,
  },
  {
    id: 'not-implemented',
    title: 'feature-not-implemented: Local server does not implement this feature',
    answers: [{ condition: 'feature-not-implemented' }],
    cause: 'The server does not implement this namespace: no module for it is loaded.',
    remedy: 'Check the namespace; then the operator’s list of modules.',
    check: { section: '[modules]', option: null },
    confirm: STREAM_PROBE,
  },
  {
    id: 'recipient-unknown',
    title: 'Message: service-unavailable, User not found',
    answers: [
      { operations: ['message'], condition: 'service-unavailable', text: /user not found/i },
    ],
    cause: 'User not found: there is no such account, so nothing is stored or pushed.',
    remedy: 'Correct the recipient.',
    confirm: CHAT_MESSAGE,
  },
  {
    id: 'message-not-stored',
    title: 'Message: service-unavailable, Bounce offline message',
    answers: [{ operations: ['message'], condition: 'service-unavailable' }],
    cause:
      'The recipient is offline and a message of this kind is not kept: headline, or without a body. It makes no push either.',
    remedy: 'Send type chat with a body.',
    confirm: CHAT_MESSAGE,
  },
];
