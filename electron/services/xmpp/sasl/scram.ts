/**
 * SCRAM over any hash, with channel binding to TLS 1.3 or without.
 * RFC 5802 "Salted Challenge Response Authentication Mechanism (SCRAM)", 2010-07;
 * RFC 7677 "SCRAM-SHA-256 and SCRAM-SHA-256-PLUS", 2015-11; RFC 9266 "Channel Bindings for TLS 1.3", 2022-07.
 *
 * The library's SCRAM-SHA-1 derives the key on the main thread, half a second and more for the
 * 10,000 iterations that MongooseIM and Prosody ask for, and does not verify the server. Here the
 * derivation runs in libuv's thread pool and the server's signature is checked.
 */
import { createHash, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { SaslRefusal, type SaslCredentials, type SaslMechanism } from './mechanism.ts';
import { hashOffer, TLS_EXPORTER, type SaslOffer } from './offer.ts';
import { saslprep } from './saslprep.ts';

const deriveKey = promisify(pbkdf2);

/** Hash names as Node's crypto spells them. */
export type ScramHash = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** What the client says of channel binding. */
export type ScramBinding =
  /** It binds the login to this connection. */
  | { readonly kind: 'tls-exporter'; readonly data: Buffer }
  /** It could, and saw no offer of it: a server that did offer it has to refuse. */
  | { readonly kind: 'not-offered' }
  /** It cannot here. */
  | { readonly kind: 'none' };

/** What the server's challenge tells. */
export interface ScramFacts {
  readonly iterations: number;
  readonly saltBytes: number;
  /** The server vouched for its list of mechanisms, and the list is the one that arrived (XEP-0474). */
  readonly offerConfirmed: boolean;
}

/** What {@link createScram} needs. */
export interface ScramOptions {
  readonly hash: ScramHash;
  readonly credentials: SaslCredentials;
  /** Printable ASCII without comma, fresh for each exchange. */
  readonly clientNonce: string;
  readonly binding: ScramBinding;
  /** What the server offered, as it arrived. */
  readonly offer: SaslOffer;
  onScram(facts: ScramFacts): void;
}

/** Above this a server would only waste the user's time; common values are 4,096 to 100,000. */
const MAX_ITERATIONS = 10_000_000;

interface ServerFirst {
  readonly nonce: string;
  readonly salt: Buffer;
  readonly iterations: number;
  /** The server's word for its own list of mechanisms; null when it gives none. */
  readonly offerHash: string | null;
}

/**
 * Creates one SCRAM exchange.
 * @see RFC 5802 §3 "SCRAM Algorithm Overview", §5 "SCRAM Authentication Exchange"
 */
export function createScram(options: ScramOptions): SaslMechanism {
  const { hash, credentials, clientNonce, binding } = options;
  const header = gs2Header(binding);
  let clientFirstBare = '';
  let expectedSignature: Buffer | null = null;
  let verified = false;

  async function clientFinal(serverFirst: string): Promise<string> {
    const { nonce, salt, iterations, offerHash } = readServerFirst(serverFirst, clientNonce);
    if (offerHash !== null && offerHash !== hashOffer(hash, options.offer)) {
      throw new SaslRefusal('The list of login mechanisms was changed on its way from the server.');
    }
    options.onScram({ iterations, saltBytes: salt.length, offerConfirmed: offerHash !== null });
    const password = saslprep(credentials.password, 'password');
    const length = createHash(hash).digest().length;
    const saltedPassword = await deriveKey(password, salt, iterations, length, hash);
    const clientKey = hmac(hash, saltedPassword, 'Client Key');
    const storedKey = createHash(hash).update(clientKey).digest();
    const withoutProof = `c=${bindingInput(header, binding).toString('base64')},r=${nonce}`;
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
    name: scramName(hash) + (binding.kind === 'tls-exporter' ? '-PLUS' : ''),
    provesServer: true,
    begin() {
      const username = saslprep(credentials.username, 'user name');
      clientFirstBare = `n=${escapeName(username)},r=${clientNonce}`;
      return Buffer.from(header + clientFirstBare);
    },
    async answer(challenge) {
      if (expectedSignature === null) return Buffer.from(await clientFinal(challenge.toString()));
      // Servers without "additional data with success" send the signature as a last challenge.
      verify(challenge.toString());
      return Buffer.alloc(0);
    },
    finish(data) {
      if (!verified) verify(data.toString());
    },
  };
}

/** The mechanism's registered name without channel binding, e.g. `SCRAM-SHA-256`. */
function scramName(hash: ScramHash): string {
  return `SCRAM-SHA-${hash.slice('sha'.length)}`;
}

/** The hash of a mechanism's name, with channel binding or without; null when it is not SCRAM. */
export function readScramName(name: string): ScramHash | null {
  return HASHES.find((hash) => scramName(hash) === name.replace(/-PLUS$/, '')) ?? null;
}

const HASHES: readonly ScramHash[] = ['sha512', 'sha384', 'sha256', 'sha224', 'sha1'];

/** No authorization identity: MongooseIM refuses one (facts 8.6). @see RFC 5802 §7 "gs2-header" */
function gs2Header({ kind }: ScramBinding): string {
  switch (kind) {
    case 'tls-exporter':
      return `p=${TLS_EXPORTER},,`;
    case 'not-offered':
      return 'y,,';
    case 'none':
      return 'n,,';
    default: {
      const missing: never = kind;
      return missing;
    }
  }
}

/** @see RFC 5802 §5.1, attribute "c" */
function bindingInput(header: string, binding: ScramBinding): Buffer {
  const data = binding.kind === 'tls-exporter' ? binding.data : Buffer.alloc(0);
  return Buffer.concat([Buffer.from(header), data]);
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
  return { nonce, salt, iterations, offerHash: attributeOf(message, 'h') };
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
