/**
 * The server's half of one SCRAM login.
 * RFC 5802 "SCRAM", 2010-07, §5 to §7; RFC 9266 "Channel Bindings for TLS 1.3", 2022-07.
 * Departures of MongooseIM (facts 8.6): an authorization id is refused, failures carry no reason.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hash, hmac, type ScramCredential, type ScramDigest } from './scram-keys.ts';

/** Malformed messages are told apart from wrong proofs. */
export type ScramFailure = 'not-authorized' | 'bad-protocol';

/** One login: two messages each way. */
export interface ScramExchange {
  /** Takes client-first; answers server-first. */
  start(
    clientFirst: string,
  ): Promise<{ readonly challenge: string } | { readonly failure: ScramFailure }>;
  /** Takes client-final; answers server-final and the account name. */
  finish(
    clientFinal: string,
  ): { readonly user: string; readonly serverFinal: string } | { readonly failure: ScramFailure };
}

/** What {@link createScramExchange} needs. */
export interface ScramInput {
  readonly digest: ScramDigest;
  /** The `-PLUS` variant was chosen. */
  readonly plus: boolean;
  /** tls-exporter data; null when the server offers no channel binding. */
  readonly channelBinding: Buffer | null;
  credential(user: string): Promise<ScramCredential | null>;
}

const CLIENT_FIRST =
  /^(?<gs2>(?<flag>n|y|p=[A-Za-z0-9.-]+),(?<authzid>a=[^,]*)?,)(?<bare>n=(?<user>[^,]+),r=(?<nonce>[\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/s;
const CLIENT_FINAL =
  /^(?<bare>c=(?<binding>[^,]+),r=(?<nonce>[^,]+)(?:,.*)?),p=(?<proof>[A-Za-z0-9+/=]+)$/s;

/** Begins a login. */
export function createScramExchange(input: ScramInput): ScramExchange {
  let state: {
    readonly gs2: string;
    readonly user: string;
    readonly nonce: string;
    readonly credential: ScramCredential;
    readonly transcript: string;
  } | null = null;

  return {
    async start(clientFirst) {
      const parts = CLIENT_FIRST.exec(clientFirst)?.groups;
      if (parts === undefined) return { failure: 'bad-protocol' };
      if (parts['authzid'] !== undefined || !flagAllowed(parts['flag'] ?? '', input)) {
        return { failure: 'not-authorized' };
      }
      const user = unescapeName(parts['user'] ?? '');
      const credential = await input.credential(user);
      if (credential === null) return { failure: 'not-authorized' };
      const nonce = `${parts['nonce']}${randomBytes(16).toString('base64')}`;
      const challenge = `r=${nonce},s=${credential.salt.toString('base64')},i=${credential.iterations}`;
      const transcript = `${parts['bare']},${challenge}`;
      state = { gs2: parts['gs2'] ?? '', user, nonce, credential, transcript };
      return { challenge };
    },
    finish(clientFinal) {
      const parts = CLIENT_FINAL.exec(clientFinal)?.groups;
      if (state === null || parts === undefined) return { failure: 'bad-protocol' };
      const expected = Buffer.concat([
        Buffer.from(state.gs2),
        input.plus ? (input.channelBinding ?? Buffer.alloc(0)) : Buffer.alloc(0),
      ]).toString('base64');
      if (parts['nonce'] !== state.nonce || parts['binding'] !== expected) {
        return { failure: 'not-authorized' };
      }
      const message = `${state.transcript},${parts['bare']}`;
      const { storedKey, serverKey } = state.credential;
      if (!proofMatches(input.digest, storedKey, message, parts['proof'] ?? '')) {
        return { failure: 'not-authorized' };
      }
      const signature = hmac(input.digest, serverKey, message).toString('base64');
      return { user: state.user, serverFinal: `v=${signature}` };
    },
  };
}

/** `y` while the server offers PLUS is a downgrade; `p` needs the PLUS mechanism and the one type. */
function flagAllowed(flag: string, input: ScramInput): boolean {
  if (input.plus) return flag === 'p=tls-exporter';
  if (flag === 'y') return input.channelBinding === null;
  return flag === 'n';
}

function unescapeName(name: string): string {
  return name.replace(/=2C/gi, ',').replace(/=3D/gi, '=').toLowerCase();
}

/** ClientKey is the proof XOR the client signature; its hash must be the stored key. */
function proofMatches(
  digest: ScramDigest,
  storedKey: Buffer,
  message: string,
  proof: string,
): boolean {
  const signature = hmac(digest, storedKey, message);
  const sent = Buffer.from(proof, 'base64');
  if (sent.length !== signature.length) return false;
  const clientKey = Buffer.from(sent.map((byte, index) => byte ^ (signature[index] ?? 0)));
  return timingSafeEqual(hash(digest, clientKey), storedKey);
}
