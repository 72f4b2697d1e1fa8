/** What is wrong with a client certificate, in words for the user. */
import type { Problem } from '#shared/contract/result.ts';
import type { SessionFailure } from '#shared/contract/session.ts';
import type { ClientCertificateError, ClientCertificateFault } from './client-certificate.ts';

type Words = Readonly<Required<Pick<Problem, 'what' | 'why' | 'next'>>>;

/** Why the connection was not tried. */
export function clientCertificateFailure(error: ClientCertificateError): SessionFailure {
  return { code: 'client-certificate', step: 'address', ...clientCertificateWords(error) };
}

/** What happened, why, what to do. */
export function clientCertificateWords({ fault, certificate }: ClientCertificateError): Words {
  const { what, why, next } = WORDS[fault];
  const from = certificate?.validFrom.slice(0, 10) ?? '';
  const to = certificate?.validTo.slice(0, 10) ?? '';
  return { what, why: why.replace('{from}', from).replace('{to}', to), next };
}

const WORDS: Readonly<Record<ClientCertificateFault, Words>> = {
  'passphrase-missing': {
    what: 'The client certificate needs its passphrase.',
    why: 'Its private key is encrypted.',
    next: 'Enter the passphrase of the client certificate.',
  },
  'passphrase-wrong': {
    what: 'The passphrase of the client certificate is wrong.',
    why: 'Its private key could not be decrypted with it.',
    next: 'Enter the passphrase again; it is the one of the file, not the password of the account.',
  },
  'key-missing': {
    what: 'The client certificate has no private key.',
    why: 'Its file holds a certificate only.',
    next: 'Put the certificate and its key into one PEM file, or export both as PKCS#12.',
  },
  'key-mismatch': {
    what: 'The client certificate and its private key do not belong together.',
    why: 'The key in the file is not the one the certificate was issued for.',
    next: 'Choose a file with the certificate and its own key.',
  },
  'legacy-encryption': {
    what: 'The client certificate is encrypted in a way that is no longer supported.',
    why: 'The PKCS#12 file uses RC2 or 3DES, which OpenSSL 3 refuses.',
    next: 'Convert it: openssl pkcs12 -legacy -in old.p12 -nodes -out pair.pem; openssl pkcs12 -export -in pair.pem -out new.p12; then delete pair.pem.',
  },
  unreadable: {
    what: 'The client certificate cannot be read.',
    why: 'Its file is neither PEM with a certificate and a key nor PKCS#12, or it is damaged.',
    next: 'Choose a .pem file with certificate and key, or a .p12 or .pfx file.',
  },
  expired: {
    what: 'The client certificate has expired.',
    why: 'It was valid until {to}.',
    next: 'Get a new one, or connect without a client certificate.',
  },
  'not-yet-valid': {
    what: 'The client certificate is not valid yet.',
    why: 'It is valid from {from}.',
    next: "Check this computer's clock, or get another certificate.",
  },
};
