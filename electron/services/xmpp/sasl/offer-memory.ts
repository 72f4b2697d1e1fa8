/**
 * What accounts were offered when they last logged in, for as long as the process runs. Somebody between
 * client and server can take mechanisms out of the list; one who was not there before shows by that.
 */
import { SASL_MECHANISMS } from '#shared/xmpp/sasl-mechanisms.ts';

/** Remembers offers by account and kind of connection. */
export interface OfferMemory {
  /** Mechanisms known here that were offered at the last login and are not now, strongest first. */
  missing(key: string, offered: readonly string[]): readonly string[];
  /** A login over this offer succeeded. */
  remember(key: string, offered: readonly string[]): void;
}

/** Creates an empty memory. */
export function createOfferMemory(): OfferMemory {
  const offers = new Map<string, readonly string[]>();
  return {
    missing(key, offered) {
      const before = offers.get(key) ?? [];
      return SASL_MECHANISMS.filter((name) => before.includes(name) && !offered.includes(name));
    },
    remember: (key, offered) => void offers.set(key, offered),
  };
}
