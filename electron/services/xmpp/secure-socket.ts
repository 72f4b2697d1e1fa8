/** TLS on an open connection, for every transport: handshake, judgement, and what was found out. */
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import type { SocketObserver } from './stream-socket.ts';
import { tlsConnectOptions, type TlsPolicy } from './tls.ts';
import { acceptHandshake, logKeys, type TlsFacts } from './tls-facts.ts';

/** What {@link secureSocket} needs besides the connection. */
export interface SecureSocketOptions {
  readonly policy: TlsPolicy;
  readonly observer: SocketObserver;
  /** A second name the certificate may be valid for: the host of a web address. */
  readonly otherName?: string;
  /** What is to be spoken inside, for ports that serve several protocols. */
  readonly applicationProtocol?: string;
}

/** A connection inside TLS to a trusted server. */
export interface SecuredSocket {
  readonly socket: tls.TLSSocket;
  readonly facts: TlsFacts;
}

/**
 * Puts TLS on a connection and decides whether the server is trusted, before a byte goes through it.
 * @param raw nobody else reads from it any more
 * @returns the socket inside TLS. Rejects with `CertificateRejection` or the handshake's own error
 */
export async function secureSocket(
  raw: Socket,
  { policy, observer, otherName, applicationProtocol }: SecureSocketOptions,
): Promise<SecuredSocket> {
  observer.onHandshake();
  // What goes wrong below TLS comes out of the socket inside.
  raw.on('error', () => undefined);
  const socket = tls.connect({
    ...tlsConnectOptions(policy, otherName),
    ...(applicationProtocol === undefined ? {} : { ALPNProtocols: [applicationProtocol] }),
    socket: raw,
  });
  logKeys(socket, policy, observer.onFact);
  await handshake(socket);
  if (applicationProtocol !== undefined) {
    const picked = socket.alpnProtocol === applicationProtocol;
    observer.onFact('tls', 'ALPN', picked ? applicationProtocol : NOT_PICKED, 'neutral');
  }
  try {
    return { socket, facts: acceptHandshake(socket, policy, observer.onFact, otherName) };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

const NOT_PICKED = 'offered; the server picked none';

function handshake(socket: tls.TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', () => {
      socket.off('error', reject);
      resolve();
    });
    socket.once('error', reject);
    socket.once('close', () =>
      reject(new Error('The connection was closed during the TLS handshake')),
    );
  });
}
