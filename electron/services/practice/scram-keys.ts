/**
 * Stored SCRAM credentials of the practice accounts.
 * RFC 5802 "SCRAM", 2010-07, §3; iteration count as in the recorded server (06: `i=4096`).
 */
import { createHash, createHmac, getHashes, pbkdf2, randomBytes } from 'node:crypto';

const SCRAM_ITERATIONS = 4096;

/** Digest names as Node spells them. */
export type ScramDigest = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** Strongest first, as announced. */
const DIGESTS: readonly ScramDigest[] = ['sha512', 'sha384', 'sha256', 'sha224', 'sha1'];

/** What a server keeps instead of the password. */
export interface ScramCredential {
  readonly salt: Buffer;
  readonly iterations: number;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** The digests this runtime's OpenSSL or BoringSSL can do. */
export function availableDigests(): readonly ScramDigest[] {
  const known = new Set(getHashes().map((name) => name.toLowerCase().replace(/^rsa-/, '')));
  return DIGESTS.filter((digest) => known.has(digest));
}

/** Bytes of a digest's output. */
function digestLength(digest: ScramDigest): number {
  return createHash(digest).digest().length;
}

/** HMAC of text or bytes. */
export function hmac(digest: ScramDigest, key: Buffer, text: string): Buffer {
  return createHmac(digest, key).update(text).digest();
}

/** Hash of bytes. */
export function hash(digest: ScramDigest, bytes: Buffer): Buffer {
  return createHash(digest).update(bytes).digest();
}

/** Derives a credential with a salt of its own; runs on Node's thread pool. */
export async function deriveCredential(
  digest: ScramDigest,
  password: string,
): Promise<ScramCredential> {
  const salt = randomBytes(16);
  const salted = await new Promise<Buffer>((resolve, reject) => {
    pbkdf2(
      password.normalize('NFKC'),
      salt,
      SCRAM_ITERATIONS,
      digestLength(digest),
      digest,
      (error, key) => {
        if (error === null) resolve(key);
        else reject(error);
      },
    );
  });
  const clientKey = hmac(digest, salted, 'Client Key');
  return {
    salt,
    iterations: SCRAM_ITERATIONS,
    storedKey: hash(digest, clientKey),
    serverKey: hmac(digest, salted, 'Server Key'),
  };
}
