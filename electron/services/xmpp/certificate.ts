/** What a user needs to see of a certificate before he trusts it, and what is wrong with it soon. */
import type { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '#shared/contract/session.ts';
import { readAlternativeNames, showAlternativeName } from './alternative-names.ts';
import { readDer } from './der.ts';

const DAY_MS = 86_400_000;
/** Let's Encrypt and most others renew earlier than this. */
const WARN_DAYS = 30;
const MIN_RSA_BITS = 2_048;
/** A peer decides how many it sends. */
const MAX_CHAIN = 20;

/** Signature algorithms that no longer prove anything, as hex of their object identifiers. */
const WEAK_SIGNATURES: Readonly<Record<string, string>> = {
  '2a864886f70d010104': 'MD5',
  '2a864886f70d010105': 'SHA-1',
  '2a8648ce3d0401': 'SHA-1',
};

/** Reads the facts of a certificate. */
export function readCertificateFacts(certificate: X509Certificate): CertificateFacts {
  const subject = oneLine(certificate.subject);
  const issuer = oneLine(certificate.issuer);
  return {
    subject,
    issuer,
    altNames: readAlternativeNames(certificate).map(showAlternativeName),
    validFrom: toIsoTime(certificate.validFrom),
    validTo: toIsoTime(certificate.validTo),
    fingerprint256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    selfSigned: subject === issuer,
    rejectedBecause: null,
  };
}

/** The certificates a peer sent, its own first. */
export function listChain(own: X509Certificate): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next: X509Certificate | undefined = own;
  while (next !== undefined && chain.length < MAX_CHAIN) {
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

/**
 * What is trusted today and may not be tomorrow.
 * @param chain the peer's own certificate first
 * @returns one sentence each
 */
export function certificateWarnings(chain: readonly X509Certificate[], now: Date): string[] {
  return chain.flatMap((certificate, place) => {
    const which = place === 0 ? 'It' : `Its issuer ${commonName(certificate)}`;
    return [
      expiryWarning(certificate, which, now),
      // Nobody checks the signature an authority made under its own certificate.
      certificate.subject === certificate.issuer ? null : signatureWarning(certificate, which),
      keyWarning(certificate, which),
    ].filter((warning) => warning !== null);
  });
}

function expiryWarning({ validTo }: X509Certificate, which: string, now: Date): string | null {
  const days = Math.floor((Date.parse(validTo) - now.getTime()) / DAY_MS);
  if (days < 0) return `${which} expired on ${toIsoTime(validTo).slice(0, 10)}.`;
  if (days >= WARN_DAYS) return null;
  if (days === 0) return `${which} expires within a day.`;
  return `${which} expires in ${days} ${days === 1 ? 'day' : 'days'}.`;
}

function signatureWarning(certificate: X509Certificate, which: string): string | null {
  const weak = WEAK_SIGNATURES[signatureAlgorithm(certificate)];
  return weak === undefined
    ? null
    : `${which} is signed with ${weak}, which many clients no longer accept.`;
}

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OBJECT IDENTIFIER, … }, … } */
function signatureAlgorithm({ raw }: X509Certificate): string {
  try {
    const [certificate] = readDer(raw);
    const algorithm = certificate && readDer(certificate.content)[1];
    return (algorithm && readDer(algorithm.content)[0]?.content.toString('hex')) ?? '';
  } catch {
    return '';
  }
}

function keyWarning({ publicKey }: X509Certificate, which: string): string | null {
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS;
  return bits < MIN_RSA_BITS
    ? `${which} has an RSA key of ${bits} bits; ${MIN_RSA_BITS} is the least that is safe.`
    : null;
}

function commonName({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? oneLine(subject);
}

/** Node has one part of a name per line; a self-signed certificate may lack names altogether. */
function oneLine(name: string | undefined): string {
  return (name ?? '').trim().replaceAll('\n', ', ');
}

function toIsoTime(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
