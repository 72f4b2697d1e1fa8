/**
 * Whom a client certificate names.
 * RFC 5280, 2008-05, §4.2.1.6 for subjectAltName; RFC 6120 "XMPP: Core", 2011-03, §13.7.1.4 for `xmppAddr`.
 */
import { X509Certificate } from 'node:crypto';

/** The names SASL EXTERNAL can go by. */
export interface CertificateNames {
  /** Null when the subject has none. */
  readonly commonName: string | null;
  /** The `xmppAddr` names, as written. */
  readonly xmppAddresses: readonly string[];
}

/** OID 1.3.6.1.5.5.7.8.5 and the tag of the explicit value, as DER. */
const XMPP_ADDR = Buffer.from('06082b06010505070805a0', 'hex');
const UTF8_STRING = 0x0c;

/**
 * Reads a certificate. Not every runtime prints an `xmppAddr` as text, so it is looked up in the DER.
 * @param certificate that was verified before
 */
export function readCertificateNames(certificate: X509Certificate): CertificateNames {
  return {
    commonName: /^CN=(.+)$/m.exec(certificate.subject)?.[1] ?? null,
    xmppAddresses: readXmppAddresses(certificate.raw),
  };
}

/**
 * Whether the authority itself issued the certificate and it is valid now; intermediates are not looked for.
 * @param caPem the authority's certificate
 */
export function isIssuedBy(certificate: X509Certificate, caPem: string, now: Date): boolean {
  const authority = new X509Certificate(caPem);
  const valid = new Date(certificate.validFrom) <= now && now <= new Date(certificate.validTo);
  return valid && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}

/** Addresses longer than DER's short form (127 bytes) are passed over. */
function readXmppAddresses(der: Buffer): readonly string[] {
  const addresses: string[] = [];
  for (let at = der.indexOf(XMPP_ADDR); at >= 0; at = der.indexOf(XMPP_ADDR, at + 1)) {
    const value = at + XMPP_ADDR.length + 1;
    const length = der[value + 1] ?? 0;
    if (der[value] !== UTF8_STRING || length > 127) continue;
    addresses.push(der.subarray(value + 2, value + 2 + length).toString('utf8'));
  }
  return addresses;
}
