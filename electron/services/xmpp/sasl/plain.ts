/** PLAIN. RFC 4616 "The PLAIN SASL Mechanism", 2006-08. */
import { toByteText, type SaslMechanism } from './mechanism.ts';

/** Name of the mechanism that shows the password to whoever reads the connection. */
export const PLAIN = 'PLAIN';

/**
 * Creates one PLAIN exchange. Without authorization identity: MongooseIM would ignore it.
 * @see RFC 4616 §2
 */
export function createPlain(): SaslMechanism {
  return {
    name: PLAIN,
    clientFirst: true,
    challenge: () => undefined,
    response: ({ username, password }) => Promise.resolve(toByteText(`\0${username}\0${password}`)),
    finish: () => undefined,
  };
}
