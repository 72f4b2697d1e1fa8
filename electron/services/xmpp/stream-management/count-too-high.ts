/**
 * What a server is told that acknowledges more stanzas than it was sent.
 * XEP-0198 1.6.3 "Stream Management", 2025-07-28, §4 "Acks".
 */
import type { SessionFailure } from '#shared/contract/session.ts';
import { NS_SM_3, NS_STREAM, NS_STREAM_ERRORS } from '#shared/xmpp/namespaces.ts';
import { closingText } from '../closing-text.ts';

/**
 * The stream error, and behind it the end of the stream.
 * @param h what the server acknowledged, modulo 2^32, as is `sent`
 * @param framed WebSocket framing, where a frame holds one element only
 */
export function countTooHighText(h: number, sent: number, framed: boolean): string {
  const declaration = framed ? ` xmlns:stream='${NS_STREAM}'` : '';
  const detail = `<handled-count-too-high xmlns='${NS_SM_3}' h='${h}' send-count='${sent}'/>`;
  const error = `<stream:error${declaration}><undefined-condition xmlns='${NS_STREAM_ERRORS}'/>${detail}</stream:error>`;
  return framed ? error : error + closingText(false);
}

/** Why the session ended, in the user's terms. */
export function countTooHighFailure(h: number, sent: number): SessionFailure {
  return {
    code: 'stream-error',
    step: 'online',
    what: 'The session was ended because the server’s acknowledgements cannot be right.',
    why: `It acknowledged ${h} stanzas, and ${sent} were sent on this stream.`,
    next: 'Connect again; if it happens again, report the transcript to the server’s developers.',
    condition: 'undefined-condition',
  };
}
