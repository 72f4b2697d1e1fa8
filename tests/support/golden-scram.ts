/** The client's half of SCRAM, for replaying recordings whose nonces belong to another login. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

export interface ScramLogin {
  readonly mechanism: string;
  readonly clientFirst: string;
  readonly challenge: string;
  readonly password: string;
  /** Base64 text of the `c=` attribute. */
  readonly binding: string;
}

export interface ScramAnswer {
  readonly clientFinal: string;
  /** What an honest server must answer. */
  readonly serverFinal: string;
}

/** Computes client-final and the server signature it must be answered with. */
export function answerScram(login: ScramLogin): ScramAnswer {
  const digest = login.mechanism.replace(/-PLUS$/, '').replace('SCRAM-SHA-', 'sha');
  const bare = login.clientFirst.replace(/^[^,]*,[^,]*,/, '');
  const challenge = readAttributes(login.challenge);
  const salt = Buffer.from(challenge['s'] ?? '', 'base64');
  const length = createHash(digest).digest().length;
  const salted = pbkdf2Sync(login.password, salt, Number(challenge['i']), length, digest);
  const clientKey = hmac(digest, salted, 'Client Key');
  const storedKey = createHash(digest).update(clientKey).digest();
  const withoutProof = `c=${login.binding},r=${challenge['r']}`;
  const message = `${bare},${login.challenge},${withoutProof}`;
  const signature = hmac(digest, storedKey, message);
  const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
  const serverSignature = hmac(digest, hmac(digest, salted, 'Server Key'), message);
  return {
    clientFinal: `${withoutProof},p=${proof.toString('base64')}`,
    serverFinal: `v=${serverSignature.toString('base64')}`,
  };
}

/** `r=…,s=…,i=…` by letter. */
export function readAttributes(message: string): Readonly<Record<string, string>> {
  return Object.fromEntries(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

function hmac(digest: string, key: Buffer, text: string): Buffer {
  return createHmac(digest, key).update(text).digest();
}
