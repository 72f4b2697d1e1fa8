/** Work that is done one piece after the other, in the order in which it was asked for. */

/** A queue of its own; a piece that fails does not keep the next from being done. */
export interface SerialQueue {
  /** Does a piece when all before it are done. Resolves or rejects as the piece does. */
  run<Value>(piece: () => Promise<Value> | Value): Promise<Value>;
  /** Resolves when everything asked for so far is done; never rejects. */
  idle(): Promise<void>;
}

/** Creates an empty queue. */
export function createSerialQueue(): SerialQueue {
  let tail: Promise<void> = Promise.resolve();
  return {
    run(piece) {
      const done = tail.then(piece);
      tail = done.then(
        () => undefined,
        () => undefined,
      );
      return done;
    },
    idle: () => tail,
  };
}
