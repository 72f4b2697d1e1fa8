/**
 * Streams over TCP, with STARTTLS, direct TLS or neither.
 * RFC 6120 "XMPP: Core", 2011-03, §5; XEP-0368 1.1.0 for direct TLS.
 */
import type { X509Certificate } from 'node:crypto';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';
import type { PracticeCertificate } from './certificate.ts';
import { TCP_FRAMING } from './framing.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import { isIssuedBy, readCertificateNames } from './peer-certificate.ts';
import type { RunningListener } from './running-listener.ts';
import { createStream, type PracticeStream } from './stream.ts';
import type { StreamServer } from './stream-server.ts';
import { createTcpReader } from './tcp-reader.ts';
import { createTornWriter } from './torn-writer.ts';
import type { StreamTransport } from './transport.ts';

const EXPORTER_LABEL = 'EXPORTER-Channel-Binding';
const EXPORTER_BYTES = 32;

/** What {@link listenTcp} needs. */
export interface TcpListenerOptions {
  /** 0 for a free port. */
  readonly port: number;
  readonly policy: ListenerPolicy;
  readonly server: StreamServer;
  readonly certificate: PracticeCertificate;
}

/**
 * Listens on 127.0.0.1.
 * @throws the socket's error when the port cannot be bound
 */
export async function listenTcp(options: TcpListenerOptions): Promise<RunningListener> {
  const { certificatePem, privateKeyPem } = options.certificate;
  const ca = options.policy.clientCertificates?.caPem;
  const own = { cert: certificatePem, key: privateKeyPem };
  const secureContext = createSecureContext(ca === undefined ? own : { ...own, ca });
  const streams = new Map<Socket, PracticeStream>();
  const listener = createServer((socket) => {
    streams.set(socket, serveSocket(socket, options, secureContext));
    socket.on('close', () => streams.delete(socket));
  });
  await listening(listener, options.port);
  return {
    port: (listener.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      // A bare TCP close is how 6.8.0 shuts down: recording 34.
      const open = [...streams];
      const gone = open.map(([socket]) => new Promise((resolve) => socket.once('close', resolve)));
      for (const [socket] of open) socket.destroy();
      await Promise.all([closed, ...gone]);
      await Promise.all(open.map(([, stream]) => stream.idle()));
    },
  };
}

function listening(listener: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, '127.0.0.1', resolve);
  });
}

function serveSocket(
  socket: Socket,
  { policy, server }: TcpListenerOptions,
  secureContext: SecureContext,
): PracticeStream {
  let current: Socket = socket;
  let handshaking = false;
  const reader = createTcpReader(policy.maxStanzaSize);

  const writer = createTornWriter(() => current, server.faults);

  const transport: StreamTransport = {
    framing: TCP_FRAMING,
    isSecure: () => current instanceof TLSSocket,
    write: writer.write,
    end() {
      // Nothing can be said inside a TLS session that does not exist yet.
      if (handshaking) socket.destroy();
      else if (writer.isIdle()) endSocket();
      else void writer.drained().then(endSocket);
    },
    async startTls() {
      socket.off('data', onData);
      reader.reset();
      if (!writer.isIdle()) await writer.drained();
      await secure();
    },
    channelBinding: () => (current instanceof TLSSocket ? exportBinding(current) : null),
    clientCertificate: () => {
      const certificate = trustedCertificate(current);
      return certificate === null ? null : readCertificateNames(certificate);
    },
  };

  function endSocket(): void {
    current.end(() => socket.destroySoon());
  }

  function secure(): Promise<void> {
    const asked = policy.clientCertificates;
    const tls = new TLSSocket(socket, {
      isServer: true,
      secureContext,
      requestCert: asked !== null,
      rejectUnauthorized: asked?.required === true,
    });
    current = tls;
    handshaking = true;
    return new Promise((resolve, reject) => {
      tls.once('secure', () => {
        handshaking = false;
        watch(tls);
        resolve();
        if (policy.clientCertificates?.required === true && trustedCertificate(tls) === null) {
          socket.destroy();
        }
      });
      tls.once('error', reject);
      tls.once('close', () => reject(new Error('closed during the TLS handshake')));
    });
  }

  /** A bare TLS socket judges no certificate; that is the business of Node's own TLS server. */
  function trustedCertificate(from: Socket): X509Certificate | null {
    const shown = from instanceof TLSSocket ? from.getPeerX509Certificate() : undefined;
    const caPem = policy.clientCertificates?.caPem;
    return shown !== undefined && caPem !== undefined && isIssuedBy(shown, caPem, server.now())
      ? shown
      : null;
  }

  function watch(watched: Socket): void {
    watched.on('data', onData);
    watched.on('error', () => watched.destroy());
    watched.on('close', () => stream.ended());
  }

  function onData(bytes: Buffer): void {
    for (const incoming of reader.read(bytes)) stream.receive(incoming);
  }

  socket.setNoDelay(true);
  const stream: PracticeStream = createStream({ server, policy, transport });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => stream.ended());
  if (policy.tlsMode === 'tls') secure().catch(() => socket.destroy());
  else socket.on('data', onData);
  return stream;
}

/** Only TLS 1.3 gives an exporter value that binds the channel without further conditions. */
function exportBinding(socket: TLSSocket): Buffer | null {
  if (socket.getProtocol() !== 'TLSv1.3') return null;
  return socket.exportKeyingMaterial(EXPORTER_BYTES, EXPORTER_LABEL, Buffer.alloc(0));
}
