/**
 * The bookkeeping of one BOSH session: request ids, how many requests may be open at once, and the
 * order of answers.
 * XEP-0124 1.11.2 §9 "Acknowledgements", §11 "Overactivity", §14 "Request IDs", 2020-05-18.
 */
import type { XmlElement } from '#shared/xml/node.ts';
import type { RequestIdentity } from './bosh-body.ts';

/** One that the server holds, and one to send with. */
const MOST_REQUESTS = 2;

/** Pause between empty requests that a server answers at once. */
const LEAST_POLLING_SECONDS = 1;

/** What the server granted when it created the session. */
export interface BoshGrant {
  readonly sid: string;
  /** Requests that may be open at once. */
  readonly requests: number;
  /** Seconds the server may hold a request. */
  readonly waitSeconds: number;
  /** Seconds that must lie between two empty requests when none is held. */
  readonly pollingSeconds: number;
  /** The server keeps account of the answers that have arrived. */
  readonly acks: boolean;
}

/**
 * Reads what an answer to the first request grants.
 * @param body its wrapper
 * @param askedWaitSeconds counts where the server says nothing
 * @returns null when no session was created
 * @see XEP-0124 1.11.2 §7.2 "Session Creation Response"
 */
export function readGrant({ attrs }: XmlElement, askedWaitSeconds: number): BoshGrant | null {
  const { sid } = attrs;
  if (sid === undefined || sid === '') return null;
  const hold = readNumber(attrs['hold'], 1);
  return {
    sid,
    requests: Math.min(MOST_REQUESTS, Math.max(1, readNumber(attrs['requests'], hold + 1))),
    waitSeconds: readNumber(attrs['wait'], askedWaitSeconds),
    pollingSeconds: Math.max(LEAST_POLLING_SECONDS, readNumber(attrs['polling'], 0)),
    acks: attrs['ack'] !== undefined,
  };
}

function readNumber(text: string | undefined, otherwise: number): number {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : otherwise;
}

/** Counts the requests of one session. */
export interface BoshRequests {
  /** Before it, only the first request may be open. */
  granted(grant: BoshGrant): void;
  grant(): BoshGrant | null;
  mayOpen(): boolean;
  openCount(): number;
  /** Takes the next id; the caller sends the request. */
  open(): RequestIdentity;
  /** @returns the answers that can be read now, in the order of their requests */
  answered(rid: number, bytes: Buffer): readonly Buffer[];
}

/**
 * Creates the bookkeeping.
 * @param firstRid large and random, so that nobody can guess the next one
 */
export function createBoshRequests(firstRid: number): BoshRequests {
  let grant: BoshGrant | null = null;
  let nextRid = firstRid;
  /** Open requests in their order, with the answers that came before their turn. */
  const open = new Map<number, Buffer | null>();

  /** Highest id below which everything is answered. */
  function readUpTo(): number {
    const [oldest] = open.keys();
    return (oldest ?? nextRid) - 1;
  }

  return {
    granted(given) {
      grant = given;
    },
    grant: () => grant,
    mayOpen: () => open.size < (grant?.requests ?? 1),
    openCount: () => open.size,
    open() {
      const rid = nextRid;
      const read = readUpTo();
      nextRid += 1;
      open.set(rid, null);
      const owesAck = grant?.acks === true && read < rid - 1;
      return { sid: grant?.sid ?? '', rid, ...(owesAck ? { ack: read } : {}) };
    },
    answered(rid, bytes) {
      open.set(rid, bytes);
      const ready: Buffer[] = [];
      for (const [at, answer] of open) {
        if (answer === null) break;
        open.delete(at);
        ready.push(answer);
      }
      return ready;
    },
  };
}
