/**
 * What goes out to one session: held back while the client says it is inactive, kept until it is
 * acknowledged, kept on while the link is lost.
 * XEP-0352 1.0.0 "Client State Indication", 2021-08; XEP-0198 1.6.3 "Stream Management", 2025-07-28, §4.
 * MongooseIM asks for an acknowledgement after every stanza and holds back at most 20: facts 8.8, 8.10.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { NS_SM_3 } from '#shared/xmpp/namespaces.ts';

const MAX_HELD_BACK = 20;

/** Writes to the client's link. */
export type LinkWriter = (element: XmlElement) => void;

/** Stanzas on their way to one session. */
export interface SessionOutbox {
  deliver(stanza: XmlElement): void;
  /** CSI: an inactive client's stanzas wait. */
  setActive(active: boolean): void;
  /** Begins to keep stanzas until they are acknowledged. */
  enableAcks(): void;
  /** @returns false when the client acknowledges more than it was sent */
  acknowledge(handled: number): boolean;
  /** The link is lost. Stanzas from now on are only kept. */
  detach(): void;
  /** A new link takes over: everything unacknowledged is sent again. */
  attach(link: LinkWriter): void;
  /** How many stanzas wait to be acknowledged; 0 until that is asked for. */
  pendingCount(): number;
  /** Everything the client may not have got, oldest first. */
  unacknowledged(): readonly XmlElement[];
}

/**
 * Creates the outbox of a session.
 * @param onKept told of each stanza that had to be kept because there is no link
 */
export function createSessionOutbox(
  firstLink: LinkWriter,
  onKept: (stanza: XmlElement) => void,
): SessionOutbox {
  let link: LinkWriter | null = firstLink;
  let active = true;
  let acks = false;
  let acknowledged = 0;
  let pending: XmlElement[] = [];
  let heldBack: XmlElement[] = [];

  function write(stanza: XmlElement): void {
    link?.(stanza);
    if (acks) link?.(createElement('r', NS_SM_3));
  }

  function transmit(stanza: XmlElement): void {
    if (acks) pending.push(stanza);
    if (link === null) onKept(stanza);
    else write(stanza);
  }

  function flush(): void {
    const waiting = heldBack;
    heldBack = [];
    for (const stanza of waiting) transmit(stanza);
  }

  return {
    deliver(stanza) {
      if (active || link === null) return void transmit(stanza);
      heldBack.push(stanza);
      if (heldBack.length > MAX_HELD_BACK) flush();
    },
    setActive(next) {
      active = next;
      if (active) flush();
    },
    enableAcks() {
      acks = true;
    },
    acknowledge(handled) {
      if (handled > acknowledged + pending.length) return false;
      pending = pending.slice(Math.max(0, handled - acknowledged));
      acknowledged = Math.max(acknowledged, handled);
      return true;
    },
    detach() {
      link = null;
      for (const stanza of pending) onKept(stanza);
      flush();
    },
    attach(next) {
      link = next;
      active = true;
      for (const stanza of pending) write(stanza);
    },
    pendingCount: () => pending.length,
    unacknowledged: () => [...pending, ...heldBack],
  };
}
