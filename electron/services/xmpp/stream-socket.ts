/**
 * A TCP connection that can become TLS, at once or by STARTTLS, in the shape that the library expects
 * of a socket (`connect`, `write`, `end`; events `connect`, `data`, `close`, `error`).
 *
 * The library's own socket takes no TLS options, verifies direct TLS against the host instead of the
 * XMPP domain, and decodes UTF-8 per read, so that a character split between two reads is lost
 * (library facts 3 and 8).
 */
import { EventEmitter } from 'node:events';
import * as net from 'node:net';
import * as tls from 'node:tls';
import type { NoteFact } from './ladder.ts';
import { CertificateRejection, judgePeer, tlsConnectOptions, type TlsPolicy } from './tls.ts';
import { readTlsFacts, type TlsFacts } from './tls-facts.ts';
import { createUtf8Decoder } from './utf8-decoder.ts';

/** Keeps NAT bindings of an idle session; below XMPP, so it is not in the transcript. */
const KEEP_ALIVE_MS = 60_000;

/** Content types of TLS records that a TLS port sends to a client that speaks in clear. */
const TLS_RECORD_TYPES: readonly number[] = [0x15, 0x16];

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

/** What the socket needs. */
export interface StreamSocketOptions {
  /** TLS from the first byte instead of STARTTLS. */
  readonly directTls: boolean;
  readonly policy: TlsPolicy;
  readonly observer: SocketObserver;
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
  #socket: net.Socket | null = null;
  #closed = false;

  constructor(options: StreamSocketOptions) {
    super();
    this.#options = options;
  }

  /** Connects; `connect` is emitted when XMPP may be spoken, for direct TLS after the handshake. */
  connect(address: StreamAddress): void {
    const host = address.host.replace(/^\[|\]$/g, '');
    const socket = net.connect({ host, port: address.port });
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    this.#listen(socket);
    socket.once('connect', () => {
      if (!this.#options.directTls) return void this.emit('connect');
      this.upgrade().then(
        () => void (this.#closed || this.emit('connect')),
        (error: unknown) => this.#fail(error),
      );
    });
  }

  /**
   * Puts TLS on the connection; used for direct TLS and after `<proceed/>`.
   * @throws CertificateRejection, or the handshake's own error
   * @see RFC 6120 §5.4.3 "TLS Negotiation"
   */
  async upgrade(): Promise<void> {
    const raw = this.#socket;
    if (raw === null || this.#closed) throw new Error('The connection is closed');
    const { policy, observer } = this.#options;
    observer.onHandshake();
    raw.off('data', this.#read).off('close', this.#finish);
    const secured = tls.connect({ ...tlsConnectOptions(policy), socket: raw });
    this.#socket = secured;
    await handshake(secured);
    const judgement = judgePeer(secured, policy);
    if (!judgement.trusted) {
      secured.destroy();
      throw new CertificateRejection(judgement.certificate);
    }
    this.secure = true;
    this.#decoder = createUtf8Decoder();
    this.#listen(secured);
    observer.onSecured(readTlsFacts(secured, judgement.certificate));
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
    this.#socket?.destroy();
    this.#finish(true);
  }

  #listen(socket: net.Socket): void {
    this.#socket = socket;
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
