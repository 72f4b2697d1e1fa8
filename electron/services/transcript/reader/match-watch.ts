/**
 * Tells another thread when this one is in the midst of a match, which nothing ends but the end of the
 * thread. It may be ended there only: a thread that is ended within SQLite's library takes the process with it.
 */

const ELSEWHERE = 0;
const MATCHING = 1;
const CONDEMNED = 2;

/** What both threads share. */
export type MatchState = Int32Array<SharedArrayBuffer>;

/** The matching thread's side. */
export interface MatchWatch {
  /** Does work that may never end, and that asks the library for nothing but through {@link MatchWatch.leave}. */
  within<Value>(work: () => Value): Value;
  /** Asks the library for something meanwhile. */
  leave<Value>(work: () => Value): Value;
}

/** Creates what is shared. */
export function createMatchState(): MatchState {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Watches matches. @param state shared with whoever may end this thread */
export function createMatchWatch(state: MatchState): MatchWatch {
  function enter(): void {
    Atomics.store(state, 0, MATCHING);
  }

  function exit(): void {
    const before = Atomics.compareExchange(state, 0, MATCHING, ELSEWHERE);
    // Whoever has condemned this thread is about to end it: nothing may be begun any more.
    if (before === CONDEMNED) Atomics.wait(state, 0, CONDEMNED);
  }

  return {
    within(work) {
      enter();
      try {
        return work();
      } finally {
        exit();
      }
    },
    leave(work) {
      exit();
      try {
        return work();
      } finally {
        enter();
      }
    },
  };
}

/** Whether a thread is in the midst of a match; if so it begins nothing else, and must be ended. */
export function condemn(state: MatchState): boolean {
  return Atomics.compareExchange(state, 0, MATCHING, CONDEMNED) === MATCHING;
}
