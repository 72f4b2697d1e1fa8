/** Reads a client certificate with its key from a file the user chose. */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import { checkClientKey, ClientCertificateError } from '../xmpp/client-certificate.ts';
import { clientCertificateWords } from '../xmpp/client-certificate-failures.ts';
import type { ClientKeyFile } from '../xmpp/tls-plan.ts';

/** Far above a certificate with its key and a whole chain. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads the file as it is: PEM with certificate and key, or PKCS#12.
 * @returns null when it cannot be read
 */
export function readClientKeyFile(path: string): ClientKeyFile | null {
  try {
    if (statSync(path).size > MAX_BYTES) return null;
    const content = readFileSync(path);
    return { format: content.includes('-----BEGIN ') ? 'pem' : 'pkcs12', content };
  } catch {
    return null;
  }
}

/**
 * Reads the file and checks it as far as that is possible without a passphrase.
 * @returns the file; or `certificate-unreadable`, `certificate-unusable`
 */
export function readClientCertificateFile(path: string): Result<ClientKeyFile> {
  const file = readClientKeyFile(path);
  if (file === null) return fail(unreadable(basename(path)));
  try {
    checkClientKey({ ...file, passphrase: '' });
  } catch (error) {
    if (!(error instanceof ClientCertificateError)) throw error;
    if (error.fault !== 'passphrase-missing') {
      return fail({ code: 'certificate-unusable', ...clientCertificateWords(error) });
    }
  }
  return ok(file);
}

function unreadable(name: string): Problem {
  return {
    code: 'certificate-unreadable',
    what: `The client certificate ${name} could not be read.`,
    why: 'It was moved or deleted, may not be read, or is larger than any certificate.',
    next: 'Choose the file again.',
  };
}
