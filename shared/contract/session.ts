/** Sessions as hosts and the renderer see them. Plain read-only data that survives JSON; no secret in it. */

/** How to reach the server. `auto` looks up SRV records (RFC 6120 §3.2) and then the domain itself. */
export type ServiceAddress = string;

/** What to trust in a TLS handshake, decided per profile, never for the whole process. */
export type TlsTrust =
  | { readonly kind: 'system' }
  /** `caId` names a CA file chosen through the host earlier; the renderer never passes a path. */
  | { readonly kind: 'ca-file'; readonly caId: string }
  /** SHA-256 of the DER certificate, lower-case hex without colons, accepted by the user after seeing the certificate. */
  | { readonly kind: 'pinned'; readonly fingerprint256: string };

/** Account settings without secrets. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  /** Bare JID. */
  readonly jid: string;
  /** Empty: find the server from the JID's domain. Else `xmpp://h:p`, `xmpps://h:p`, `ws://…`, `wss://…`. */
  readonly service: ServiceAddress;
  readonly trust: TlsTrust;
  /** Send PLAIN over a connection without TLS. Off unless the user says so. */
  readonly allowPlaintext: boolean;
  /** Resource to ask for; empty for a random one, so that the console never replaces the real device. */
  readonly resource: string;
  /** Milliseconds each step of connecting may take. */
  readonly connectTimeoutMs: number;
}

/** One XMPP connection's life. `offline` carries the reason in {@link SessionSnapshot.failure}, if it was not asked for. */
export type SessionState =
  'connecting' | 'secured' | 'authenticated' | 'bound' | 'online' | 'closing' | 'offline';

/** The rung of the connection ladder on which something failed. */
export type ConnectStep =
  | 'address'
  | 'resolve'
  | 'connect'
  | 'tls'
  | 'stream'
  | 'authenticate'
  | 'bind'
  | 'session'
  | 'online';

/** A certificate shown to the user before he decides to trust it. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** Names the certificate is valid for. */
  readonly altNames: readonly string[];
  /** ISO 8601, UTC. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Lower-case hex without colons. */
  readonly fingerprint256: string;
  readonly selfSigned: boolean;
  /** Why it was not trusted; null when it was. */
  readonly rejectedBecause: string | null;
}

/** What kind of failure ended a session, for hosts that tell them apart. */
export type SessionFailureCode =
  | 'bad-address'
  | 'name-not-found'
  | 'connection-refused'
  | 'unreachable'
  | 'connect-timeout'
  | 'certificate-untrusted'
  | 'tls-failed'
  | 'tls-not-offered'
  | 'not-xmpp'
  | 'malformed-xml'
  | 'host-unknown'
  | 'auth-failed'
  | 'no-mechanism'
  | 'plaintext-refused'
  | 'bind-failed'
  | 'session-failed'
  | 'stream-error'
  | 'stanza-too-big'
  | 'closed-by-server'
  | 'closed-by-user'
  | 'internal';

/** Why a session ended, in the user's terms. */
export interface SessionFailure {
  readonly code: SessionFailureCode;
  readonly step: ConnectStep;
  /** What happened, why, what to do: one sentence each. */
  readonly what: string;
  readonly why: string;
  readonly next: string;
  /** Stream error or SASL condition, when the server named one. */
  readonly condition?: string;
  /** The server's own text, as sent. */
  readonly text?: string;
  /** For `certificate-untrusted`: what the server showed. */
  readonly certificate?: CertificateFacts;
}

/** What is known about the connection. Null until the connection has got that far. */
export interface SessionFacts {
  readonly transport: 'tcp' | 'tls' | 'websocket';
  /** The address actually used, e.g. `xmpp://127.0.0.1:5222`. */
  readonly service: string;
  readonly tls: {
    readonly protocol: string;
    readonly cipher: string;
    readonly certificate: CertificateFacts | null;
    readonly trust: TlsTrust['kind'];
  } | null;
  readonly mechanism: string | null;
  /**
   * Whether the server demanded the RFC 3921 session IQ (`<session/>` without `<optional/>`). `demanded`:
   * it did and it was not sent, so MongooseIM drops everything on this stream without a word.
   */
  readonly sessionIq: 'not-offered' | 'optional' | 'sent' | 'demanded' | null;
}

/** One session as shown in the rail and the facts bar. */
export interface SessionSnapshot {
  readonly id: string;
  readonly name: string;
  /** Hue index 0…7, see `--session-hue-*` in tokens.css. */
  readonly hue: number;
  readonly jid: string;
  /** Full JID after binding, else null. */
  readonly boundJid: string | null;
  readonly domain: string;
  readonly state: SessionState;
  readonly facts: SessionFacts;
  /** Set when `offline` was not asked for by the user. */
  readonly failure: SessionFailure | null;
  readonly pendingExchanges: number;
  /** ISO 8601 of the last state change. */
  readonly changedAt: string;
  readonly profileId: string | null;
}
