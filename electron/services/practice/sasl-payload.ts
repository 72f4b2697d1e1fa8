/** Base64 in SASL elements. RFC 6120 "XMPP: Core", 2011-03, §6.4. */
import type { XmlElement } from '#shared/xml/node.ts';
import { ownText } from '#shared/xml/query.ts';

/** The text that carries a message. */
export function encodePayload(message: string): string {
  return Buffer.from(message).toString('base64');
}

/** The message an element carries. */
export function decodePayload(element: XmlElement): string {
  return Buffer.from(ownText(element), 'base64').toString('utf8');
}
