/** Tells hosts how a recording is doing, twice a second; its entries they read through queries. */
import type { RecordingStatus } from '#shared/contract/channels.ts';
import type { EventHub } from '../event-hub.ts';

const STATUS_MS = 500;

/** What hosts hear of one recording. */
export interface LiveFeed {
  /** An entry was recorded. */
  appended(): void;
  /** Something else of the status changed. */
  touched(): void;
  /** Entries recorded in the last second. */
  perSecond(): number;
  dispose(): void;
}

/**
 * Creates the feed of a recording.
 * @param status reads the recording's figures
 * @param monotonicMs the recording's clock, in milliseconds
 */
export function createLiveFeed({
  events,
  status,
  monotonicMs,
}: {
  readonly events: Pick<EventHub, 'publish'>;
  readonly status: () => RecordingStatus;
  readonly monotonicMs: () => number;
}): LiveFeed {
  let statusTimer: NodeJS.Timeout | undefined;
  const rate = createRate(monotonicMs);

  function sendStatus(): void {
    statusTimer = undefined;
    const now = status();
    events.publish('recording.changed', now);
    // Until the rate is back to nought, which no entry announces.
    if (now.perSecond > 0) touched();
  }

  function touched(): void {
    statusTimer ??= setTimeout(sendStatus, STATUS_MS).unref();
  }

  return {
    appended() {
      rate.add();
      touched();
    },
    touched,
    perSecond: rate.read,
    dispose() {
      clearTimeout(statusTimer);
    },
  };
}

const RATE_SLOTS = 10;
const SLOT_MS = 1_000 / RATE_SLOTS;

/** Counts events of the last second in tenths. */
function createRate(monotonicMs: () => number): { add(): void; read(): number } {
  const slots = new Array<number>(RATE_SLOTS).fill(0);
  let current = Math.floor(monotonicMs() / SLOT_MS);

  function advance(): void {
    const now = Math.floor(monotonicMs() / SLOT_MS);
    const steps = Math.min(now - current, RATE_SLOTS);
    for (let step = 1; step <= steps; step += 1) slots[(current + step) % RATE_SLOTS] = 0;
    current = Math.max(now, current);
  }

  return {
    add() {
      advance();
      const slot = current % RATE_SLOTS;
      slots[slot] = (slots[slot] ?? 0) + 1;
    },
    read() {
      advance();
      return slots.reduce((sum, count) => sum + count, 0);
    },
  };
}
