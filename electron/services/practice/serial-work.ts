/** Work that is done one piece after the other, in the order it was added. */

export interface SerialWork {
  add(piece: () => Promise<void> | void): void;
  /** Resolves when everything added so far is done. */
  idle(): Promise<void>;
}

/** @param onError told when a piece threw; the next one is done all the same */
export function createSerialWork(onError: (error: unknown) => void): SerialWork {
  let tail: Promise<void> = Promise.resolve();
  return {
    add(piece) {
      tail = tail.then(piece).catch(onError);
    },
    idle: () => tail,
  };
}
