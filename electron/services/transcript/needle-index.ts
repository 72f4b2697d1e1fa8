/** Tells which of many texts seem to stand at a place, by a hash of their first bytes. */

/** Texts by their first bytes, in plain numbers: there may be millions. */
export interface NeedleIndex {
  /** @param bytes the text's first ones; of what is behind its end nothing is read */
  add(bytes: Uint8Array, length: number, place: number): void;
  /** To be called once, after the last text. */
  settle(): void;
  /** Calls with the places of texts that seem to stand somewhere in a window. */
  candidates(window: Uint8Array, at: number, visit: (place: number) => void): void;
}

/**
 * Prepares an empty index.
 * @param steps by how many first bytes texts are told apart, rising: the greatest of these that a text has
 */
export function createNeedleIndex(steps: readonly number[]): NeedleIndex {
  let hashes = new Int32Array(1 << 10);
  let places = new Int32Array(1 << 10);
  let nexts = new Int32Array(0);
  let heads = new Int32Array(1);
  let count = 0;

  return {
    add(bytes, length, place) {
      const step = steps.findLast((one) => one <= length);
      if (step === undefined) return;
      if (count === hashes.length) [hashes, places] = [grown(hashes), grown(places)];
      hashes[count] = finished(hashOn(0, bytes, 0, step), step);
      places[count] = place;
      count += 1;
    },
    settle() {
      heads = new Int32Array(2 ** Math.ceil(Math.log2(count + 1))).fill(-1);
      nexts = new Int32Array(count);
      for (let link = 0; link < count; link += 1) {
        const head = (hashes[link] ?? 0) & (heads.length - 1);
        nexts[link] = heads[head] ?? -1;
        heads[head] = link;
      }
    },
    candidates(window, at, visit) {
      let sum = 0;
      let from = at;
      for (const step of steps) {
        if (at + step > window.length) return;
        sum = hashOn(sum, window, from, at + step);
        from = at + step;
        const hash = finished(sum, step);
        let link = heads[hash & (heads.length - 1)] ?? -1;
        for (; link >= 0; link = nexts[link] ?? -1) {
          if (hashes[link] === hash) visit(places[link] ?? 0);
        }
      }
    },
  };
}

/** Takes more bytes into a hash. */
function hashOn(sum: number, bytes: Uint8Array, from: number, end: number): number {
  let hash = sum;
  for (let place = from; place < end; place += 1) {
    hash = Math.imul(hash ^ (bytes[place] ?? 0), 0x01000193);
  }
  return hash;
}

function finished(sum: number, step: number): number {
  const hash = Math.imul(sum ^ step, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function grown(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(list.length * 2);
  longer.set(list);
  return longer;
}
