/** The server's side of SCRAM, written from RFC 5802 §3 on its own, to hold the client against. */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

/** What a server keeps and says in one exchange. */
export interface ScramServerSettings {
  /** As Node spells it: `sha1`, `sha256`, … */
  readonly hash: string;
  readonly password: string;
  readonly salt: Buffer;
  readonly iterations: number;
  /** Appended to the client's nonce. */
  readonly nonce: string;
  /** What the server's end of the connection exports; absent without channel binding. */
  readonly binding?: Buffer;
}

export interface ScramServer {
  /** @param clientFirst with its GS2 header */
  challenge(clientFirst: string): string;
  /** @returns server-final-message, or null when the client has not proved the password */
  accept(clientFinal: string): string | null;
}

/** Creates the server of one exchange. */
export function createScramServer(settings: ScramServerSettings): ScramServer {
  const { hash, password, salt, iterations } = settings;
  const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
  const digest = (data: Uint8Array) => createHash(hash).update(data).digest();
  const salted = pbkdf2Sync(password, salt, iterations, digest(Buffer.alloc(0)).length, hash);
  const storedKey = digest(hmac(salted, 'Client Key'));
  let header = '';
  let bare = '';
  let serverFirst = '';

  return {
    challenge(clientFirst) {
      const headerEnd = clientFirst.indexOf(',', clientFirst.indexOf(',') + 1) + 1;
      header = clientFirst.slice(0, headerEnd);
      bare = clientFirst.slice(headerEnd);
      const clientNonce = bare.slice(bare.indexOf(',r=') + 3);
      serverFirst = `r=${clientNonce}${settings.nonce},s=${salt.toString('base64')},i=${iterations}`;
      return serverFirst;
    },
    accept(clientFinal) {
      const [withoutProof = '', proof = ''] = clientFinal.split(',p=');
      const input = Buffer.concat([Buffer.from(header), settings.binding ?? Buffer.alloc(0)]);
      if (!withoutProof.startsWith(`c=${input.toString('base64')},`)) return null;
      const messages = `${bare},${serverFirst},${withoutProof}`;
      const signature = hmac(storedKey, messages);
      const key = Buffer.from(proof, 'base64').map((byte, at) => byte ^ (signature[at] ?? 0));
      if (!digest(key).equals(storedKey)) return null;
      return `v=${hmac(hmac(salted, 'Server Key'), messages).toString('base64')}`;
    },
  };
}
