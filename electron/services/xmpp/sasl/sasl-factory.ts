/**
 * The list of mechanisms in the shape the library's SASL feature expects, strongest first, and the
 * choice among those that the server offers.
 */
import type { SaslMechanism } from './mechanism.ts';
import { createPlain, PLAIN } from './plain.ts';
import { createScram, scramName, type ScramHash } from './scram.ts';

/** An account stored for one hash is offered that hash alone, so all that MongooseIM has are here. */
const SCRAM_HASHES: readonly ScramHash[] = ['sha512', 'sha384', 'sha256', 'sha224', 'sha1'];

/** All mechanisms, in the order in which they are preferred. */
export const SUPPORTED_MECHANISMS: readonly string[] = [...SCRAM_HASHES.map(scramName), PLAIN];

/** `_mechs` and `create` are what the library reads; the underscore is its own. */
export interface SaslFactory {
  readonly _mechs: readonly { readonly name: string }[];
  create(names: readonly string[]): SaslMechanism | null;
  /** The mechanism made last, to be asked whether the server proved itself. */
  current(): SaslMechanism | null;
}

/**
 * Creates the factory of one connection.
 * @param nonce makes a client nonce, fresh each time
 */
export function createSaslFactory(nonce: () => string): SaslFactory {
  let current: SaslMechanism | null = null;

  function build(name: string): SaslMechanism | null {
    const hash = SCRAM_HASHES.find((candidate) => scramName(candidate) === name);
    if (hash !== undefined) return createScram(hash, nonce());
    return name === PLAIN ? createPlain() : null;
  }

  return {
    _mechs: SUPPORTED_MECHANISMS.map((name) => ({ name })),
    create(names) {
      const name = SUPPORTED_MECHANISMS.find((candidate) => names.includes(candidate));
      current = name === undefined ? null : build(name);
      return current;
    },
    current: () => current,
  };
}

/** The mechanism to use, or why there is none. */
export type MechanismChoice =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly reason: 'none-in-common' | 'plain-in-clear' };

/**
 * Chooses the strongest mechanism that may be used.
 * @param offered names the server offers
 * @param plainAllowed the connection has TLS, or the user allowed PLAIN without it
 */
export function chooseMechanism(
  offered: readonly string[],
  plainAllowed: boolean,
): MechanismChoice {
  const common = SUPPORTED_MECHANISMS.filter((name) => offered.includes(name));
  const name = common.find((candidate) => plainAllowed || candidate !== PLAIN);
  if (name !== undefined) return { ok: true, name };
  return { ok: false, reason: common.length > 0 ? 'plain-in-clear' : 'none-in-common' };
}
