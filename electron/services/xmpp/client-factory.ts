/**
 * Puts the library's parts together for one connection: its stream negotiation, middleware and
 * resource binding, with own sockets, own STARTTLS and own login through the seams it has for them.
 * Left out on purpose: reconnecting (a diagnostics tool does nothing its user didn't ask for), its stream
 * management, whose books do not survive text written past it (see `stream-management/`), and its answers
 * to IQs (see `incoming.ts`).
 */
import { Client, jid as toLibraryJid, type Transport } from '@xmpp/client-core';
import iqCallerOf from '@xmpp/iq/caller.js';
import middlewareOf from '@xmpp/middleware';
import resourceBinding from '@xmpp/resource-binding';
import streamFeaturesOf from '@xmpp/stream-features';
import ConnectionTCP from '@xmpp/tcp/lib/Connection.js';
import ConnectionTLS from '@xmpp/tls/lib/Connection.js';
import ConnectionWebSocket from '@xmpp/websocket/lib/Connection.js';
import { BoshSocket } from './bosh-socket.ts';
import { useLogin, type LoginOptions } from './features/login.ts';
import { enableManagement, useResumption, type ResumeOptions } from './features/management.ts';
import { establishSession } from './features/session-iq.ts';
import { useStartTls } from './features/starttls.ts';
import { StreamSocket, type SocketObserver, type SocketOptions } from './stream-socket.ts';
import type { NetworkPath } from './tcp-opener.ts';
import type { TlsPolicy } from './tls.ts';
import { WebSocketSocket } from './websocket-socket.ts';

/** Language of the texts that a server adds to its errors. */
const LANGUAGE = 'en';

type OwnSocket = StreamSocket | WebSocketSocket | BoshSocket;

/** What {@link createClient} needs. */
export interface ClientOptions {
  /** `xmpp://`, `xmpps://`, `ws[s]://` or `http[s]://`. */
  readonly url: string;
  /** Empty when the login names no account. */
  readonly localpart: string;
  readonly domain: string;
  readonly resource: string;
  readonly tls: TlsPolicy;
  readonly network: NetworkPath;
  readonly login: LoginOptions;
  /** An old stream to take up; null for none. */
  readonly resume: ResumeOptions | null;
  /** Milliseconds each step may take. */
  readonly stepTimeoutMs: number;
  readonly observer: SocketObserver;
}

/** A client put together from the library's parts. */
export interface XmppClient {
  /** Connects, negotiates and binds. Rejects while connecting; later errors come to `onError`. */
  start(): Promise<void>;
  /** Sends the session IQ and waits for its result. */
  establishSession(): Promise<void>;
  /** Enables stream management. @param resume so that the stream can be resumed @returns whether the server agreed */
  enableManagement(resume: boolean): Promise<boolean>;
  /** Writes text as it is; throws or rejects when the connection is closed. */
  write(text: string): Promise<void>;
  /** Closes the stream and waits for the server to do so too. Never rejects. */
  stop(): Promise<void>;
  /** Writes text and closes the socket without waiting, for a stream that cannot go on. */
  abandon(text: string): void;
  /** Cuts the connection without a word. */
  destroy(): void;
  /** Cuts the connection with a TCP reset. */
  reset(): void;
  /** Reads nothing any more until {@link XmppClient.resume}. */
  pause(): void;
  resume(): void;
  onError(listener: (error: unknown) => void): void;
  onClosed(listener: () => void): void;
}

/**
 * Creates the client of one connection attempt; it is not used again.
 * @see docs/server-facts.md, library facts, for what is replaced and why
 */
export function createClient(options: ClientOptions): XmppClient {
  const { stepTimeoutMs, login, observer } = options;
  const entity = new Client({
    service: options.url,
    domain: options.domain,
    lang: LANGUAGE,
    timeout: stepTimeoutMs,
  });
  if (options.localpart !== '') entity.jid = toLibraryJid(options.localpart, options.domain);
  entity.transports.push(
    ...createTransports({ policy: options.tls, network: options.network, observer }),
  );

  const middleware = middlewareOf({ entity });
  const streamFeatures = streamFeaturesOf({ middleware });
  const iqCaller = iqCallerOf({ entity, middleware });
  // The order is the priority: TLS before login, login before binding.
  useStartTls(streamFeatures);
  useLogin(middleware, login);
  if (options.resume !== null) useResumption(streamFeatures, options.resume);
  resourceBinding({ streamFeatures, iqCaller }, options.resource);

  let socket: OwnSocket | null = null;
  const keepSocket = (): void => {
    const current = entity.socket;
    const isStream = current instanceof StreamSocket || current instanceof WebSocketSocket;
    if (isStream || current instanceof BoshSocket) socket = current;
  };

  return {
    async start() {
      // Not `entity.start()`: when the stream does not open, its promise for "online" rejects unheard.
      const online = new Promise((resolve) => void entity.once('online', resolve));
      const connected = entity.connect(options.url);
      keepSocket();
      await connected;
      await entity.open({ domain: options.domain, lang: LANGUAGE });
      await online;
    },
    establishSession: () => establishSession(iqCaller, stepTimeoutMs),
    enableManagement: (resume) => enableManagement(entity, resume),
    write: (text) => entity.write(text),
    async stop() {
      await entity.stop().catch(() => undefined);
    },
    abandon(text) {
      socket?.write(text);
      socket?.end();
    },
    destroy: () => socket?.destroy(),
    reset: () => socket?.reset(),
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
    onError: (listener) => void entity.on('error', listener),
    onClosed: (listener) => void entity.on('disconnect', listener),
  };
}

/** One class per transport, whose prototype the library asks for the socket class. */
function createTransports(options: SocketOptions): (typeof Transport)[] {
  class PlainSocket extends StreamSocket {
    constructor() {
      super({ ...options, directTls: false });
    }
  }
  class DirectTlsSocket extends StreamSocket {
    constructor() {
      super({ ...options, directTls: true });
    }
  }
  class WebSocketTransportSocket extends WebSocketSocket {
    constructor() {
      super(options);
    }
  }
  class BoshTransportSocket extends BoshSocket {
    constructor() {
      super(options);
    }
  }
  return [
    withSocket(ConnectionTCP, PlainSocket),
    withSocket(ConnectionTLS, DirectTlsSocket),
    withSocket(ConnectionWebSocket, WebSocketTransportSocket),
    withSocket(ConnectionBosh, BoshTransportSocket),
  ];
}

/** To the library, BOSH is WebSocket at another kind of address. */
class ConnectionBosh extends ConnectionWebSocket {
  socketParameters(service: string): string | undefined {
    return /^https?:/.test(service) ? service : undefined;
  }
}

function withSocket(base: typeof Transport, socketClass: unknown): typeof Transport {
  class SessionTransport extends base {}
  SessionTransport.prototype.Socket = socketClass;
  return SessionTransport;
}
