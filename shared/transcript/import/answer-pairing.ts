/** Finds the request that an answer of a log belongs to. */
import type { WireEntry } from '../entry.ts';

/** What an entry is to the ones before. */
export type Pairing = Pick<WireEntry, 'replyTo' | 'latencyMs' | 'relation'>;

const NO_REQUEST: Pairing = { replyTo: null, latencyMs: null, relation: null };

/** Requests that may still be answered; a server that does not answer must not fill the memory. */
const MAX_OPEN = 10_000;

/**
 * Pairs IQs by id and addresses: a log tells of many clients, whose ids may be the same.
 * @see RFC 6120 §8.2.3 "IQ Semantics"
 */
export function createAnswerPairing(): { take(entry: WireEntry): Pairing } {
  const open = new Map<string, WireEntry[]>();
  return {
    take(entry) {
      if (entry.name !== 'iq' || entry.id === null) return NO_REQUEST;
      const asked = open.get(entry.id) ?? [];
      if (entry.type === 'get' || entry.type === 'set') {
        open.delete(entry.id);
        open.set(entry.id, [...asked.slice(-9), entry]);
        const [oldest] = open.keys();
        if (open.size > MAX_OPEN && oldest !== undefined) open.delete(oldest);
        return NO_REQUEST;
      }
      const request = asked.findLast((one) => isBetweenSame(one, entry));
      if (request === undefined) return NO_REQUEST;
      const latencyMs = entry.monotonicMs - request.monotonicMs;
      return { replyTo: request.seq, latencyMs, relation: 'answer' };
    },
  };
}

/** Addresses that are not told fit any. */
function isBetweenSame(request: WireEntry, answer: WireEntry): boolean {
  const fit = (a: string | null, b: string | null): boolean =>
    a === null || b === null || bare(a) === bare(b);
  return fit(request.to, answer.from) && fit(request.from, answer.to);
}

function bare(jid: string): string {
  return jid.split('/', 1)[0]?.toLowerCase() ?? '';
}
