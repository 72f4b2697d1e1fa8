/** A TCP server that says exactly what a test tells it to: for what no real server sends. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** The server's end of one connection. It answers the closing tag by itself once it has said anything. */
export interface ScriptedPeer {
  send(data: string | Uint8Array): void;
  /** Waits until the client has sent something that matches; what came before is consumed. */
  until(pattern: RegExp): Promise<RegExpMatchArray>;
  /** All that the client has sent. */
  received(): string;
  end(): void;
}

export interface ScriptedServer {
  readonly port: number;
  /** `xmpp://127.0.0.1:port` */
  readonly service: string;
}

/** Starts a server that runs the script for each connection. */
export async function startScriptedServer(
  script: (peer: ScriptedPeer) => Promise<void>,
): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    script(createPeer(socket)).catch(() => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  const { port } = server.address() as AddressInfo;
  return { port, service: `xmpp://127.0.0.1:${port}` };
}

function createPeer(socket: Socket): ScriptedPeer {
  let received = '';
  let consumed = 0;
  let spoken = false;
  let look: () => void = () => undefined;
  socket.on('data', (data: Buffer) => {
    received += data.toString();
    look();
    if (spoken && received.endsWith('</stream:stream>')) socket.end('</stream:stream>');
  });
  return {
    send(data) {
      spoken = true;
      socket.write(data);
    },
    until: (pattern) =>
      new Promise((resolve, reject) => {
        look = () => {
          const match = pattern.exec(received.slice(consumed));
          if (match === null) return;
          consumed += match.index + match[0].length;
          look = () => undefined;
          resolve(match);
        };
        socket.once('close', () => reject(new Error(`The client left before ${pattern}`)));
        look();
      }),
    received: () => received,
    end: () => void socket.end(),
  };
}

export const STREAM_HEADER =
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' from='localhost' id='s1' version='1.0'>";

const PLAIN_OFFER =
  "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms></stream:features>";

/** Full JID that {@link logIn} binds. */
export const BOUND_JID = 'alice@localhost/console';

/** Takes a client with PLAIN up to the bound resource; the session needs `allowPlaintext`. */
export async function logIn(peer: ScriptedPeer): Promise<void> {
  await peer.until(/<stream:stream[^>]*>/);
  peer.send(STREAM_HEADER + PLAIN_OFFER);
  await peer.until(/<\/auth>/);
  peer.send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
  await peer.until(/<stream:stream[^>]*>/);
  peer.send(
    `${STREAM_HEADER}<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>`,
  );
  const [, id] = await peer.until(/<iq type="set" id="([^"]+)"><bind[^]*<\/iq>/);
  peer.send(
    `<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${BOUND_JID}</jid></bind></iq>`,
  );
}
