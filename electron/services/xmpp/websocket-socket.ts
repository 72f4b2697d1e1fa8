/**
 * XMPP over WebSocket in the shape that the library expects of a socket.
 * RFC 7395 "An Extensible Messaging and Presence Protocol (XMPP) Subprotocol for WebSocket", 2014-10.
 *
 * The platform's `WebSocket` takes no certificate authority and shows no certificate, and Node 20 has
 * none; so this one is the `ws` package's.
 */
import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import * as tls from 'node:tls';
import { WebSocket, type ClientOptions, type RawData } from 'ws';
import type { SocketObserver } from './stream-socket.ts';
import { CertificateRejection, judgePeer, tlsConnectOptions, type TlsPolicy } from './tls.ts';
import { readTlsFacts } from './tls-facts.ts';

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
  readonly #policy: TlsPolicy;
  readonly #observer: SocketObserver;
  #socket: WebSocket | null = null;
  #ping: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(policy: TlsPolicy, observer: SocketObserver) {
    super();
    this.#policy = policy;
    this.#observer = observer;
  }

  connect(url: string): void {
    const target = new URL(url);
    const overTls = target.protocol === 'wss:';
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const socket = new WebSocket(target, ['xmpp'], {
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      ...(overTls ? this.#tlsOptions(host) : {}),
    });
    this.#socket = socket;
    socket.on('upgrade', (response) => this.#judge(response, overTls));
    socket.on('open', () => this.#opened(socket));
    socket.on('message', (data, isBinary) => this.#read(data, isBinary));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', (code) => this.#finish(code !== 1000));
  }

  write(text: string, done?: (error?: Error | null) => void): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return void done?.(new Error('The connection is closed'));
    }
    this.#observer.onOutgoing(text);
    this.#socket.send(text, (error) => done?.(error ?? null));
  }

  end(): void {
    this.#socket?.close(1000);
  }

  /** Cuts the connection without a closing handshake. */
  destroy(): void {
    this.#socket?.terminate();
    this.#finish(true);
  }

  /** Own connecting, only to notice when the handshake begins. */
  #tlsOptions(host: string): ClientOptions {
    const trust = tlsConnectOptions(this.#policy, host);
    return {
      createConnection: (options) => {
        // `path` is the URL's here; to `tls.connect` it would be a Unix socket.
        const { path: _urlPath, ...address } = options as tls.ConnectionOptions;
        const socket = tls.connect({ ...address, ...trust });
        socket.once('connect', () => this.#observer.onHandshake());
        return socket;
      },
    };
  }

  /** Only the upgrade request has crossed by now; no frame is sent to a server that is not trusted. */
  #judge(response: IncomingMessage, overTls: boolean): void {
    if (!overTls || !(response.socket instanceof tls.TLSSocket)) return;
    const judgement = judgePeer(response.socket, this.#policy);
    if (!judgement.trusted) {
      this.#fail(new CertificateRejection(judgement.certificate));
      this.destroy();
      return;
    }
    this.secure = true;
    this.#observer.onSecured(readTlsFacts(response.socket, judgement.certificate));
  }

  #opened(socket: WebSocket): void {
    if (this.#closed) return;
    if (socket.protocol !== 'xmpp') {
      this.#fail(new NotXmppError('The server does not offer the subprotocol "xmpp"'));
      return;
    }
    this.#ping = setInterval(() => socket.ping(), PING_INTERVAL_MS);
    this.emit('connect');
  }

  #read(data: RawData, isBinary: boolean): void {
    if (isBinary) {
      this.#fail(new NotXmppError('The server sent a binary frame'));
      return;
    }
    const text = Array.isArray(data)
      ? Buffer.concat(data).toString()
      : Buffer.from(data as Buffer).toString();
    this.#observer.onIncoming(text, (part) => this.emit('data', part));
  }

  /** The library stops listening when the connection is closed; an error without a listener is thrown. */
  #fail(error: Error): void {
    if (!this.#closed) this.emit('error', error);
  }

  #finish(dirty: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ping);
    this.emit('close', dirty);
  }
}
