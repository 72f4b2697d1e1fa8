/** What is decided about TLS before the first connection attempt: authorities, client certificate, key log. */
import { X509Certificate } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import type { SessionFailure } from '#shared/contract/session.ts';
import { checkClientKey, ClientCertificateError } from './client-certificate.ts';
import { clientCertificateFailure } from './client-certificate-failures.ts';
import type { ConnectInput } from './connect-input.ts';
import { openKeyLog, type KeyLog } from './key-log.ts';
import type { ClientKey, TlsContexts } from './tls-contexts.ts';
import type { TlsPolicy } from './tls.ts';

/** A client certificate's file as it is now. */
export type ClientKeyFile = Omit<ClientKey, 'passphrase'>;

/** Where files that a user chose come from. */
export interface ChosenTlsFiles {
  /** PEM text of a CA file chosen through the host; null when it is not known or not readable. */
  resolveCa(caId: string): Promise<string | null>;
  /** Null when it is not known or not readable. */
  resolveClientCertificate(id: string): Promise<ClientKeyFile | null>;
  /** Path of a key log; null when it is not known. */
  resolveKeyLog(id: string): string | null;
}

/** The TLS of a connection. */
export interface TlsPlan {
  readonly policy: TlsPolicy;
  /** For HTTPS requests on the way; prepared when the first is made. */
  webContext(): Promise<SecureContext>;
}

/** What planning TLS needs. */
export interface TlsPlanDependencies extends ChosenTlsFiles {
  readonly contexts: TlsContexts;
}

/**
 * Prepares the TLS of a connection.
 * @param domain of the JID, in ASCII form
 * @returns the plan, or why there is none: `bad-address`, `client-certificate` or `key-log`
 */
export async function planTls(
  input: ConnectInput,
  domain: string,
  files: TlsPlanDependencies,
): Promise<TlsPlan | SessionFailure> {
  const { trust } = input;
  const caPem = trust.kind === 'ca-file' ? await files.resolveCa(trust.caId) : null;
  if (trust.kind === 'ca-file' && !isCertificate(caPem)) return CA_MISSING;
  const clientKey = await readClientKey(input, files);
  if (clientKey === 'missing') return CLIENT_CERTIFICATE_MISSING;
  const keyLog = readKeyLog(input, files);
  if (keyLog === 'unwritable') return KEY_LOG_UNWRITABLE;
  try {
    const clientCertificate = clientKey === null ? null : checkClientKey(clientKey);
    const system = trust.kind === 'system';
    const context = await files.contexts.prepare({ system, caPem }, clientKey);
    return {
      policy: { trust, domain, context, clientCertificate, keyLog },
      webContext: () => files.contexts.prepare({ system: true, caPem }, null),
    };
  } catch (error) {
    return error instanceof ClientCertificateError ? clientCertificateFailure(error) : CA_MISSING;
  }
}

async function readClientKey(
  { options, clientCertificatePassphrase = '' }: ConnectInput,
  files: ChosenTlsFiles,
): Promise<ClientKey | 'missing' | null> {
  const id = options.clientCertificateId;
  if (id === null) return null;
  const file = await files.resolveClientCertificate(id);
  return file === null ? 'missing' : { ...file, passphrase: clientCertificatePassphrase };
}

function readKeyLog(
  { tlsKeyLogId }: ConnectInput,
  files: ChosenTlsFiles,
): KeyLog | 'unwritable' | null {
  if (tlsKeyLogId === undefined) return null;
  const path = files.resolveKeyLog(tlsKeyLogId);
  return (path === null ? null : openKeyLog(path)) ?? 'unwritable';
}

/** Node takes anything for a CA and fails, or trusts nobody, only in the handshake. */
function isCertificate(pem: string | null): boolean {
  if (pem === null) return false;
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}

const CA_MISSING: SessionFailure = {
  code: 'bad-address',
  step: 'address',
  what: 'The CA file of this account cannot be read.',
  why: 'It was moved or deleted, or it is not a PEM certificate.',
  next: 'Choose the CA file again.',
};

const CLIENT_CERTIFICATE_MISSING: SessionFailure = {
  code: 'client-certificate',
  step: 'address',
  what: 'The client certificate of this account cannot be read.',
  why: 'Its file was moved, deleted or replaced by something else, or it was chosen on another computer.',
  next: 'Choose the client certificate again.',
};

const KEY_LOG_UNWRITABLE: SessionFailure = {
  code: 'key-log',
  step: 'address',
  what: 'The file for the TLS keys cannot be written.',
  why: 'Its folder is gone or may not be written, or it was chosen before the program was started.',
  next: 'Choose another file for the keys, or connect without them.',
};
