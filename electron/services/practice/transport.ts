/** What a stream needs of the connection below it, and what the connection tells the stream. */
import type { XmlElement } from '#shared/xml/node.ts';
import type { Framing } from './framing.ts';
import type { CertificateNames } from './peer-certificate.ts';

/** One client's connection. */
export interface StreamTransport {
  readonly framing: Framing;
  /** TLS that this server itself ended on the socket: offers channel binding, ends STARTTLS. */
  isSecure(): boolean;
  write(text: string): void;
  /** Sends what is written, then closes. */
  end(): void;
  /** Turns the connection to TLS; absent where STARTTLS does not exist. Rejects on a failed handshake. */
  startTls?(): Promise<void>;
  /**
   * Keying material of the TLS session for channel binding, or null where there is none.
   * @see RFC 9266 "Channel Bindings for TLS 1.3", 2022-07
   */
  channelBinding(): Buffer | null;
  /** Whom the certificate shown in TLS names; null without one that the listener trusts. */
  clientCertificate(): CertificateNames | null;
}

/** What arrives on a connection, cut and read. */
export type Incoming =
  | {
      readonly kind: 'open';
      readonly to: string | null;
      readonly from: string | null;
      readonly version: string | null;
      readonly namespaceRight: boolean;
    }
  | { readonly kind: 'close' }
  | { readonly kind: 'element'; readonly element: XmlElement }
  /** Not well-formed; `text` is the parser's complaint, empty when it never got that far. */
  | { readonly kind: 'broken'; readonly text: string }
  | { readonly kind: 'too-big' };
