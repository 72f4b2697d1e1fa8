/**
 * Presences of an account's other resources, as each session hears them. A server sends them to a session
 * with its first presence (RFC 6121 §4.2.2) and whenever they change.
 */
import { findChild, ownText } from '#shared/xml/query.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { parseJid, sameJid, toBareJid } from '#shared/xmpp/jid.ts';
import type { EventHub } from '../event-hub.ts';
import type { SessionService } from './session-port.ts';

/** What is known of other resources. */
export interface OwnPresences {
  /** Priority by resource, the session's own resource left out. */
  of(sessionId: string): ReadonlyMap<string, number>;
  dispose(): void;
}

/** Begins to listen. */
export function watchOwnPresences(
  sessions: Pick<SessionService, 'find' | 'onStanza'>,
  events: EventHub,
): OwnPresences {
  const known = new Map<string, Map<string, number>>();

  function note(sessionId: string, presence: XmlElement): void {
    const own = sessions.find(sessionId)?.boundJid ?? null;
    const from = parseJid(presence.attrs['from'] ?? '');
    if (own === null || from === null || from.resource === '') return;
    const sender = presence.attrs['from'] ?? '';
    if (!sameJid(toBareJid(sender), toBareJid(own)) || sameJid(sender, own)) return;
    const resources = known.get(sessionId) ?? new Map<string, number>();
    known.set(sessionId, resources);
    const type = presence.attrs['type'];
    if (type === undefined) resources.set(from.resource, readPriority(presence));
    else if (type === 'unavailable') resources.delete(from.resource);
  }

  const stopStanzas = sessions.onStanza(({ sessionId, element }) => {
    if (element.name === 'presence') note(sessionId, element);
  });
  // A new stream is told anew who is there.
  const stopEvents = events.subscribe((batch) => {
    for (const event of batch) {
      if (event.name === 'session.changed' && event.payload.state === 'offline') {
        known.delete(event.payload.id);
      }
    }
  });

  return {
    of: (sessionId) => known.get(sessionId) ?? new Map<string, number>(),
    dispose() {
      stopStanzas();
      stopEvents();
    },
  };
}

/** RFC 6121 §4.7.2.3: a missing priority is 0. */
function readPriority(presence: XmlElement): number {
  const element = findChild(presence, 'priority');
  const value = element === undefined ? 0 : Number.parseInt(ownText(element), 10);
  return Number.isNaN(value) ? 0 : value;
}
