/**
 * Trust in TLS, decided per connection and never for the process.
 * RFC 6120 §13.7 "Certificates", 2011-03; RFC 9525 (identity), RFC 7590 "Use of TLS in XMPP", 2015-06.
 *
 * Node's own check destroys the socket before anybody can look at the certificate. So the handshake is
 * always let through, and {@link judgePeer} decides before a byte of XMPP is read or written.
 */
import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type * as tls from 'node:tls';
import type { CertificateFacts, TlsTrust } from '#shared/contract/session.ts';
import { readAlternativeNames } from './alternative-names.ts';
import { certificateWarnings, listChain, readCertificateFacts } from './certificate.ts';
import type { KeyLog } from './key-log.ts';
import { matchIdentity, type IdentityMatch, type ReferenceName } from './tls-identity.ts';
import { describeVerifyError, wrongNameText } from './verify-errors.ts';

/** What a connection trusts, and what it shows of itself. */
export interface TlsPolicy {
  readonly trust: TlsTrust;
  /** XMPP domain in ASCII form: what a certificate has to be valid for. */
  readonly domain: string;
  /** Authorities, and the client certificate with its key. */
  readonly context: tls.SecureContext;
  /** What a server that asks for a certificate gets; null for none. */
  readonly clientCertificate: CertificateFacts | null;
  /** Null when nobody asked for the keys. */
  readonly keyLog: KeyLog | null;
}

/** What was found out about a peer's certificate, trusted or not. */
export interface PeerJudgement {
  readonly trusted: boolean;
  /** The peer's own; without a fingerprint when it showed none. */
  readonly certificate: CertificateFacts;
  /** As the peer sent them, its own first. */
  readonly chain: readonly CertificateFacts[];
  /** The expected name that is in the certificate; null when none is. */
  readonly identity: IdentityMatch | null;
  /** What may not be trusted tomorrow, one sentence each. */
  readonly warnings: readonly string[];
}

/** The server's certificate is not trusted; nothing was sent over the connection. */
export class CertificateRejection extends Error {
  override readonly name = 'CertificateRejection';
  readonly certificate: CertificateFacts;

  constructor(certificate: CertificateFacts) {
    super('The certificate is not trusted');
    this.certificate = certificate;
  }
}

/**
 * Options for Node's TLS client.
 * @param policy what to trust
 * @param otherName a second name the certificate may be valid for instead: the host of a `wss:` URL
 * @see RFC 6120 §5.4.3.1 (the domain of the JID goes into SNI, whatever host was connected to)
 */
export function tlsConnectOptions(policy: TlsPolicy, otherName?: string): tls.ConnectionOptions {
  const serverName = expectedNames(policy, otherName).find(({ name }) => isIP(name) === 0);
  return {
    secureContext: policy.context,
    rejectUnauthorized: false,
    // SNI must not carry an address (RFC 6066 §3).
    ...(serverName === undefined ? {} : { servername: serverName.name }),
    // Names are compared in judgePeer: Node takes the common name for one.
    checkServerIdentity: () => undefined,
  };
}

/**
 * Decides about a finished handshake made with {@link tlsConnectOptions}.
 * @param otherName the same as there
 * @param now for what is about to expire
 */
export function judgePeer(
  socket: tls.TLSSocket,
  policy: TlsPolicy,
  otherName?: string,
  now = new Date(),
): PeerJudgement {
  const own = socket.getPeerX509Certificate();
  if (own === undefined) return NOTHING_SHOWN;
  const chain = listChain(own);
  const expected = expectedNames(policy, otherName);
  const identity = matchIdentity(expected, readAlternativeNames(own));
  const rejectedBecause = rejectionReason(socket, policy, own, identity, expected);
  const [certificate = readCertificateFacts(own), ...issuers] = chain.map(readCertificateFacts);
  const judged = { ...certificate, rejectedBecause };
  return {
    trusted: rejectedBecause === null,
    certificate: judged,
    chain: [judged, ...issuers],
    identity,
    warnings: certificateWarnings(chain, now),
  };
}

/** The host of a `wss:` URL comes first: it is what the user wrote. */
function expectedNames({ domain }: TlsPolicy, otherName: string | undefined): ReferenceName[] {
  const ofDomain: ReferenceName = { of: 'domain', name: domain };
  return otherName === undefined ? [ofDomain] : [{ of: 'host', name: otherName }, ofDomain];
}

const NOTHING_SHOWN: PeerJudgement = {
  trusted: false,
  certificate: {
    subject: '',
    issuer: '',
    altNames: [],
    validFrom: '',
    validTo: '',
    fingerprint256: '',
    selfSigned: false,
    rejectedBecause: 'The server showed no certificate.',
  },
  chain: [],
  identity: null,
  warnings: [],
};

function rejectionReason(
  socket: tls.TLSSocket,
  { trust }: TlsPolicy,
  own: X509Certificate,
  identity: IdentityMatch | null,
  expected: readonly ReferenceName[],
): string | null {
  const facts = readCertificateFacts(own);
  if (trust.kind === 'pinned') {
    return facts.fingerprint256 === trust.fingerprint256
      ? null
      : 'It is not the certificate that was accepted for this account.';
  }
  if (!socket.authorized) return describeVerifyError(verifyErrorCode(socket), facts);
  return identity === null ? wrongNameText(facts, expected) : null;
}

/** Node documents an Error here and gives OpenSSL's word for chain errors as a string. */
function verifyErrorCode(socket: tls.TLSSocket): string {
  const error: unknown = socket.authorizationError;
  if (typeof error === 'string') return error;
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.message;
  return 'unknown';
}
