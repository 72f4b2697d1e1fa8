/**
 * A TCP connection that can become TLS, at once or by STARTTLS, in the shape that the library expects
 * of a socket (`connect`, `write`, `end`; events `connect`, `data`, `close`, `error`).
 *
 * The library's own socket takes no TLS options, verifies direct TLS against the host instead of the
 * XMPP domain, and decodes UTF-8 per read, so that a character split between two reads is lost
 * (library facts 3 and 8).
 */
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { NoteFact } from './ladder.ts';
import { secureSocket } from './secure-socket.ts';
import { openTcp, type NetworkPath } from './tcp-opener.ts';
import type { TlsPolicy } from './tls.ts';
import type { TlsFacts } from './tls-facts.ts';
import { createUtf8Decoder } from './utf8-decoder.ts';

/** Keeps NAT bindings of an idle session; below XMPP, so it is not in the transcript. */
const KEEP_ALIVE_MS = 60_000;

/** What XMPP over TLS is called in ALPN (XEP-0368 1.1.0 §3), for ports that serve other protocols too. */
const ALPN_XMPP_CLIENT = 'xmpp-client';

/** Content types of TLS records that a TLS port sends to a client that speaks in clear. */
const TLS_RECORD_TYPES: readonly number[] = [0x15, 0x16];

/** RFC 9266 §2: label and length of what the TLS exporter makes for a login. */
const BINDING_LABEL = 'EXPORTER-Channel-Binding';
const BINDING_BYTES = 32;

/** The transport's side of a connection: sees all text, decides what the library may parse. */
export interface SocketObserver {
  /** @param forward hands text to the library's parser */
  onIncoming(text: string, forward: (text: string) => void): void;
  onOutgoing(text: string): void;
  /** What came next is not UTF-8; nothing behind it is read. @param bytes from the first wrong one */
  onUndecodable(bytes: Buffer): void;
  /** The TLS handshake begins. */
  onHandshake(): void;
  /** What was found out on the way, for the connection ladder. */
  onFact: NoteFact;
  onSecured(facts: TlsFacts): void;
}

/** What the library makes of a service URL. */
export interface StreamAddress {
  readonly host: string;
  readonly port: number;
}

/** What every transport's socket needs. */
export interface SocketOptions {
  readonly policy: TlsPolicy;
  readonly network: NetworkPath;
  readonly observer: SocketObserver;
}

/** What the socket needs. */
export interface StreamSocketOptions extends SocketOptions {
  /** TLS from the first byte instead of STARTTLS. */
  readonly directTls: boolean;
}

/** A server answered in TLS where clear text was spoken. */
export class TlsPortError extends Error {
  override readonly name = 'TlsPortError';
}

/** The stream transport of one connection. */
export class StreamSocket extends EventEmitter {
  /** Read by the library: it names the account in the stream header only over TLS. */
  secure = false;
  readonly #options: StreamSocketOptions;
  #decoder = createUtf8Decoder();
  #socket: Socket | null = null;
  /** The TCP connection below TLS. */
  #raw: Socket | null = null;
  #closed = false;
  readonly #opening = new AbortController();

  constructor(options: StreamSocketOptions) {
    super();
    this.#options = options;
  }

  /** Connects; `connect` is emitted when XMPP may be spoken, for direct TLS after the handshake. */
  connect(address: StreamAddress): void {
    this.#open(address).then(
      () => void (this.#closed || this.emit('connect')),
      (error: unknown) => {
        this.#fail(error);
        this.#finish(true);
      },
    );
  }

  async #open(address: StreamAddress): Promise<void> {
    const { network, observer, directTls } = this.#options;
    const { signal } = this.#opening;
    const host = address.host.replace(/^\[|\]$/g, '');
    const socket = await openTcp(
      { host, port: address.port },
      { network, note: observer.onFact, signal },
    );
    if (this.#closed) return void socket.destroy();
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    this.#listen(socket);
    if (directTls) await this.upgrade();
  }

  /**
   * Puts TLS on the connection; used for direct TLS and after `<proceed/>`.
   * @throws CertificateRejection, or the handshake's own error
   * @see RFC 6120 §5.4.3 "TLS Negotiation"
   */
  async upgrade(): Promise<void> {
    const raw = this.#socket;
    if (raw === null || this.#closed) throw new Error('The connection is closed');
    const { policy, observer, directTls } = this.#options;
    raw.off('data', this.#read).off('close', this.#finish);
    const { socket, facts } = await secureSocket(raw, {
      policy,
      observer,
      ...(directTls ? { applicationProtocol: ALPN_XMPP_CLIENT } : {}),
    });
    this.secure = true;
    this.#decoder = createUtf8Decoder();
    this.#listen(socket);
    observer.onSecured(facts);
  }

  /**
   * What binds a login to this connection.
   * @returns null below TLS 1.3, where the exporter alone is not enough (RFC 9266 §4.2)
   * @see RFC 9266 §2 "The 'tls-exporter' Channel Binding Type"
   */
  channelBinding(): Buffer | null {
    const socket = this.#socket;
    if (!(socket instanceof TLSSocket) || socket.getProtocol() !== 'TLSv1.3') return null;
    return socket.exportKeyingMaterial(BINDING_BYTES, BINDING_LABEL, Buffer.alloc(0));
  }

  write(text: string, done?: (error?: Error | null) => void): void {
    if (this.#socket === null || this.#closed)
      return void done?.(new Error('The connection is closed'));
    this.#options.observer.onOutgoing(text);
    this.#socket.write(text, done);
  }

  end(): void {
    this.#socket?.end();
  }

  /** Cuts the connection without a word. */
  destroy(): void {
    this.#opening.abort();
    this.#socket?.destroy();
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
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  #listen(socket: Socket): void {
    this.#socket = socket;
    this.#raw ??= socket;
    socket.on('data', this.#read);
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', this.#finish);
  }

  readonly #read = (bytes: Buffer): void => {
    if (!this.secure && TLS_RECORD_TYPES.includes(bytes[0] ?? 0)) {
      this.#fail(new TlsPortError('The server answers in TLS'));
      return;
    }
    const { observer } = this.#options;
    const { text, invalid } = this.#decoder.decode(bytes);
    if (text !== '') observer.onIncoming(text, (part) => this.emit('data', part));
    if (invalid === null) return;
    this.#socket?.off('data', this.#read);
    observer.onUndecodable(invalid);
  };

  /** The library stops listening when the connection is closed; an error without a listener is thrown. */
  #fail(error: unknown): void {
    if (!this.#closed) this.emit('error', error);
  }

  readonly #finish = (dirty: boolean): void => {
    if (this.#closed) return;
    this.#closed = true;
    this.emit('close', dirty);
  };
}
