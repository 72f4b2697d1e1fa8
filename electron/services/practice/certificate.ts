/** The practice server's own certificate, made anew at every start and trusted only by whoever is told. */
import { X509Certificate } from 'node:crypto';

/** Everything needed to serve TLS and to check it. */
export interface PracticeCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** SHA-256 of the certificate, lower-case hex without colons. */
  readonly fingerprint256: string;
}

/**
 * Makes a self-signed EC certificate.
 * @param domains names it is valid for, besides 127.0.0.1 and ::1
 */
export async function makeCertificate(domains: readonly string[]): Promise<PracticeCertificate> {
  // Loaded on first use: its ASN.1 libraries would cost every start of the application otherwise.
  const { generate } = await import('selfsigned');
  const names = [...new Set(['localhost', ...domains])];
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      // Its own authority, so that a client may name it as the CA to trust.
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          { type: 7 as const, ip: '127.0.0.1' },
          { type: 7 as const, ip: '::1' },
        ],
      },
    ],
  });
  const fingerprint = new X509Certificate(made.cert).fingerprint256;
  return {
    certificatePem: made.cert,
    privateKeyPem: made.private,
    fingerprint256: fingerprint.replaceAll(':', '').toLowerCase(),
  };
}
