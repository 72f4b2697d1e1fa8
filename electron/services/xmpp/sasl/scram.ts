/**
 * SCRAM without channel binding, over any hash.
 * RFC 5802 "Salted Challenge Response Authentication Mechanism (SCRAM)", 2010-07;
 * RFC 7677 "SCRAM-SHA-256 and SCRAM-SHA-256-PLUS", 2015-11.
 *
 * The library's SCRAM-SHA-1 derives the key on the main thread, half a second and more for the
 * 10,000 iterations that MongooseIM and Prosody ask for, and does not verify the server. Here the
 * derivation runs in libuv's thread pool and the server's signature is checked.
 */
import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import {
  fromByteText,
  SaslRefusal,
  toByteText,
  type SaslCredentials,
  type SaslMechanism,
} from './mechanism.ts';
import { saslprep } from './saslprep.ts';

const deriveKey = promisify(pbkdf2);

/** Hash names as Node's crypto spells them. */
export type ScramHash = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** Above this a server would only waste the user's time; common values are 4,096 to 100,000. */
const MAX_ITERATIONS = 10_000_000;

/** "n": the client supports no channel binding; no authorization identity. */
const GS2_HEADER = 'n,,';

interface ServerFirst {
  readonly nonce: string;
  readonly salt: Buffer;
  readonly iterations: number;
}

/**
 * Creates one SCRAM exchange.
 * @param hash which hash
 * @param clientNonce printable ASCII without comma, fresh for each exchange
 * @see RFC 5802 §3 "SCRAM Algorithm Overview", §5 "SCRAM Authentication Exchange"
 */
export function createScram(hash: ScramHash, clientNonce: string): SaslMechanism {
  let clientFirstBare = '';
  let serverMessage: string | null = null;
  let expectedSignature: Buffer | null = null;
  let verified = false;

  async function finalMessage(serverFirst: string, credentials: SaslCredentials): Promise<string> {
    const { nonce, salt, iterations } = readServerFirst(serverFirst, clientNonce);
    const password = saslprep(credentials.password, 'password');
    const length = createHash(hash).digest().length;
    const saltedPassword = await deriveKey(password, salt, iterations, length, hash);
    const clientKey = hmac(hash, saltedPassword, 'Client Key');
    const storedKey = createHash(hash).update(clientKey).digest();
    const withoutProof = `c=${Buffer.from(GS2_HEADER).toString('base64')},r=${nonce}`;
    const authMessage = `${clientFirstBare},${serverFirst},${withoutProof}`;
    const proof = xor(clientKey, hmac(hash, storedKey, authMessage));
    expectedSignature = hmac(hash, hmac(hash, saltedPassword, 'Server Key'), authMessage);
    return `${withoutProof},p=${proof.toString('base64')}`;
  }

  function verify(serverFinal: string): void {
    const error = attributeOf(serverFinal, 'e');
    if (error !== null) throw new SaslRefusal(`The server ended SCRAM with "${error}".`);
    const signature = Buffer.from(attributeOf(serverFinal, 'v') ?? '', 'base64');
    if (expectedSignature === null || !sameBytes(signature, expectedSignature)) {
      throw new SaslRefusal('The server could not prove that it knows the password.');
    }
    verified = true;
  }

  return {
    name: scramName(hash),
    clientFirst: true,
    challenge(byteText) {
      serverMessage = fromByteText(byteText);
    },
    async response(credentials) {
      if (serverMessage === null) {
        const username = saslprep(credentials.username, 'user name');
        clientFirstBare = `n=${escapeName(username)},r=${clientNonce}`;
        return toByteText(GS2_HEADER + clientFirstBare);
      }
      if (expectedSignature === null)
        return toByteText(await finalMessage(serverMessage, credentials));
      // Servers without "additional data with success" send the signature as a last challenge.
      verify(serverMessage);
      return '';
    },
    finish(byteText) {
      if (!verified) verify(fromByteText(byteText));
    },
  };
}

/** The mechanism's registered name, e.g. `SCRAM-SHA-256`. */
export function scramName(hash: ScramHash): string {
  return `SCRAM-SHA-${hash.slice('sha'.length)}`;
}

/** @see RFC 5802 §7 "server-first-message" */
function readServerFirst(message: string, clientNonce: string): ServerFirst {
  // A mandatory extension this client does not know must end the exchange (§5.1, "m").
  const known = !message.startsWith('m=');
  const nonce = attributeOf(message, 'r') ?? '';
  const salt = Buffer.from(attributeOf(message, 's') ?? '', 'base64');
  // Number() alone would also take "0x10" and "1e3".
  const count = attributeOf(message, 'i') ?? '';
  const iterations = /^[1-9]\d*$/.test(count) ? Number(count) : 0;
  const fresh = nonce.startsWith(clientNonce) && nonce.length > clientNonce.length;
  const countable = iterations >= 1 && iterations <= MAX_ITERATIONS;
  if (!known || !fresh || salt.length === 0 || !countable) {
    throw new SaslRefusal('The SCRAM challenge of the server is not valid.');
  }
  return { nonce, salt, iterations };
}

function attributeOf(message: string, name: string): string | null {
  const part = message.split(',').find((candidate) => candidate.startsWith(`${name}=`));
  return part === undefined ? null : part.slice(2);
}

/** @see RFC 5802 §5.1, attribute "n" */
function escapeName(username: string): string {
  return username.replaceAll('=', '=3D').replaceAll(',', '=2C');
}

function hmac(hash: ScramHash, key: Buffer, text: string): Buffer {
  return createHmac(hash, key).update(text, 'utf8').digest();
}

function sameBytes(left: Buffer, right: Buffer): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));
}
