/**
 * Who takes part in a sequence diagram. It is read off the entries one batch after another, so that a
 * diagram of a million entries need not be read whole before its first row is drawn.
 */
import { formatBareJid, parseJid } from '../../xmpp/jid.ts';
import type { EntryRow } from '../entry.ts';

/** In the order in which they stand beside each other. */
export const LIFELINE_KINDS = ['session', 'server', 'service', 'account', 'gateway'] as const;

/** One of {@link LIFELINE_KINDS}. */
export type LifelineKind = (typeof LIFELINE_KINDS)[number];

/** One who takes part. */
export interface Lifeline {
  /** Identifies it within its diagram. */
  readonly key: string;
  readonly kind: LifelineKind;
  /** Name of a session, domain of a server or service, bare JID of an account. */
  readonly name: string;
  /** Entries that begin or end here, of those taken so far. */
  readonly entries: number;
}

/** The two ends of an entry, as keys of lifelines. Of an entry that crossed nothing both are the same. */
export interface EntryEnds {
  readonly from: string;
  readonly to: string;
}

/** Who takes part, as far as the entries taken so far tell. */
export interface LifelineBook {
  /** Reads more entries; those it has read already change nothing. */
  take(rows: readonly EntryRow[]): void;
  /** Sessions first, then servers, services, other accounts, the gateway; within a kind as they came. */
  lifelines(): readonly Lifeline[];
  /** Where an entry begins and ends, by what is known now. */
  endsOf(row: EntryRow): EntryEnds;
}

/** What is known of a session before any of its entries is read. */
export interface KnownSession {
  readonly sessionId: string;
  readonly jid: string;
}

/** Of a session whose account no entry has told yet. */
const UNKNOWN_SERVER = 'server';
const GATEWAY = 'gateway:';
/** Addresses whose reading is kept. */
const MOST_REMEMBERED = 10_000;

interface BareJid {
  /** The address itself when it is no JID. */
  readonly bare: string;
  readonly isDomain: boolean;
}

/** Creates an empty book. @param known sessions whose accounts are known otherwise */
export function createLifelineBook(known: readonly KnownSession[] = []): LifelineBook {
  const domains = new Map<string, string>();
  /** What each session was told last that it is called. */
  const accounts = new Map<string, string>();
  /** Bare JIDs that our own sessions speak for. */
  const own = new Set<string>();
  const names = new Map<string, string>();
  const taken = new Set<number>();
  /** One entry of each pair of ends as the wire has them, and how many there are. */
  const pairs = new Map<string, { readonly row: EntryRow; entries: number }>();
  const bareJids = new Map<string, BareJid>();
  let drawn: readonly Lifeline[] | null = null;

  for (const { sessionId, jid } of known) learnAccount(sessionId, jid);

  function learnAccount(sessionId: string, text: string | null): void {
    if (text === null || text === accounts.get(sessionId)) return;
    accounts.set(sessionId, text);
    const jid = parseJid(text);
    if (jid === null) return;
    domains.set(sessionId, jid.domain);
    if (jid.local !== '') own.add(formatBareJid(jid));
  }

  function learn(row: EntryRow): void {
    if (row.sessionId === '') return;
    names.set(row.sessionId, row.sessionName);
    if (row.kind === 'stanza' && row.direction === 'in') learnAccount(row.sessionId, row.to);
    else if (row.kind === 'stream' && !domains.has(row.sessionId)) {
      learnAccount(row.sessionId, row.direction === 'out' ? row.to : row.from);
    }
  }

  function serverOf(sessionId: string): string {
    return `server:${domains.get(sessionId) ?? UNKNOWN_SERVER}`;
  }

  /**
   * Who is meant by an address. What goes to one of our own accounts is the server's to deliver, and is
   * seen again when it arrives there.
   */
  function addressee(address: string | null, sessionId: string): string {
    if (address === null || address === '') return serverOf(sessionId);
    const { bare, isDomain } = bareJidOf(address);
    if (own.has(bare)) return serverOf(sessionId);
    if (!isDomain) return `account:${bare}`;
    return isServer(bare) ? `server:${bare}` : `service:${bare}`;
  }

  /** Rows are read again and again while one scrolls, and most of them name the same few. */
  function bareJidOf(address: string): BareJid {
    const known = bareJids.get(address);
    if (known !== undefined) return known;
    const jid = parseJid(address);
    const made = {
      bare: jid === null ? address : formatBareJid(jid),
      isDomain: jid !== null && jid.local === '',
    };
    if (bareJids.size >= MOST_REMEMBERED) bareJids.clear();
    bareJids.set(address, made);
    return made;
  }

  function pairName({ sessionId, direction, kind, from, to }: EntryRow): string {
    const address = direction === 'out' ? to : from;
    const bare = address === null ? '' : bareJidOf(address).bare;
    return [sessionId, direction, kind, bare].join('\n');
  }

  function isServer(domain: string): boolean {
    return [...domains.values()].includes(domain);
  }

  function endsOf(row: EntryRow): EntryEnds {
    if (row.sessionId === '') {
      const [server = UNKNOWN_SERVER] = domains.values();
      return row.kind === 'push'
        ? { from: `server:${server}`, to: GATEWAY }
        : { from: GATEWAY, to: GATEWAY };
    }
    const session = `session:${row.sessionId}`;
    if (row.direction === 'local') return { from: session, to: session };
    const address = row.direction === 'out' ? row.to : row.from;
    const other =
      row.kind === 'stanza' ? addressee(address, row.sessionId) : serverOf(row.sessionId);
    return row.direction === 'out' ? { from: session, to: other } : { from: other, to: session };
  }

  function draw(): readonly Lifeline[] {
    const entries = new Map<string, number>();
    for (const pair of pairs.values()) {
      const { from, to } = endsOf(pair.row);
      for (const key of new Set([from, to])) {
        entries.set(key, (entries.get(key) ?? 0) + pair.entries);
      }
    }
    const lifelines = [...entries].map(([key, count]) => toLifeline(key, count, names));
    return LIFELINE_KINDS.flatMap((kind) => lifelines.filter((one) => one.kind === kind));
  }

  return {
    take(rows) {
      for (const row of rows) {
        if (taken.has(row.seq)) continue;
        taken.add(row.seq);
        learn(row);
        const pair = pairs.get(pairName(row));
        if (pair === undefined) pairs.set(pairName(row), { row, entries: 1 });
        else pair.entries += 1;
        drawn = null;
      }
    },
    lifelines: () => (drawn ??= draw()),
    endsOf,
  };
}

function toLifeline(key: string, entries: number, names: ReadonlyMap<string, string>): Lifeline {
  const colon = key.indexOf(':');
  const kind = key.slice(0, colon) as LifelineKind;
  const rest = key.slice(colon + 1);
  if (kind === 'session') return { key, kind, name: names.get(rest) ?? rest, entries };
  return { key, kind, name: kind === 'gateway' ? 'Gateway' : rest, entries };
}
