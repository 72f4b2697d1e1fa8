/**
 * The certificate this console shows to a server: checked before anything is sent, because a server says
 * no more of a bad one than a TLS alert.
 * RFC 7292 "PKCS #12", 2014-07; RFC 7468 "Textual Encodings of PKIX", 2015-04.
 */
import type { X509Certificate } from 'node:crypto';
import { Duplex } from 'node:stream';
import * as tls from 'node:tls';
import type { CertificateFacts } from '#shared/contract/session.ts';
import { readCertificateFacts } from './certificate.ts';
import { keyOptions, type ClientKey } from './tls-contexts.ts';

/** What is wrong with a client certificate. */
export type ClientCertificateFault =
  | 'passphrase-missing'
  | 'passphrase-wrong'
  | 'key-missing'
  | 'key-mismatch'
  | 'legacy-encryption'
  | 'unreadable'
  | 'expired'
  | 'not-yet-valid';

/** The client certificate cannot be used. */
export class ClientCertificateError extends Error {
  override readonly name = 'ClientCertificateError';
  readonly fault: ClientCertificateFault;
  readonly certificate: CertificateFacts | null;

  constructor(fault: ClientCertificateFault, certificate: CertificateFacts | null = null) {
    super(`The client certificate cannot be used: ${fault}`);
    this.fault = fault;
    this.certificate = certificate;
  }
}

/**
 * Checks a certificate and its key.
 * @returns what the certificate says
 * @throws ClientCertificateError
 */
export function checkClientKey(key: ClientKey, now = new Date()): CertificateFacts {
  const hasKey = key.format === 'pkcs12' || key.content.includes('PRIVATE KEY-----');
  if (!hasKey) throw new ClientCertificateError('key-missing');
  const certificate = ownCertificate(createKeyContext(key));
  if (certificate === undefined) throw new ClientCertificateError('unreadable');
  const facts = readCertificateFacts(certificate);
  requireValidity(facts, now);
  return facts;
}

function createKeyContext(key: ClientKey): tls.SecureContext {
  try {
    return tls.createSecureContext(keyOptions(key));
  } catch (error) {
    throw new ClientCertificateError(readFault(error, key));
  }
}

/** What the TLS library's error means; OpenSSL and BoringSSL (Electron) have words of their own. */
function readFault(error: unknown, key: ClientKey): ClientCertificateFault {
  const text = error instanceof Error ? error.message : '';
  if (/key[ _]values[ _]mismatch/i.test(text)) return 'key-mismatch';
  if (/Unable to load private key/i.test(text)) return 'key-missing';
  if (/Unsupported PKCS12/i.test(text)) return 'legacy-encryption';
  const locked = key.format === 'pem' ? isEncrypted(key) : /mac verify|INCORRECT_PASSW/i.test(text);
  if (!locked) return 'unreadable';
  return key.passphrase === '' ? 'passphrase-missing' : 'passphrase-wrong';
}

/** Whether the private key of a PEM file needs a passphrase. */
function isEncrypted({ content }: ClientKey): boolean {
  return /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(content.toString('latin1'));
}

function requireValidity(certificate: CertificateFacts, now: Date): void {
  if (Date.parse(certificate.validTo) < now.getTime())
    throw new ClientCertificateError('expired', certificate);
  if (Date.parse(certificate.validFrom) > now.getTime())
    throw new ClientCertificateError('not-yet-valid', certificate);
}

/** Of a PKCS#12 file Node shows the certificate only on a socket; this one never writes. */
function ownCertificate(secureContext: tls.SecureContext): X509Certificate | undefined {
  const nowhere = new Duplex({ read: () => undefined, write: (_bytes, _encoding, done) => done() });
  const socket = new tls.TLSSocket(nowhere, { secureContext, isServer: false });
  try {
    return socket.getX509Certificate();
  } finally {
    socket.destroy();
  }
}
