/** Waits to connect a session again, as long as the user wants it and it may help. */
import type { PendingReconnect, SessionFailure } from '#shared/contract/session.ts';
import type { Clock } from '../platform.ts';
import { mayPass, pauseBefore } from './reconnect-rules.ts';

/** What {@link createReconnect} needs. */
export interface ReconnectOptions {
  readonly wanted: boolean;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  random(): number;
  open(): void;
  note(text: string): void;
  onChange(pending: PendingReconnect | null): void;
}

/** The reconnecting of one session. */
export interface Reconnect {
  /** The session is online: from now on its loss is a reason to connect again. */
  online(): void;
  /** The session ended. @param failure null when that was asked for */
  ended(failure: SessionFailure | null): void;
  /** The user takes over: nothing is waited for any more. */
  cancel(): void;
  /** Something changed that may help: tries at once if an attempt is waited for. */
  hurry(): void;
  isWaiting(): boolean;
}

/** Creates the reconnecting of one session; it does nothing unless wanted. */
export function createReconnect(options: ReconnectOptions): Reconnect {
  const { clock } = options;
  let timer: NodeJS.Timeout | undefined;
  /** Attempts since the session was last online. */
  let attempts = 0;
  /** It was online, and the user has not ended it since. */
  let established = false;

  function stopWaiting(): boolean {
    if (timer === undefined) return false;
    clearTimeout(timer);
    timer = undefined;
    options.onChange(null);
    return true;
  }

  function attempt(): void {
    if (stopWaiting()) options.open();
  }

  function wait(): void {
    attempts += 1;
    const pauseMs = pauseBefore(attempts, options.random());
    const nextAt = new Date(clock.now().getTime() + pauseMs).toISOString();
    options.note(`Connecting again in ${(pauseMs / 1_000).toFixed(1)} s, attempt ${attempts}`);
    timer = setTimeout(attempt, pauseMs);
    options.onChange({ attempt: attempts, nextAt });
  }

  function giveUp(): void {
    established = false;
    attempts = 0;
  }

  return {
    online() {
      established = true;
      attempts = 0;
    },
    ended(failure) {
      if (!options.wanted || !established) return;
      if (failure !== null && mayPass(failure)) {
        wait();
        return;
      }
      if (failure !== null) options.note('Not connecting again: it would end the same way');
      giveUp();
    },
    cancel() {
      if (stopWaiting()) options.note('Not connecting again: it was ended');
      giveUp();
    },
    hurry: attempt,
    isWaiting: () => timer !== undefined,
  };
}
