/**
 * Connected sessions and what the server concludes from them.
 * Facts 4.4 (priority after enable without presence), 5.2 (who counts as online), 8.5 (new replaces old).
 */
import type { XmlElement } from '#shared/xml/node.ts';

/** A bound resource whose session is open. */
export interface ConnectedSession {
  readonly fullJid: string;
  readonly bareJid: string;
  /** 0 from session opening on; null once unavailable: such a session counts as offline. */
  priority: number | null;
  /** The last available presence; null when none was ever sent, or an unavailable one came last. */
  presence: XmlElement | null;
  /** Whether the client has sent any presence; without it, {@link SessionRegistry.forgetInitialPriority} bites. */
  presenceSent: boolean;
  deliver(stanza: XmlElement): void;
  /** Another connection has bound the same resource. */
  replaced(): void;
}

/** All sessions of one server, over all its hosts. */
export interface SessionRegistry {
  /** Adds a session; one with the same full JID is replaced. */
  open(session: ConnectedSession): void;
  /** Removes exactly this session; one that replaced it stays. */
  close(session: ConnectedSession): void;
  find(fullJid: string): ConnectedSession | undefined;
  /** All sessions of an account. */
  ofAccount(bareJid: string): readonly ConnectedSession[];
  /** Sessions that get messages to the bare JID: all that share the highest priority from 0 up. */
  preferred(bareJid: string): readonly ConnectedSession[];
  isOffline(bareJid: string): boolean;
  forgetInitialPriority(fullJid: string): void;
}

/** Creates an empty registry. */
export function createSessionRegistry(): SessionRegistry {
  const sessions = new Map<string, ConnectedSession>();

  function ofAccount(bareJid: string): readonly ConnectedSession[] {
    return [...sessions.values()].filter((session) => session.bareJid === bareJid);
  }

  function preferred(bareJid: string): readonly ConnectedSession[] {
    const present = ofAccount(bareJid).filter(({ priority }) => priority !== null && priority >= 0);
    const highest = Math.max(...present.map(({ priority }) => priority ?? 0));
    return present.filter(({ priority }) => priority === highest);
  }

  return {
    open(session) {
      const former = sessions.get(session.fullJid);
      sessions.set(session.fullJid, session);
      former?.replaced();
    },
    close(session) {
      if (sessions.get(session.fullJid) === session) sessions.delete(session.fullJid);
    },
    find: (fullJid) => sessions.get(fullJid),
    ofAccount,
    preferred,
    isOffline: (bareJid) => preferred(bareJid).length === 0,
    forgetInitialPriority(fullJid) {
      const session = sessions.get(fullJid);
      if (session !== undefined && !session.presenceSent) session.priority = null;
    },
  };
}
