/**
 * What a client may do once its session is open: stanzas, CSI, stream management.
 * RFC 6120 "XMPP: Core", 2011-03, §8 and §10; XEP-0352 1.0.0 "Client State Indication";
 * checks of `from` and `to`: facts 8.4.
 */
import type { XmlElement } from '#shared/xml/node.ts';
import { parseJid, sameJid } from '#shared/xmpp/jid.ts';
import type { PracticeHost } from './host.ts';
import { announceEnd, handleOwnPresence } from './presence.ts';
import type { ConnectedSession } from './sessions.ts';
import { withAttributes } from './stanza-attributes.ts';
import { errorElement, routingError } from './stanza-reply.ts';
import type { StreamServer } from './stream-server.ts';

const STANZAS: ReadonlySet<string> = new Set(['iq', 'message', 'presence']);

/** One open session. */
export interface OnlineSession {
  /**
   * Handles what the client sent.
   * @returns a stream error condition to end the stream with, or null
   */
  handle(element: XmlElement): Promise<'invalid-from' | null>;
  /** Takes the session off the server. */
  end(): void;
}

/** The stream below a session. */
export interface SessionStream {
  send(element: XmlElement): void;
  /** The resource was bound by another connection. */
  replaced(): void;
}

/** Opens a session with priority 0 and no presence: facts 5.2. */
export function openSession(
  server: StreamServer,
  host: PracticeHost,
  fullJid: string,
  bareJid: string,
  stream: SessionStream,
): OnlineSession {
  const session: ConnectedSession = {
    fullJid,
    bareJid,
    priority: 0,
    presence: null,
    presenceSent: false,
    deliver: (stanza) => stream.send(stanza),
    replaced: () => stream.replaced(),
  };
  server.sessions.open(session);

  return {
    async handle(element) {
      if (!STANZAS.has(element.name)) return null;
      const from = element.attrs['from'];
      if (from !== undefined && !sameJid(from, fullJid) && !sameJid(from, bareJid)) {
        return 'invalid-from';
      }
      const stanza = withAttributes(element, { from: fullJid, to: element.attrs['to'] ?? bareJid });
      if (parseJid(stanza.attrs['to'] ?? '') === null) {
        if (stanza.attrs['type'] !== 'error') {
          session.deliver(routingError(stanza, errorElement('jid-malformed')));
        }
        return null;
      }
      if (element.name === 'presence' && element.attrs['to'] === undefined) {
        handleOwnPresence(
          host,
          server.sessions,
          session,
          withAttributes(stanza, { to: undefined }),
        );
      } else await server.router.route(stanza);
      return null;
    },
    end() {
      server.sessions.close(session);
      host.push?.forgetSession(fullJid);
      announceEnd(server.sessions, session);
    },
  };
}
