/** What is worth knowing of a TLS connection: for the session, and rung by rung for the ladder. */
import type { EphemeralKeyInfo, TLSSocket } from 'node:tls';
import type { CertificateFacts } from '#shared/contract/session.ts';
import type { NoteFact } from './ladder.ts';
import { CertificateRejection, judgePeer, type PeerJudgement, type TlsPolicy } from './tls.ts';

/** What a finished TLS handshake tells. */
export interface TlsFacts {
  /** `TLSv1.3`. */
  readonly protocol: string;
  /** Standard name, `TLS_AES_256_GCM_SHA384`. */
  readonly cipher: string;
  readonly certificate: CertificateFacts;
  /** As sent, the server's own first. */
  readonly chain: readonly CertificateFacts[];
  readonly warnings: readonly string[];
}

/**
 * Judges a finished handshake and writes down what it found out, also of one that is refused.
 * @param otherName as in {@link judgePeer}
 * @throws CertificateRejection
 */
export function acceptHandshake(
  socket: TLSSocket,
  policy: TlsPolicy,
  note: NoteFact,
  otherName?: string,
): TlsFacts {
  const judgement = judgePeer(socket, policy, otherName);
  const { certificate, chain, warnings } = judgement;
  const protocol = socket.getProtocol() ?? 'unknown';
  const cipher = socket.getCipher().standardName;
  note('tls', 'Protocol', protocol, protocol === 'TLSv1.3' ? 'good' : 'neutral');
  note('tls', 'Cipher', cipher);
  noteOptional(note, 'Key exchange', describeKeyExchange(socket));
  chain.forEach((one, place) => {
    note('tls', place === 0 ? 'Certificate' : `Issuer ${place}`, describeCertificate(one));
  });
  noteTrust(note, judgement, policy);
  noteOptional(note, 'Client certificate', describeClientCertificate(socket, policy));
  for (const warning of warnings) note('tls', 'Warning', warning, 'warning');
  if (!judgement.trusted) throw new CertificateRejection(certificate);
  return { protocol, cipher, certificate, chain, warnings };
}

/** Writes the keys of a connection where the user asked for them. To be called before its handshake. */
export function logKeys(socket: TLSSocket, { keyLog }: TlsPolicy, note: NoteFact): void {
  if (keyLog === null) return;
  note('tls', 'Key log', `The keys are written to ${keyLog.name}`, 'warning');
  socket.on('keylog', (line: Buffer) => {
    if (!keyLog.write(line)) note('tls', 'Key log', `${keyLog.name} cannot be written`, 'bad');
  });
}

function noteOptional(note: NoteFact, label: string, value: string | null): void {
  if (value !== null) note('tls', label, value);
}

function noteTrust(note: NoteFact, judgement: PeerJudgement, { trust }: TlsPolicy): void {
  const { certificate, identity } = judgement;
  if (certificate.rejectedBecause !== null) {
    note('tls', 'Trust', certificate.rejectedBecause, 'bad');
    return;
  }
  note('tls', 'Trust', TRUST_TEXTS[trust.kind], 'good');
  note('tls', 'Verified name', describeIdentity(identity), identity === null ? 'warning' : 'good');
  note('tls', 'Revocation', 'Not checked');
}

const TRUST_TEXTS = {
  system: 'An authority of this system',
  'ca-file': 'The CA file of this account',
  pinned: 'Exactly this certificate was accepted for this account',
} as const;

function describeIdentity(identity: PeerJudgement['identity']): string {
  if (identity === null) return 'None: the certificate is for other names';
  const { reference, presented } = identity;
  const whose = reference.of === 'domain' ? 'the domain of the JID' : 'the host of the address';
  return `${reference.name}, ${whose}, by ${NAME_KINDS[presented.kind]} ${presented.value}`;
}

const NAME_KINDS: Readonly<Record<string, string>> = {
  dns: 'the DNS name',
  ip: 'the address',
  srv: 'the SRVName',
  'xmpp-address': 'the XmppAddr',
};

function describeCertificate(certificate: CertificateFacts): string {
  const { subject, issuer, altNames, validFrom, validTo, fingerprint256 } = certificate;
  const names = altNames.length === 0 ? '' : ` for ${altNames.join(', ')};`;
  const by = certificate.selfSigned ? 'self-signed' : `issued by ${issuer}`;
  const valid = `valid from ${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)}`;
  return `${subject};${names} ${by}; ${valid}; SHA-256 ${fingerprint256}`;
}

/** BoringSSL (Electron) does not tell. */
function describeKeyExchange(socket: TLSSocket): string | null {
  const info: Partial<EphemeralKeyInfo> | null = socket.getEphemeralKeyInfo();
  return info?.name ?? (info?.type === undefined ? null : `${info.type}, ${info.size ?? 0} bits`);
}

/**
 * Whether the server asked for a certificate, and what it got. OpenSSL fills the list of common signature
 * algorithms of a client only from a request for a certificate; BoringSSL (Electron) never.
 */
function describeClientCertificate(
  socket: TLSSocket,
  { clientCertificate }: TlsPolicy,
): string | null {
  const asked = socket.getSharedSigalgs().length > 0;
  const own = clientCertificate?.subject ?? null;
  if (asked) return own === null ? 'Asked for, none sent' : `Asked for, sent: ${own}`;
  if (own === null) return null;
  const isBoringSsl = process.versions.openssl.startsWith('0.');
  return isBoringSsl ? `Sent if asked for: ${own}` : `Not asked for, not sent: ${own}`;
}
