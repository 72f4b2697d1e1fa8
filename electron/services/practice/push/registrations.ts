/**
 * Push registrations of a host. Key: user, PubSub JID and node; the same key again replaces.
 * @see facts, Part 4.3
 */
import type { PushRegistration } from '../ports.ts';

/** The registrations of all users. */
export interface RegistrationStore {
  put(registration: PushRegistration): void;
  /** Removes one node, or all nodes at the PubSub JID when `node` is undefined. */
  remove(userJid: string, pubsubJid: string, node: string | undefined): void;
  /** Oldest first. */
  of(userJid: string): readonly PushRegistration[];
}

/** True when a registration is the one, or one of those, that a disable names. */
export function matches(
  registration: PushRegistration,
  pubsubJid: string,
  node: string | undefined,
): boolean {
  return registration.pubsubJid === pubsubJid && (node === undefined || registration.node === node);
}

/** Creates an empty store, kept in memory. */
export function createRegistrationStore(): RegistrationStore {
  const byUser = new Map<string, readonly PushRegistration[]>();
  const of = (userJid: string): readonly PushRegistration[] => byUser.get(userJid) ?? [];
  const remove: RegistrationStore['remove'] = (userJid, pubsubJid, node) => {
    const kept = of(userJid).filter((entry) => !matches(entry, pubsubJid, node));
    if (kept.length === 0) byUser.delete(userJid);
    else byUser.set(userJid, kept);
  };
  return {
    of,
    remove,
    put(registration) {
      const { userJid, pubsubJid, node } = registration;
      remove(userJid, pubsubJid, node);
      byUser.set(userJid, [...of(userJid), registration]);
    },
  };
}
