/**
 * Trust in TLS, decided per connection and never for the process.
 * RFC 6120 §13.7 "Certificates", 2011-03; RFC 6125 (identity), RFC 7590 "Use of TLS in XMPP", 2015-06.
 *
 * Node's own check destroys the socket before anybody can look at the certificate. So the handshake is
 * always let through, and {@link judgePeer} decides before a byte of XMPP is read or written.
 */
import { isIP } from 'node:net';
import * as tls from 'node:tls';
import type { CertificateFacts, TlsTrust } from '#shared/contract/session.ts';
import { readCertificateFacts } from './certificate.ts';

/** What a connection trusts. */
export interface TlsPolicy {
  readonly trust: TlsTrust;
  /** PEM text of the CA file when `trust` is `ca-file`; then only these authorities count. */
  readonly caPem: string | null;
  /** XMPP domain in ASCII form: what a certificate has to be valid for. */
  readonly domain: string;
}

/** Whether the peer's certificate is trusted, and what it says. */
export type PeerJudgement =
  | { readonly trusted: true; readonly certificate: CertificateFacts | null }
  | { readonly trusted: false; readonly certificate: CertificateFacts };

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
  const authorities = policy.caPem ?? systemAuthorities();
  const names = otherName === undefined ? [policy.domain] : [otherName, policy.domain];
  const serverName = names.find((name) => isIP(name) === 0);
  return {
    rejectUnauthorized: false,
    ...(authorities === undefined ? {} : { ca: authorities }),
    // SNI must not carry an address (RFC 6066 §3).
    ...(serverName === undefined ? {} : { servername: serverName }),
    checkServerIdentity: (_host, certificate) => {
      const errors = names.map((name) => tls.checkServerIdentity(name, certificate));
      return errors.includes(undefined) ? undefined : errors.at(-1);
    },
  };
}

/**
 * Decides about a finished handshake made with {@link tlsConnectOptions}.
 * @returns the certificate's facts; `rejectedBecause` is set when it is not trusted
 */
export function judgePeer(socket: tls.TLSSocket, policy: TlsPolicy): PeerJudgement {
  const certificate = readCertificateFacts(socket.getPeerCertificate());
  if (certificate === null) return { trusted: false, certificate: NO_CERTIFICATE };
  const reason = rejectionReason(socket, certificate, policy);
  return reason === null
    ? { trusted: true, certificate }
    : { trusted: false, certificate: { ...certificate, rejectedBecause: reason } };
}

const NO_CERTIFICATE: CertificateFacts = {
  subject: '',
  issuer: '',
  altNames: [],
  validFrom: '',
  validTo: '',
  fingerprint256: '',
  selfSigned: false,
  rejectedBecause: 'The server showed no certificate.',
};

function rejectionReason(
  socket: tls.TLSSocket,
  certificate: CertificateFacts,
  policy: TlsPolicy,
): string | null {
  if (policy.trust.kind === 'pinned') {
    return certificate.fingerprint256 === policy.trust.fingerprint256
      ? null
      : 'It is not the certificate that was accepted for this account.';
  }
  if (socket.authorized) return null;
  return describeVerifyError(verifyErrorCode(socket), certificate, policy.domain);
}

/** Node documents an Error here and gives OpenSSL's word for chain errors as a string. */
function verifyErrorCode(socket: tls.TLSSocket): string {
  const error: unknown = socket.authorizationError;
  if (typeof error === 'string') return error;
  if (error instanceof Error) return (error as NodeJS.ErrnoException).code ?? error.message;
  return 'unknown';
}

function describeVerifyError(code: string, certificate: CertificateFacts, domain: string): string {
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'It is self-signed and not among the trusted certificates.';
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'Its issuer is not among the trusted authorities, or the server leaves out part of the chain.';
    case 'CERT_SIGNATURE_FAILURE':
      return 'Its issuer has the name of a trusted authority and another key: the CA file may be an old one.';
    case 'CERT_HAS_EXPIRED':
      return `It expired on ${certificate.validTo.slice(0, 10)}.`;
    case 'CERT_NOT_YET_VALID':
      return `It is not valid before ${certificate.validFrom.slice(0, 10)}.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `It is not valid for ${domain}.`;
    default:
      return `It was refused with ${code}.`;
  }
}

type CertificateSource = (type: 'default' | 'system') => string[];

/**
 * Authorities of the operating system on top of Node's own, where the runtime can read them (Node
 * 22.15 and later).
 * @returns undefined where it cannot: Node's own list counts then
 */
export function systemAuthorities(): string[] | undefined {
  const read = (tls as { readonly getCACertificates?: CertificateSource }).getCACertificates;
  if (read === undefined) return undefined;
  try {
    return [...read('default'), ...read('system')];
  } catch {
    return undefined;
  }
}
