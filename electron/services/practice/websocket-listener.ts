/**
 * Streams over WebSocket, and BOSH beside it, without TLS of their own.
 * RFC 7395 "XMPP Subprotocol for WebSocket", 2014-10. MongooseIM does not insist on the subprotocol,
 * passes over malformed XML in silence and closes on a first frame that is no `<open/>`: recording 31.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { NS_FRAMING } from '#shared/xmpp/namespaces.ts';
import { BOSH_PATH, createBoshEndpoint } from './bosh-endpoint.ts';
import { WEBSOCKET_FRAMING } from './framing.ts';
import { readLeniently } from './lenient-xml.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import type { RunningListener } from './running-listener.ts';
import { createStream, type PracticeStream } from './stream.ts';
import type { StreamServer } from './stream-server.ts';
import type { Incoming } from './transport.ts';

/** Path of the recorded listener. */
export const WEBSOCKET_PATH = '/ws-xmpp';

/** What {@link listenWebsocket} needs. */
export interface WebsocketListenerOptions {
  /** 0 for a free port. */
  readonly port: number;
  readonly policy: ListenerPolicy;
  readonly server: StreamServer;
}

/**
 * Listens on 127.0.0.1 at {@link WEBSOCKET_PATH} and {@link BOSH_PATH}.
 * @throws the socket's error when the port cannot be bound
 */
export async function listenWebsocket(options: WebsocketListenerOptions): Promise<RunningListener> {
  const bosh = createBoshEndpoint(options.server, options.policy);
  const http = createServer((request, response) => {
    if (pathOf(request) === BOSH_PATH) {
      bosh.handle(request, response).catch(options.server.onCrash);
    } else response.writeHead(404).end();
  });
  const streams = new Map<WebSocket, PracticeStream>();
  const websockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('xmpp') ? 'xmpp' : false),
  });
  http.on('upgrade', (request: IncomingMessage, socket, head) => {
    if (pathOf(request) !== WEBSOCKET_PATH) {
      socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return;
    }
    websockets.handleUpgrade(request, socket, head, (connection) => {
      streams.set(connection, serve(connection, options));
      connection.on('close', () => streams.delete(connection));
    });
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (http.address() as AddressInfo).port,
    async stop() {
      const open = [...streams];
      const gone = open.map(
        ([connection]) => new Promise((resolve) => connection.once('close', resolve)),
      );
      for (const [connection] of open) connection.terminate();
      websockets.close();
      await bosh.stop();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
      await Promise.all(gone);
      await Promise.all(open.map(([, stream]) => stream.idle()));
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return request.url?.split('?')[0] ?? '';
}

function serve(
  connection: WebSocket,
  { policy, server }: WebsocketListenerOptions,
): PracticeStream {
  let opened = false;
  const stream = createStream({
    server,
    policy: { ...policy, tlsMode: 'none' },
    transport: {
      framing: WEBSOCKET_FRAMING,
      isSecure: () => false,
      write: (text) => connection.send(text),
      end: () => connection.close(1000),
      channelBinding: () => null,
      clientCertificate: () => null,
    },
  });
  connection.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    if (text.length > policy.maxStanzaSize) return void stream.receive({ kind: 'too-big' });
    const incoming = readFrame(text);
    if (!opened && incoming?.kind !== 'open') return void connection.close(1000);
    opened = true;
    if (incoming !== null) stream.receive(incoming);
  });
  connection.on('error', () => connection.terminate());
  connection.on('close', () => stream.ended());
  return stream;
}

/** Null for what cannot be read. */
function readFrame(text: string): Incoming | null {
  const outcome = readLeniently(text, '');
  if (!outcome.ok) return null;
  const { element } = outcome;
  if (element.ns !== NS_FRAMING) return { kind: 'element', element };
  if (element.name === 'close') return { kind: 'close' };
  if (element.name !== 'open') return null;
  return {
    kind: 'open',
    to: element.attrs['to'] ?? null,
    from: element.attrs['from'] ?? null,
    version: element.attrs['version'] ?? null,
    namespaceRight: true,
  };
}
