/** What is known of one session, and how its state moves; every change is told. */
import type { ManagementFacts, SessionFacts, SessionSnapshot } from '#shared/contract/session.ts';
import { formatBareJid, type Jid } from '#shared/xmpp/jid.ts';
import type { Clock } from '../platform.ts';
import type { EntryWriter } from './entry-writer.ts';
import { createLadder, type Ladder } from './ladder.ts';
import { nextSessionState, type SessionEvent } from './session-state.ts';

/** What changes while a session lives, apart from its state. */
export type Known = Pick<
  SessionSnapshot,
  'boundJid' | 'facts' | 'failure' | 'reconnect' | 'away' | 'clockOffset'
>;

/** What {@link createSessionRecord} needs. */
export interface SessionRecordOptions {
  readonly id: string;
  readonly name: string;
  /** Index of its colour, 0 to 19. */
  readonly hue: number;
  readonly jid: Jid;
  readonly profileId: string | null;
  readonly service: string;
  readonly clock: Clock;
  pendingExchanges(): number;
  management(): ManagementFacts | null;
  /** Writes what happens into the transcript. */
  local: EntryWriter['local'];
  onChange(snapshot: SessionSnapshot): void;
}

/** One session as it stands. */
export interface SessionRecord {
  readonly ladder: Ladder;
  snapshot(): SessionSnapshot;
  state(): SessionSnapshot['state'];
  known(): Known;
  /** Changes what is known and tells. */
  set(part: Partial<Known>): void;
  setFacts(part: Partial<SessionFacts>): void;
  /** Tells of a change that can wait and may come a thousand times a second. */
  tellSoon(): void;
  /**
   * Moves the state if the event means anything in it, and changes what is known with it.
   * @param text entry for the transcript; empty for none
   */
  move(event: SessionEvent, text: string, part?: Partial<Known>): void;
}

/** Milliseconds between two tellings of counters. */
const TELL_SOON_MS = 250;

/** Facts of a connection that has found out nothing yet. */
export const NO_FACTS: Omit<SessionFacts, 'transport' | 'service'> = {
  tls: null,
  mechanism: null,
  mechanismReason: '',
  sessionIq: null,
};

/** Creates the record of a session that is offline. */
export function createSessionRecord(options: SessionRecordOptions): SessionRecord {
  const { id, name, hue, jid, profileId, clock } = options;
  const ladder = createLadder(() => clock.monotonicMs(), tell);
  let state: SessionSnapshot['state'] = 'offline';
  let waiting: NodeJS.Timeout | undefined;
  let changedAt = clock.now().toISOString();
  let known: Known = {
    boundJid: null,
    facts: { ...NO_FACTS, transport: 'tcp', service: options.service },
    failure: null,
    reconnect: null,
    away: null,
    clockOffset: null,
  };

  function snapshot(): SessionSnapshot {
    return {
      ...{ id, name, hue, profileId, state, changedAt },
      ...known,
      jid: formatBareJid(jid),
      domain: jid.domain,
      pendingExchanges: options.pendingExchanges(),
      management: options.management(),
      ladder: ladder.rungs(),
    };
  }

  function tell(): void {
    clearTimeout(waiting);
    waiting = undefined;
    options.onChange(snapshot());
  }

  function set(part: Partial<Known>): void {
    known = { ...known, ...part };
    tell();
  }

  return {
    ladder,
    snapshot,
    state: () => state,
    known: () => known,
    set,
    tellSoon: () => void (waiting ??= setTimeout(tell, TELL_SOON_MS).unref()),
    setFacts: (part) => set({ facts: { ...known.facts, ...part } }),
    move(event, text, part = {}) {
      known = { ...known, ...part };
      const next = nextSessionState(state, event);
      if (next === null) return;
      state = next;
      changedAt = clock.now().toISOString();
      if (text !== '') options.local('state', text, part.failure?.code);
      tell();
    },
  };
}
