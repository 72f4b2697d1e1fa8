/**
 * Delivery of messages to local accounts.
 * RFC 6121 "XMPP: IM", 2011-03, §8.5; departures and texts of MongooseIM: facts 5.1, recordings 66, 175, 191.
 */
import type { XmlElement } from '#shared/xml/node.ts';
import { formatBareJid, formatJid, type Jid } from '#shared/xmpp/jid.ts';
import type { PracticeHost } from './host.ts';
import { isWorthStoring } from './offline-store.ts';
import type { SessionRegistry } from './sessions.ts';
import { errorElement, errorText, routingError } from './stanza-reply.ts';

/**
 * Delivers, stores or bounces.
 * @param pushSubject what the push module is shown: on a second delivery the stanza of the first, by
 *   which it knows whom it has told already
 * @returns the error to send back, or null
 */
export async function deliverMessage(
  host: PracticeHost,
  sessions: SessionRegistry,
  to: Jid,
  message: XmlElement,
  pushSubject = message,
): Promise<XmlElement | null> {
  const bareJid = formatBareJid(to);
  // The event pusher looks at the message before anybody knows where it will end up: facts 5.1.
  await host.push?.onMessage(bareJid, pushSubject);
  const exact = to.resource === '' ? undefined : sessions.find(formatJid(to));
  const targets = exact === undefined ? sessions.preferred(bareJid) : [exact];
  if (targets.length > 0) {
    for (const target of targets) target.deliver(message);
    return null;
  }
  return keepForLater(host, to.local, bareJid, message);
}

function keepForLater(
  host: PracticeHost,
  account: string,
  bareJid: string,
  message: XmlElement,
): XmlElement | null {
  const type = message.attrs['type'];
  if (type === 'error' || type === 'groupchat') return null;
  if (type === 'headline') return unavailable(message, 'Bounce offline message');
  if (!host.accounts.exists(account)) {
    return unavailable(message, 'User not found');
  }
  const kept = isWorthStoring(message) && host.offline.keep(bareJid, message);
  return kept ? null : unavailable(message, 'Bounce offline message');
}

function unavailable(message: XmlElement, text: string): XmlElement {
  return routingError(message, errorElement('service-unavailable', [errorText(text)]));
}
