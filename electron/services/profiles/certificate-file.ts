/** Reads certificate authorities from a file the user chose. */
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';

/** Far above the largest bundle of a public operating system. */
const MAX_BYTES = 2 * 1024 * 1024;

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Reads the certificates of a PEM or DER file; anything else in it (a private key) is left out.
 * @returns PEM text with at least one certificate; or `ca-unreadable`, `ca-too-big`, `ca-not-a-certificate`
 */
export function readCertificateFile(path: string): Result<string> {
  const name = basename(path);
  let content: Buffer;
  try {
    if (statSync(path).size > MAX_BYTES) return fail(tooBig(name));
    content = readFileSync(path);
  } catch {
    return fail(unreadable(name));
  }
  const blocks = content.toString('latin1').match(PEM_CERTIFICATE);
  try {
    const certificates = (blocks ?? [content]).map((one) => new X509Certificate(one));
    return ok(certificates.map((one) => one.toString()).join(''));
  } catch {
    return fail(notACertificate(name));
  }
}

function unreadable(name: string): Problem {
  return {
    code: 'ca-unreadable',
    what: `The CA file ${name} could not be read.`,
    why: 'It was moved or deleted, or may not be read.',
    next: 'Choose the file again.',
  };
}

function tooBig(name: string): Problem {
  return {
    code: 'ca-too-big',
    what: `The CA file ${name} was not taken.`,
    why: `It is larger than ${MAX_BYTES / 1024 / 1024} MB, which no CA file is.`,
    next: 'Choose the file with the certificate of your CA.',
  };
}

function notACertificate(name: string): Problem {
  return {
    code: 'ca-not-a-certificate',
    what: `The CA file ${name} was not taken.`,
    why: 'It is not a certificate in PEM or DER form.',
    next: 'Choose the file with the certificate of your CA, often named ca.pem or ca.crt.',
  };
}
