/** Sessions as hosts and the renderer see them. Plain read-only data that survives JSON; no secret in it. */
import type { LadderRung } from './ladder.ts';
import type { AwayMode } from './run.ts';

/** How to reach the server. `auto` looks up SRV records (RFC 6120 §3.2) and then the domain itself. */
export type ServiceAddress = string;

/** What to trust in a TLS handshake, decided per profile, never for the whole process. */
export type TlsTrust =
  | { readonly kind: 'system' }
  /** `caId` names a CA file chosen through the host earlier; the renderer never passes a path. */
  | { readonly kind: 'ca-file'; readonly caId: string }
  /** SHA-256 of the DER certificate, lower-case hex without colons, accepted by the user after seeing the certificate. */
  | { readonly kind: 'pinned'; readonly fingerprint256: string };

/**
 * What to do with XEP-0198. `off` does not ask for it; `count` enables it and counts what is
 * acknowledged; `resume` also takes up the old stream after a lost connection.
 */
export const STREAM_MANAGEMENT_MODES = ['off', 'count', 'resume'] as const;

/** One of {@link STREAM_MANAGEMENT_MODES}. */
export type StreamManagementMode = (typeof STREAM_MANAGEMENT_MODES)[number];

/** What a user may choose about connecting and logging in; the defaults suit most servers. */
export interface ProfileOptions {
  /** SASL mechanism to use and no other, `SCRAM-SHA-256-PLUS`; empty for the strongest offered. */
  readonly mechanism: string;
  /** Use SASL2 and Bind 2 where the server offers them. */
  readonly sasl2: boolean;
  /** A PEM or PKCS#12 file chosen through the host, to show to the server in TLS. */
  readonly clientCertificateId: string | null;
  /** `http://host:port` (CONNECT) or `socks5://host:port`, with a user name if need be; empty for none. */
  readonly proxy: string;
  readonly streamManagement: StreamManagementMode;
  /** Connect again after a lost connection, with growing pauses; never after a refused login or `conflict`. */
  readonly reconnect: boolean;
}

/** What holds where a profile says nothing. */
export const DEFAULT_PROFILE_OPTIONS: ProfileOptions = {
  mechanism: '',
  sasl2: true,
  clientCertificateId: null,
  proxy: '',
  streamManagement: 'off',
  reconnect: false,
};

/** Account settings without secrets. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  /** Bare JID. */
  readonly jid: string;
  /** Empty: find the server from the JID's domain. Else `xmpp://h:p`, `xmpps://h:p`, `ws://…`, `wss://…`, or `http://…`, `https://…` for BOSH. */
  readonly service: ServiceAddress;
  readonly trust: TlsTrust;
  /** Send PLAIN over a connection without TLS. Off unless the user says so. */
  readonly allowPlaintext: boolean;
  /** Resource to ask for; empty for a random one, so that the console never replaces the real device. */
  readonly resource: string;
  /** Milliseconds each step of connecting may take. */
  readonly connectTimeoutMs: number;
  readonly options: ProfileOptions;
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
  | 'management'
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
  /** No way through the proxy, whatever the target. */
  | 'proxy-failed'
  /** The proxy did not get through to this target, or does not want to. */
  | 'proxy-refused'
  | 'client-certificate'
  | 'key-log'
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

/** Stream management as it stands, whoever enabled it. XEP-0198 counts stanzas, not nonzas. */
export interface ManagementFacts {
  /** The server lets this stream be resumed. */
  readonly resumable: boolean;
  /** Stanzas sent since `<enable/>`, and how many of them the server acknowledged. */
  readonly sent: number;
  readonly acknowledged: number;
  /** Stanzas received since `<enabled/>`, and the count last told to the server. */
  readonly received: number;
  readonly reported: number;
  /** This stream continues an earlier one. */
  readonly resumed: boolean;
}

/** How far the server's clock is from this computer's (XEP-0202). */
export interface ClockOffset {
  /** Positive: the server is ahead. */
  readonly offsetMs: number;
  /** Half of the round trip and half of the server's unit of time: the offset is no better known than this. */
  readonly uncertaintyMs: number;
  /** ISO 8601. */
  readonly measuredAt: string;
}

/** A reconnection that is being waited for. */
export interface PendingReconnect {
  /** From 1. */
  readonly attempt: number;
  /** ISO 8601. */
  readonly nextAt: string;
}

/** What is known about the connection. Null until the connection has got that far. */
export interface SessionFacts {
  readonly transport: 'tcp' | 'tls' | 'websocket' | 'bosh';
  /** The address actually used, e.g. `xmpp://127.0.0.1:5222`. */
  readonly service: string;
  readonly tls: {
    readonly protocol: string;
    readonly cipher: string;
    readonly certificate: CertificateFacts | null;
    /** As sent, the server's own certificate first. */
    readonly chain: readonly CertificateFacts[];
    readonly trust: TlsTrust['kind'];
    /** What is trusted today and may not be tomorrow, one sentence each: `It expires in 9 days.` */
    readonly warnings: readonly string[];
  } | null;
  readonly mechanism: string | null;
  /** Why this mechanism and no other, one sentence; empty before one is chosen. */
  readonly mechanismReason: string;
  /**
   * Whether the server demanded the RFC 3921 session IQ (`<session/>` without `<optional/>`). `demanded`:
   * it did and it was not sent, so MongooseIM drops everything on this stream without a word.
   */
  readonly sessionIq: 'not-offered' | 'optional' | 'sent' | 'demanded' | null;
}

/** Colours that sessions are told apart by: `--session-hue-0` and on in tokens.css. */
export const SESSION_HUES = 20;

/** One session as shown in the rail and the facts bar. */
export interface SessionSnapshot {
  readonly id: string;
  readonly name: string;
  /** From 0, less than {@link SESSION_HUES}. */
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
  /** How connecting went, rung by rung; of the last attempt when it is over. */
  readonly ladder: readonly LadderRung[];
  /** Null while XEP-0198 is not in use on this stream. */
  readonly management: ManagementFacts | null;
  /** Set while the session waits to connect again. */
  readonly reconnect: PendingReconnect | null;
  /** How the session pretends to be away; null when it does not. */
  readonly away: AwayMode | null;
  /** Null until it was measured. */
  readonly clockOffset: ClockOffset | null;
  /** ISO 8601 of the last state change. */
  readonly changedAt: string;
  readonly profileId: string | null;
}
