/**
 * XMPP over WebSocket in the shape that the library expects of a socket.
 * RFC 7395 "An Extensible Messaging and Presence Protocol (XMPP) Subprotocol for WebSocket", 2014-10.
 *
 * The platform's `WebSocket` takes no certificate authority and shows no certificate, and Node 20 has
 * none; so this one is the `ws` package's.
 */
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { WebSocket, type RawData } from 'ws';
import { secureSocket } from './secure-socket.ts';
import type { SocketOptions } from './stream-socket.ts';
import { openTcp } from './tcp-opener.ts';

/** MongooseIM closes after 60 s without traffic from the client; a ping frame is below XMPP. */
const PING_INTERVAL_MS = 30_000;

/** Above the splitter's limit, so that the splitter sees and names what is too big. */
const MAX_FRAME_BYTES = 48 * 1024 * 1024;

/** The server answered in binary, or did not agree to the `xmpp` subprotocol. */
export class NotXmppError extends Error {
  override readonly name = 'NotXmppError';
}

/** The WebSocket transport of one connection. */
export class WebSocketSocket extends EventEmitter {
  secure = false;
  readonly #options: SocketOptions;
  #socket: WebSocket | null = null;
  #ping: NodeJS.Timeout | undefined;
  /** The TCP connection below TLS and frames. */
  #raw: Socket | null = null;
  #closed = false;
  readonly #opening = new AbortController();

  constructor(options: SocketOptions) {
    super();
    this.#options = options;
  }

  /** Connects; the request for WebSocket is written only to a server that is trusted. */
  connect(url: string): void {
    const target = new URL(url);
    this.#open(target).then(
      (opened) => this.#upgrade(target, opened),
      (error: unknown) => {
        this.#fail(error);
        this.#finish(true);
      },
    );
  }

  async #open(target: URL): Promise<Socket> {
    const { network, policy, observer } = this.#options;
    const overTls = target.protocol === 'wss:';
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const port = Number(target.port) || (overTls ? 443 : 80);
    const raw = await openTcp(
      { host, port },
      { network, note: observer.onFact, signal: this.#opening.signal },
    );
    this.#raw = raw;
    if (!overTls) return raw;
    this.#opening.signal.addEventListener('abort', () => void raw.destroy());
    const { socket, facts } = await secureSocket(raw, { policy, observer, otherName: host });
    this.secure = true;
    observer.onSecured(facts);
    return socket;
  }

  #upgrade(target: URL, opened: Socket): void {
    if (this.#closed) return void opened.destroy();
    const socket = new WebSocket(target, ['xmpp'], {
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      createConnection: () => opened,
    });
    this.#socket = socket;
    socket.on('open', () => this.#opened(socket));
    socket.on('message', (data, isBinary) => this.#read(data, isBinary));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', (code) => this.#finish(code !== 1000));
  }

  write(text: string, done?: (error?: Error | null) => void): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return void done?.(new Error('The connection is closed'));
    }
    this.#options.observer.onOutgoing(text);
    this.#socket.send(text, (error) => done?.(error ?? null));
  }

  end(): void {
    this.#socket?.close(1000);
  }

  /** Cuts the connection without a closing handshake. */
  destroy(): void {
    this.#opening.abort();
    this.#socket?.terminate();
    this.#finish(true);
  }

  /** Cuts the connection with a TCP reset, as that of a crashed device is. */
  reset(): void {
    // TLS has no handle that could be reset: what carries it has.
    if (this.#raw?.destroyed === false) this.#raw.resetAndDestroy();
    this.destroy();
  }

  /** Reads nothing any more; the connection stays open, and the server's window fills up. */
  pause(): void {
    clearInterval(this.#ping);
    this.#socket?.pause();
  }

  resume(): void {
    if (this.#socket?.isPaused !== true) return;
    this.#socket.resume();
    this.#keepOpen();
  }

  #opened(socket: WebSocket): void {
    if (this.#closed) return;
    if (socket.protocol !== 'xmpp') {
      this.#fail(new NotXmppError('The server does not offer the subprotocol "xmpp"'));
      return;
    }
    this.#keepOpen();
    this.emit('connect');
  }

  #keepOpen(): void {
    clearInterval(this.#ping);
    this.#ping = setInterval(() => this.#socket?.ping(), PING_INTERVAL_MS);
  }

  #read(data: RawData, isBinary: boolean): void {
    if (isBinary) {
      this.#fail(new NotXmppError('The server sent a binary frame'));
      return;
    }
    const text = Array.isArray(data)
      ? Buffer.concat(data).toString()
      : Buffer.from(data as Buffer).toString();
    this.#options.observer.onIncoming(text, (part) => this.emit('data', part));
  }

  /** The library stops listening when the connection is closed; an error without a listener is thrown. */
  #fail(error: unknown): void {
    if (!this.#closed) this.emit('error', error);
  }

  #finish(dirty: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ping);
    this.emit('close', dirty);
  }
}
