/**
 * Messages kept for accounts without a session.
 * XEP-0160 1.0.1 "Best Practices for Handling Offline Messages"; XEP-0203 2.0 "Delayed Delivery";
 * facts: recordings 66, 175 and 191.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { childElements } from '#shared/xml/query.ts';
import { NS_DELAY } from '#shared/xmpp/namespaces.ts';

const NS_CHAT_STATES = 'http://jabber.org/protocol/chatstates';
/** `max_user_offline_messages` of the recorded configuration. */
const MAX_STORED = 100;

/** Offline messages by account. */
export interface OfflineStore {
  /** @returns false when the account's store is full */
  keep(bareJid: string, message: XmlElement): boolean;
  /** Hands out and forgets what is stored, oldest first, each with its `<delay/>`. */
  take(bareJid: string): readonly XmlElement[];
}

/**
 * Creates the store of one host.
 * @param domain shown as the origin of the delay
 */
export function createOfflineStore(domain: string, now: () => Date): OfflineStore {
  const stored = new Map<string, XmlElement[]>();
  return {
    keep(bareJid, message) {
      const messages = stored.get(bareJid) ?? [];
      if (messages.length >= MAX_STORED) return false;
      stored.set(bareJid, [...messages, withDelay(message, domain, now(), 'Offline Storage')]);
      return true;
    },
    take(bareJid) {
      const messages = stored.get(bareJid) ?? [];
      stored.delete(bareJid);
      return messages;
    },
  };
}

/** A message that only tells a chat state is not worth keeping (recording 175: it bounces). */
export function isWorthStoring(message: XmlElement): boolean {
  const children = childElements(message);
  const states = children.filter((child) => child.ns === NS_CHAT_STATES);
  return states.length === 0 || states.length < children.length;
}

/** The message with a note of who held it back since when. */
export function withDelay(
  message: XmlElement,
  domain: string,
  since: Date,
  reason: string,
): XmlElement {
  // MongooseIM stamps with microseconds; the clock here has milliseconds.
  const stamp = since.toISOString().replace('Z', '000Z');
  const delay = createElement('delay', NS_DELAY, { from: domain, stamp }, [reason]);
  return { ...message, children: [...message.children, delay] };
}
