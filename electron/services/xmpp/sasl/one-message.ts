/**
 * Mechanisms of a single message.
 * RFC 4616 "The PLAIN SASL Mechanism", 2006-08; RFC 4422 appendix A "The EXTERNAL Mechanism", 2006-06;
 * RFC 4505 "Anonymous SASL Mechanism", 2006-06; X-OAUTH of MongooseIM's mod_auth_token.
 */
import { ANONYMOUS, EXTERNAL, PLAIN, X_OAUTH } from '#shared/xmpp/sasl-mechanisms.ts';
import { SaslRefusal, type SaslCredentials, type SaslMechanism } from './mechanism.ts';

const MESSAGES: Readonly<Record<string, (credentials: SaslCredentials) => Buffer>> = {
  // Without authorization identity: MongooseIM would ignore it (facts 8.6).
  [PLAIN]: ({ username, password }) => Buffer.from(`\0${username}\0${password}`),
  // The account is the certificate's own (XEP-0178 1.2 §2).
  [EXTERNAL]: () => Buffer.alloc(0),
  [ANONYMOUS]: () => Buffer.alloc(0),
  [X_OAUTH]: ({ password }) => tokenBytes(password.trim()),
};

/**
 * Creates the exchange of a mechanism that says all it has to say at once.
 * @param name of the mechanism
 * @returns null when it is not one of these
 */
export function createOneMessage(name: string, credentials: SaslCredentials): SaslMechanism | null {
  const message = MESSAGES[name];
  if (message === undefined) return null;
  return {
    name,
    provesServer: false,
    begin: () => message(credentials),
    answer: () => Promise.reject(new SaslRefusal(`The server asks for more than ${name} has.`)),
    // X-OAUTH with a refresh token is answered with a new token, which nobody here asked for.
    finish: () => undefined,
  };
}

/** MongooseIM hands its tokens out in Base64, and that text is what `<auth/>` is to hold. */
function tokenBytes(token: string): Buffer {
  const bytes = Buffer.from(token, 'base64');
  return bytes.toString('base64') === token ? bytes : Buffer.from(token);
}
