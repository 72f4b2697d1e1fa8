/**
 * Tells hosts what is being recorded: new rows once a frame, figures twice a second. A burst of any
 * size costs one event with the newest rows; the view reads the rest by page.
 */
import type { RecordingStatus } from '#shared/contract/channels.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import type { EventHub } from '../event-hub.ts';
import { toRow } from './entry-columns.ts';

const ROWS_MS = 16;
const STATUS_MS = 500;
/** Rows in one event; older ones of the batch are left out, `firstSeq` tells. */
export const MAX_ROWS = 500;

/** What hosts hear of one recording. */
export interface LiveFeed {
  /** An entry was recorded. */
  appended(entry: WireEntry): void;
  /** Something else of the status changed. */
  touched(): void;
  /** Entries recorded in the last second. */
  perSecond(): number;
  /** Sends what is waiting, and ends. */
  dispose(): void;
}

/**
 * Creates the feed of a recording.
 * @param status reads the recording's figures
 * @param monotonicMs the recording's clock, in milliseconds
 */
export function createLiveFeed({
  recordingId,
  events,
  status,
  monotonicMs,
}: {
  readonly recordingId: string;
  readonly events: Pick<EventHub, 'publish'>;
  readonly status: () => RecordingStatus;
  readonly monotonicMs: () => number;
}): LiveFeed {
  let entries: WireEntry[] = [];
  let firstSeq = 0;
  let rowsTimer: NodeJS.Timeout | undefined;
  let statusTimer: NodeJS.Timeout | undefined;
  const rate = createRate(monotonicMs);

  function sendRows(): void {
    clearTimeout(rowsTimer);
    rowsTimer = undefined;
    const rows = entries.slice(-MAX_ROWS).map(toRow);
    const last = rows.at(-1);
    entries = [];
    if (last === undefined) return;
    events.publish('entries.appended', { recordingId, firstSeq, lastSeq: last.seq, rows });
  }

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
    appended(entry) {
      if (entries.length === 0) firstSeq = entry.seq;
      entries.push(entry);
      if (entries.length > MAX_ROWS * 2) entries = entries.slice(-MAX_ROWS);
      rate.add();
      rowsTimer ??= setTimeout(sendRows, ROWS_MS);
      touched();
    },
    touched,
    perSecond: rate.read,
    dispose() {
      sendRows();
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
