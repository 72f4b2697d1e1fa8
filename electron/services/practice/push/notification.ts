/**
 * What a message stanza becomes as a push notification, per plugin.
 * @see facts, Part 5.3 to 5.5; recordings 174, 175, 178, 179
 */
import type { XmlElement } from '#shared/xml/node.ts';
import { findChild, ownText } from '#shared/xml/query.ts';
import { formatBareJid, formatJid, parseJid } from '#shared/xmpp/jid.ts';
import type { PracticeHostConfig } from '../ports.ts';

const NS_HINTS = 'urn:xmpp:hints';
const NS_JINGLE_MESSAGE = 'urn:xmpp:jingle-message:0';

/** Fields in the order MongooseIM writes them. */
export type PushPayload = Readonly<Record<string, string>>;

/** `plugin_module`, by the last word of its name. */
export type PushPlugin = NonNullable<PracticeHostConfig['push']>['plugin'];

/**
 * Builds the notification of a message.
 * @returns null when this message pushes nothing, whoever the recipient is
 */
export function prepareNotification(message: XmlElement, plugin: PushPlugin): PushPayload | null {
  const type = message.attrs['type'];
  if (type !== 'chat' && type !== 'groupchat') return null;
  if (plugin !== 'hints') return bodyNotification(message, type);
  if (findChild(message, 'no-store', NS_HINTS) !== undefined) return null;
  return bodyNotification(message, type) ?? callNotification(message);
}

/** A body of blanks counts as none; of several bodies the first counts. */
function bodyNotification(message: XmlElement, type: 'chat' | 'groupchat'): PushPayload | null {
  const body = findChild(message, 'body');
  const text = body === undefined ? '' : ownText(body);
  if (text.trim() === '') return null;
  return {
    // Without mod_inbox nobody counts.
    'message-count': '1',
    'last-message-sender': senderOf(message, type),
    'last-message-body': text,
  };
}

/** The hints plugin's exception: a stored call invitation without body (facts, Part 5.4). */
function callNotification(message: XmlElement): PushPayload | null {
  if (findChild(message, 'store', NS_HINTS) === undefined) return null;
  const call = message.children.find(
    (child): child is XmlElement => typeof child !== 'string' && child.ns === NS_JINGLE_MESSAGE,
  );
  const sessionId = call?.attrs['id'];
  if (call === undefined || sessionId === undefined) return null;
  return {
    'message-sender': senderOf(message, 'chat'),
    'jingle-message': call.name,
    'jingle-session-id': sessionId,
  };
}

/** A chat names the bare JID, a room's message the occupant. */
function senderOf(message: XmlElement, type: 'chat' | 'groupchat'): string {
  const from = message.attrs['from'] ?? '';
  const jid = parseJid(from);
  if (jid === null) return from;
  return type === 'chat' ? formatBareJid(jid) : formatJid(jid);
}
