/** From a mechanism's name to one login with it. */
import type { SaslCredentials, SaslMechanism } from './mechanism.ts';
import { isPlus, type SaslOffer } from './offer.ts';
import { createOneMessage } from './one-message.ts';
import { createScram, readScramName, type ScramBinding, type ScramFacts } from './scram.ts';

/** What a login is made from. */
export interface MechanismOptions {
  readonly credentials: SaslCredentials;
  readonly offer: SaslOffer;
  /** The TLS exporter's bytes; null where the connection has none. */
  readonly binding: Buffer | null;
  /** The server offers some mechanism with channel binding, in whichever profile. */
  readonly plusOffered: boolean;
  /** Printable ASCII without comma, fresh for each login. */
  readonly nonce: string;
  onScram(facts: ScramFacts): void;
}

/**
 * Creates a login.
 * @param name one that `chooseMechanism` answered
 * @throws RangeError when the mechanism is not known here
 */
export function createMechanism(name: string, options: MechanismOptions): SaslMechanism {
  const { credentials, offer, nonce, onScram } = options;
  const hash = readScramName(name);
  if (hash !== null) {
    return createScram({
      ...{ hash, credentials, offer, onScram },
      clientNonce: nonce,
      binding: bindingOf(name, options),
    });
  }
  const mechanism = createOneMessage(name, credentials);
  if (mechanism === null) throw new RangeError(`There is no mechanism ${name}`);
  return mechanism;
}

/**
 * What SCRAM says of channel binding. To claim that the server has none, though it does, is to be refused:
 * that is how a list cut short on the way comes out.
 * @see RFC 5802 §6 "Channel Binding"
 */
function bindingOf(name: string, { binding, plusOffered }: MechanismOptions): ScramBinding {
  if (binding === null) return { kind: 'none' };
  if (isPlus(name)) return { kind: 'tls-exporter', data: binding };
  return { kind: plusOffered ? 'none' : 'not-offered' };
}
