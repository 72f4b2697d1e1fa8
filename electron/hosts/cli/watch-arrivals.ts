/** Counts the stanzas that arrive on a session, and knows when a recording is to end. */
import type { SessionSnapshot } from '#shared/contract/session.ts';
import type { ConsoleServices } from '#services/console-services.ts';

/** Why a recording ended. */
export type Ending = 'interrupted' | 'time' | 'count' | 'disconnected';

/** What ends a recording; the first that holds does. */
export interface EndConditions {
  readonly interrupted: AbortSignal;
  /** Milliseconds; null for no limit. */
  readonly forMs: number | null;
  /** Stanzas; null for no limit. */
  readonly count: number | null;
}

/** What has arrived so far. */
export interface Arrivals {
  /** Stanzas that came since the session was online. */
  count(): number;
  /** Milliseconds from the first to the last of them. */
  spanMs(): number;
  /** Resolves with the first condition that holds. */
  untilEnd(conditions: EndConditions): Promise<Ending>;
}

/** Starts counting. */
export function watchArrivals(services: ConsoleServices, sessionId: string): Arrivals {
  let count = 0;
  let firstMs = 0;
  let lastMs = 0;
  let counted: () => void = () => undefined;
  services.sessions.onStanza((stanza) => {
    if (stanza.sessionId !== sessionId) return;
    if (count === 0) firstMs = stanza.monotonicMs;
    lastMs = stanza.monotonicMs;
    count += 1;
    counted();
  });

  return {
    count: () => count,
    spanMs: () => lastMs - firstMs,
    untilEnd: (conditions) =>
      new Promise((resolve) => {
        const timer =
          conditions.forMs === null ? undefined : setTimeout(() => end('time'), conditions.forMs);
        const stopEvents = services.events.subscribe((batch) => {
          const told = batch.some(
            ({ name, payload }) => name === 'session.changed' && payload.id === sessionId,
          );
          // As it is by now: a lost connection is told before the wait to connect again.
          if (told && hasEnded(services.sessions.find(sessionId))) end('disconnected');
        });
        function end(ending: Ending): void {
          clearTimeout(timer);
          stopEvents();
          counted = () => undefined;
          resolve(ending);
        }
        counted = () => {
          if (conditions.count !== null && count >= conditions.count) end('count');
        };
        counted();
        // It may have ended while it was sent to, before anybody listened here.
        if (hasEnded(services.sessions.find(sessionId))) end('disconnected');
        if (conditions.interrupted.aborted) end('interrupted');
        conditions.interrupted.addEventListener('abort', () => end('interrupted'), { once: true });
      }),
  };
}

/** A session that waits to connect again has not ended. */
function hasEnded(session: SessionSnapshot | undefined): boolean {
  return session === undefined || (session.state === 'offline' && session.reconnect === null);
}
