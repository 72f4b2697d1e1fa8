/** What a user needs to see of a certificate before he trusts it. */
import type { PeerCertificate } from 'node:tls';
import type { CertificateFacts } from '#shared/contract/session.ts';

type NameParts = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Reads the facts of a peer's certificate.
 * @returns null when the peer showed none
 */
export function readCertificateFacts(certificate: PeerCertificate): CertificateFacts | null {
  // Node answers an empty object, not null, when there is no certificate.
  if (Object.keys(certificate).length === 0) return null;
  const subject = formatName(certificate.subject);
  const issuer = formatName(certificate.issuer);
  return {
    subject,
    issuer,
    altNames: readAltNames(certificate.subjectaltname),
    validFrom: toIsoTime(certificate.valid_from),
    validTo: toIsoTime(certificate.valid_to),
    fingerprint256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    selfSigned: subject === issuer,
    rejectedBecause: null,
  };
}

/** A self-signed certificate may lack names altogether, whatever the types say. */
function formatName(name: object | undefined): string {
  return Object.entries((name ?? {}) as NameParts)
    .flatMap(([key, value]) => [value ?? []].flat().map((part) => `${key}=${part}`))
    .join(', ');
}

/** `DNS:a.example, IP Address:127.0.0.1` to its names. Quoted entries hold commas of their own. */
function readAltNames(text: string | undefined): string[] {
  const entries = text?.match(/(?:[^,"]|"(?:\\.|[^"\\])*")+/g) ?? [];
  return entries.map((entry) => entry.trim().replace(/^(?:DNS|IP Address|URI|email):/, ''));
}

function toIsoTime(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
