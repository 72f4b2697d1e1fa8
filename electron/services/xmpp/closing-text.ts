/**
 * The last words on a stream, written as text because the stream may be past anything the library can do.
 * RFC 6120 §4.4 "Closing a Stream", §4.9.1 "Stream Errors", 2011-03; RFC 7395 §3.6, 2014-10.
 */
import { NS_FRAMING, NS_STREAM, NS_STREAM_ERRORS } from '#shared/xmpp/namespaces.ts';
import type { Violation } from './server-failures.ts';

/** The closing tag. @param framed WebSocket framing instead of a stream tag */
export function closingText(framed: boolean): string {
  return framed ? `<close xmlns='${NS_FRAMING}'/>` : '</stream:stream>';
}

/** A stream error and, on a stream, the closing tag behind it; a frame holds one element only. */
export function streamErrorText(condition: Violation['condition'], framed: boolean): string {
  const declaration = framed ? ` xmlns:stream='${NS_STREAM}'` : '';
  const error = `<stream:error${declaration}><${condition} xmlns='${NS_STREAM_ERRORS}'/></stream:error>`;
  return framed ? error : error + closingText(false);
}
