/**
 * What services need from outside, as parameters: time, ids, randomness, and what only a host can do
 * (dialogs, clipboard). Tests hand in their own; nothing here knows Electron.
 */
import { randomBytes, randomUUID } from 'node:crypto';

/** Wall time and a monotonic clock on which all sessions and the gateway are compared. */
export interface Clock {
  now(): Date;
  /** Milliseconds since this clock was made; never runs backwards. */
  monotonicMs(): number;
}

/** Makes ids. `next('s')` gives ids that are unique in this process and safe in file names. */
export interface IdSource {
  next(prefix: string): string;
  /** A UUID version 4. */
  uuid(): string;
  /** An unguessable id for stanzas and resources, 12 characters of a-z0-9. */
  random(): string;
}

/** What the desktop or the terminal does for the services. */
export interface HostPlatform {
  readonly runtime: string;
  /** Lets the user choose a file to read. Null when cancelled or not possible. */
  chooseFile(purpose: 'ca' | 'client-certificate' | 'transcript'): Promise<string | null>;
  /** Lets the user choose where to write. Null when cancelled. */
  chooseTarget(suggestedName: string): Promise<string | null>;
  copyText(text: string): Promise<void>;
}

/** The process's own clock. */
export function createSystemClock(): Clock {
  const origin = performance.now();
  return { now: () => new Date(), monotonicMs: () => performance.now() - origin };
}

/** Ids from the process's own randomness. */
export function createSystemIds(): IdSource {
  let count = 0;
  return {
    next: (prefix) => `${prefix}${++count}-${randomUUID().slice(0, 8)}`,
    uuid: randomUUID,
    random: () =>
      BigInt(`0x${randomBytes(12).toString('hex')}`)
        .toString(36)
        .padStart(12, '0')
        .slice(-12),
  };
}
