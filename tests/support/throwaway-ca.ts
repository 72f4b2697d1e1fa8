/** A certificate authority that lives as long as a test, and certificates it issued. */
import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

/** A certificate with its key, both PEM. */
export interface IssuedCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** SHA-256 of the certificate, lower-case hex. */
  readonly fingerprint256: string;
}

export interface ThrowawayCa {
  /** The authority's own certificate. */
  readonly caPem: string;
  /** Issues a server certificate. @param names DNS names it is valid for; no address is added */
  issue(
    names: readonly string[],
    validity?: { readonly notAfter: Date },
  ): Promise<IssuedCertificate>;
}

const KEYS = { keyType: 'rsa', keySize: 2048, algorithm: 'sha256' } as const;
const DAY_MS = 86_400_000;

/** Makes an authority that nobody trusts yet. */
export async function createThrowawayCa(): Promise<ThrowawayCa> {
  const authority = await generate([{ name: 'commonName', value: 'Pushscope test authority' }], {
    ...KEYS,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true },
    ],
  });
  return {
    caPem: authority.cert,
    async issue(names, validity = { notAfter: new Date(Date.now() + 30 * DAY_MS) }) {
      const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
        ...KEYS,
        ca: { key: authority.private, cert: authority.cert },
        notBeforeDate: new Date(Math.min(Date.now(), validity.notAfter.getTime()) - DAY_MS),
        notAfterDate: validity.notAfter,
        extensions: [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true },
          {
            name: 'subjectAltName',
            altNames: names.map((value) => ({ type: 2 as const, value })),
          },
        ],
      });
      const fingerprint = new X509Certificate(made.cert).fingerprint256;
      return {
        certificatePem: made.cert,
        privateKeyPem: made.private,
        fingerprint256: fingerprint.replaceAll(':', '').toLowerCase(),
      };
    },
  };
}
