/**
 * STARTTLS as a stream feature, with the trust of this connection. The library's own passes no options
 * to the handshake.
 * RFC 6120 §5 "STARTTLS Negotiation", 2011-03.
 */
import type { StreamFeatures } from '@xmpp/stream-features';
import xml from '@xmpp/xml';
import { NS_TLS } from '#shared/xmpp/namespaces.ts';
import { StreamSocket } from '../stream-socket.ts';

/** The server answered `<starttls/>` with a failure. */
export class StartTlsRefused extends Error {
  override readonly name = 'StartTlsRefused';

  constructor() {
    super('The server refused STARTTLS');
  }
}

/**
 * Upgrades the connection whenever the server offers it; a feature for login offered beside it is not looked at.
 * @see RFC 6120 §5.4.2 "Initiation of STARTTLS Negotiation"
 */
export function useStartTls(streamFeatures: StreamFeatures): void {
  streamFeatures.use('starttls', NS_TLS, async ({ entity }, next) => {
    const { socket } = entity;
    if (!(socket instanceof StreamSocket) || socket.secure) return next();
    const answer = await entity.sendReceive(xml('starttls', { xmlns: NS_TLS }));
    if (!answer.is('proceed', NS_TLS)) throw new StartTlsRefused();
    await socket.upgrade();
    await entity.restart();
    return undefined;
  });
}
