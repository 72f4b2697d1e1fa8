/** What the connection ladder tells of a login. */
import type { NoteFact } from '../ladder.ts';
import { differingMechanisms, isPlus, type SaslOffers } from '../sasl/offer.ts';
import type { ScramFacts } from '../sasl/scram.ts';

/**
 * Notes what the server offers, and what looks as if somebody had taken something out of it.
 * @param missing mechanisms that were offered to this account before
 */
export function noteOffers(note: NoteFact, offers: SaslOffers, missing: readonly string[]): void {
  const { sasl1, sasl2 } = offers;
  if (sasl2 !== null) note('authenticate', 'SASL2 offers', list(sasl2.mechanisms));
  if (sasl1 !== null) note('authenticate', 'SASL offers', list(sasl1.mechanisms));
  const bindings = (sasl2 ?? sasl1)?.channelBindings ?? null;
  if (bindings !== null) note('authenticate', 'Channel bindings', list(bindings));
  const differing = differingMechanisms(offers);
  if (differing.length > 0) {
    note(
      'authenticate',
      'Lists differ',
      `SASL and SASL2 do not both offer ${list(differing)}`,
      'warning',
    );
  }
  if (missing.length > 0) {
    note(
      'authenticate',
      'Downgrade',
      `Offered at the last login and not now: ${list(missing)}`,
      'warning',
    );
  }
}

/** Notes which mechanism was chosen and why. */
export function noteChoice(
  note: NoteFact,
  choice: {
    readonly profile: keyof SaslOffers;
    readonly name: string;
    readonly reason: string;
    readonly bind: boolean;
    readonly plusOffered: boolean;
  },
): void {
  const { profile, name, reason, bind, plusOffered } = choice;
  const profileName = profile === 'sasl1' ? 'SASL' : 'SASL2';
  note('authenticate', 'Profile', bind ? `${profileName} with Bind 2` : profileName);
  note('authenticate', 'Mechanism', name);
  note('authenticate', 'Why', reason, plusOffered && !isPlus(name) ? 'warning' : 'neutral');
}

/** Notes what the server's challenge told. */
export function noteScram(note: NoteFact, facts: ScramFacts): void {
  note('authenticate', 'SCRAM', `${facts.iterations} iterations, ${facts.saltBytes} bytes of salt`);
  if (facts.offerConfirmed) {
    note('authenticate', 'Offer', 'The server vouched for its list of mechanisms', 'good');
  }
}

/** Notes whether the server had to prove itself; when it could not, the login has ended before. */
export function noteProof(note: NoteFact, proved: boolean): void {
  if (proved) note('authenticate', 'Server', 'Proved that it knows the password', 'good');
  else note('authenticate', 'Server', 'This mechanism lets it prove nothing');
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
