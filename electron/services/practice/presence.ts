/**
 * Presence among the resources of one account; there is no roster, so nobody else hears of it.
 * RFC 6121 "XMPP: IM", 2011-03, §4; the echo to the sender as in recordings 13 and 34.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { findChild, ownText } from '#shared/xml/query.ts';
import { NS_CLIENT } from '#shared/xmpp/namespaces.ts';
import type { PracticeHost } from './host.ts';
import type { ConnectedSession, SessionRegistry } from './sessions.ts';
import { withAttributes } from './stanza-attributes.ts';

/** Handles a presence without `to`. */
export function handleOwnPresence(
  host: PracticeHost,
  sessions: SessionRegistry,
  session: ConnectedSession,
  presence: XmlElement,
): void {
  const type = presence.attrs['type'];
  if (type === undefined) becomeAvailable(host, sessions, session, presence);
  else if (type === 'unavailable') becomeUnavailable(sessions, session, presence);
}

/** The end of a session: what its other resources see. */
export function announceEnd(sessions: SessionRegistry, session: ConnectedSession): void {
  if (session.presence === null) return;
  const gone = createElement('presence', NS_CLIENT, { from: session.fullJid, type: 'unavailable' });
  becomeUnavailable(sessions, session, gone);
}

function becomeAvailable(
  host: PracticeHost,
  sessions: SessionRegistry,
  session: ConnectedSession,
  presence: XmlElement,
): void {
  const first = session.presence === null;
  const wasReceiving = session.presenceSent && (session.priority ?? -1) >= 0;
  session.presence = presence;
  session.presenceSent = true;
  session.priority = readPriority(presence);
  // Stored messages come before the echo: recording 66.
  if (!wasReceiving && session.priority >= 0) {
    for (const message of host.offline.take(session.bareJid)) session.deliver(message);
  }
  if (first) {
    for (const request of host.rosters.asked(session.bareJid)) {
      session.deliver(withAttributes(request, { to: session.fullJid }));
    }
  }
  for (const other of availableResources(sessions, session)) {
    other.deliver(withAttributes(presence, { to: other.fullJid }));
    if (first && other !== session && other.presence !== null) {
      session.deliver(withAttributes(other.presence, { to: session.fullJid }));
    }
  }
}

function becomeUnavailable(
  sessions: SessionRegistry,
  session: ConnectedSession,
  presence: XmlElement,
): void {
  const heard = availableResources(sessions, session);
  session.presence = null;
  session.presenceSent = true;
  session.priority = null;
  for (const other of heard) {
    if (other !== session) other.deliver(withAttributes(presence, { to: other.fullJid }));
  }
}

function availableResources(
  sessions: SessionRegistry,
  session: ConnectedSession,
): readonly ConnectedSession[] {
  return sessions.ofAccount(session.bareJid).filter((other) => other.presence !== null);
}

/** A missing or unreadable priority is 0; values outside -128…127 are cut to it. */
function readPriority(presence: XmlElement): number {
  const element = findChild(presence, 'priority');
  const value = element === undefined ? 0 : Number.parseInt(ownText(element), 10);
  return Number.isNaN(value) ? 0 : Math.max(-128, Math.min(127, value));
}
