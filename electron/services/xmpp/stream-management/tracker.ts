/**
 * Watches the wire of a session and keeps the books of stream management, whoever enabled it: the
 * library's own lose their balance when text is written past it (library facts 17).
 * XEP-0198 1.6.3 "Stream Management", 2025-07-28. MongooseIM's choices: facts 8.8.
 */
import type { ManagementFacts } from '#shared/contract/session.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { NS_SM_3 } from '#shared/xmpp/namespaces.ts';
import type { WireItem } from '../stream-reader.ts';
import { newlyAcknowledged, readCount, toWireCount } from './ack-count.ts';
import { ackText, requestText } from './nonzas.ts';
import { createUnacknowledgedStanzas } from './unacknowledged.ts';

/** A stream that can be taken up on another connection. The id is a secret. */
export interface Resumption {
  readonly previousId: string;
  /** Stanzas received on it, modulo 2^32. */
  readonly handled: number;
  /** Full JID of the session. */
  readonly fullJid: string;
}

/** What {@link createManagementTracker} needs. */
export interface ManagementTrackerOptions {
  /** Ask the server for acknowledgements; else only what it tells by itself is counted. */
  readonly asks: boolean;
  /** Keep what is not acknowledged, to send it again after a resumption. */
  readonly resumes: boolean;
  /** Writes text on the connection there is. */
  write(text: string): void;
  /** Writes stanzas that were written before. */
  repeat(texts: readonly string[]): void;
  note(text: string): void;
  /** The server acknowledged more than was sent. @param h modulo 2^32, as is `sent` */
  onImpossible(h: number, sent: number): void;
  onChange(): void;
}

/** The books of one session, over several connections. */
export interface ManagementTracker {
  /** A new connection begins. */
  begin(): void;
  /** Something crossed. */
  take(item: WireItem): void;
  /** Tells the server what was received before the stream is closed. */
  sayGoodbye(): void;
  /** The connection has ended. @param fullJid of the session; null when it never had one */
  end(fullJid: string | null): void;
  /** The stream was closed on purpose: nothing is left to resume. */
  forget(): void;
  /** What the next connection can take up. */
  resumption(): Resumption | null;
  /** Null while stream management is not in use. */
  facts(): ManagementFacts | null;
}

const NOTHING: ManagementFacts = {
  resumable: false,
  sent: 0,
  acknowledged: 0,
  received: 0,
  reported: 0,
  resumed: false,
};

/** `requested` from `<enable/>`, or while an old stream is asked for, until the server has answered. */
type Phase = 'off' | 'requested' | 'on' | 'resuming';

/** Creates the books of a session. */
export function createManagementTracker(options: ManagementTrackerOptions): ManagementTracker {
  const unacknowledged = createUnacknowledgedStanzas();
  let phase: Phase = 'off';
  let facts = NOTHING;
  /** Empty when the stream cannot be resumed, or nobody wants to. */
  let resumptionId = '';
  let held: Resumption | null = null;
  /** Stanzas sent when the server was last asked; null when it has answered. */
  let asked: number | null = null;
  /** Broken texts sent: a lenient server counts them as stanzas, and nothing tells before it acknowledges. */
  let perhapsCounted = 0;

  function change(part: Partial<ManagementFacts>): void {
    facts = { ...facts, ...part };
    options.onChange();
  }

  function restart(next: Phase): void {
    phase = next;
    resumptionId = '';
    held = null;
    asked = null;
    perhapsCounted = 0;
    unacknowledged.takeAll();
    change(NOTHING);
  }

  /** Later, so that it comes behind the stanza that is being written. */
  function askSoon(): void {
    if (!options.asks || phase !== 'on' || asked !== null) return;
    asked = facts.sent;
    queueMicrotask(() => {
      if (phase === 'on') options.write(requestText());
    });
  }

  function takeOutgoing(item: WireItem, element: XmlElement): void {
    if (item.kind === 'stanza' && (phase === 'on' || phase === 'requested')) {
      if (options.resumes) unacknowledged.add(item.text);
      change({ sent: facts.sent + 1 });
      askSoon();
    }
    if (element.ns !== NS_SM_3) return;
    if (element.name === 'enable' && phase !== 'on') restart('requested');
    // Whoever wrote it: what was told is told.
    const told = element.name === 'a' ? readCount(element.attrs['h']) : null;
    if (told === toWireCount(facts.received)) change({ reported: facts.received });
  }

  function takeIncoming(item: WireItem, element: XmlElement): void {
    if (item.kind === 'stanza' && phase === 'on') change({ received: facts.received + 1 });
    if (element.ns !== NS_SM_3) return;
    switch (element.name) {
      case 'enabled':
        if (phase === 'requested') enabled(element);
        return;
      case 'resumed':
        if (phase === 'resuming') resumed(element);
        return;
      case 'failed':
        failed(element);
        return;
      case 'r':
        if (phase === 'on') tellReceived();
        return;
      case 'a':
        if (phase === 'on') acknowledged(element);
        return;
      default:
    }
  }

  function enabled({ attrs }: XmlElement): void {
    phase = 'on';
    const resumable = ['true', '1'].includes(attrs['resume'] ?? '');
    resumptionId = resumable && options.resumes ? (attrs['id'] ?? '') : '';
    change({ resumable });
    if (facts.sent > 0) askSoon();
  }

  function resumed(element: XmlElement): void {
    if (held === null) return;
    phase = 'on';
    resumptionId = held.previousId;
    held = null;
    asked = null;
    change({ resumed: true, resumable: true });
    if (!acknowledged(element)) return;
    const { texts, forgotten } = unacknowledged.takeAll();
    // They are counted once more when they cross once more.
    change({ sent: facts.acknowledged });
    options.note(resumedText(texts.length, forgotten));
    options.repeat(texts);
  }

  function failed({ attrs }: XmlElement): void {
    if (phase === 'resuming') {
      const h = readCount(attrs['h']);
      const covered = h === null ? 0 : newlyAcknowledged(h, facts.acknowledged, facts.sent);
      options.note(notResumedText(facts.sent - facts.acknowledged - (covered ?? 0)));
    }
    if (phase === 'resuming' || phase === 'requested') restart('off');
  }

  function tellReceived(): void {
    options.write(ackText(toWireCount(facts.received)));
  }

  /** Broken texts that the server took for stanzas, as a count that is too high shows, were sent too. */
  function countBroken(h: number): void {
    const most = newlyAcknowledged(h, facts.acknowledged, facts.sent + perhapsCounted);
    const surplus = most === null ? 0 : Math.max(0, facts.acknowledged + most - facts.sent);
    perhapsCounted -= surplus;
    if (surplus > 0) change({ sent: facts.sent + surplus });
  }

  /** @returns false when the count is impossible */
  function acknowledged({ attrs }: XmlElement): boolean {
    const h = readCount(attrs['h']);
    if (h === null) {
      options.note('The server acknowledged without a count (an h that is no number).');
      return true;
    }
    countBroken(h);
    const more = newlyAcknowledged(h, facts.acknowledged, facts.sent);
    if (more === null) {
      options.onImpossible(h, toWireCount(facts.sent));
      return false;
    }
    unacknowledged.acknowledge(more);
    change({ acknowledged: facts.acknowledged + more });
    const since = asked;
    asked = null;
    if (since !== null && facts.sent > since) askSoon();
    return true;
  }

  return {
    begin() {
      if (held === null) restart('off');
      else phase = 'resuming';
    },
    take(item) {
      if (item.direction === 'out' && item.violation !== null && phase === 'on')
        perhapsCounted += 1;
      if (item.element === null) return;
      if (item.direction === 'out') takeOutgoing(item, item.element);
      else takeIncoming(item, item.element);
    },
    sayGoodbye() {
      if (phase === 'on' && facts.received > facts.reported) tellReceived();
    },
    end(fullJid) {
      if (phase === 'on' && resumptionId !== '' && fullJid !== null) {
        held = { previousId: resumptionId, handled: toWireCount(facts.received), fullJid };
      }
      phase = 'off';
    },
    forget: () => restart('off'),
    resumption: () => held,
    facts: () => (phase === 'on' ? facts : null),
  };
}

function resumedText(again: number, forgotten: number): string {
  const lost =
    forgotten === 0
      ? ''
      : ` ${stanzas(forgotten)} before ${forgotten === 1 ? 'it was' : 'them were'} too many to keep and may be lost.`;
  if (again === 0) return `The stream goes on where it was interrupted.${lost}`;
  return `The stream goes on where it was interrupted; ${stanzas(again)} without acknowledgement ${again === 1 ? 'is' : 'are'} sent again.${lost}`;
}

function notResumedText(unacknowledged: number): string {
  const fate =
    unacknowledged === 0
      ? ''
      : ` Whether ${stanzas(unacknowledged)} without acknowledgement arrived is not known; nothing is sent again.`;
  return `The server did not let the stream go on: a new one is bound.${fate}`;
}

function stanzas(count: number): string {
  return `${count} ${count === 1 ? 'stanza' : 'stanzas'}`;
}
