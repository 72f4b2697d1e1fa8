/**
 * Tells where one of many texts may begin: some places too many, none too few. Texts long enough are looked for at
 * every fourth byte of a stream only, by eight bytes of theirs at each of four offsets, since one of these must stand
 * there.
 */

/** Where texts of one kind may begin. */
export interface NeedleStarts {
  /** @param bytes the text's first ones, as many as {@link MOST_READ}; none behind its end is read */
  add(bytes: Uint8Array): void;
  /** To be called once, after the last text. */
  settle(): void;
  /** @param window starts at a multiple of four bytes in its memory, and has a multiple of four */
  scan(window: Uint8Array, visit: (at: number) => void): void;
}

/** Between places that are looked at. */
const STRIDE = 4;
/** Least bytes of a text that is looked for at every fourth byte. */
export const SAMPLED_FROM = 8 + STRIDE - 1;
/** Bytes that are read of a text. */
export const MOST_READ = SAMPLED_FROM;

/** Bits of a table for each start in it: most places are then looked at once. */
const BITS_A_START = 24;
const LEAST_BITS = 16;
const MOST_BITS = 27;

/** For texts of at least {@link SAMPLED_FROM} bytes. */
export function createSampledStarts(): NeedleStarts {
  const table = createTable();
  const eight = new Uint8Array(8);
  // The order of bytes in a word is the machine's, here and in a window.
  const words = new Int32Array(eight.buffer);

  return {
    add(bytes) {
      for (let offset = 0; offset < STRIDE; offset += 1) {
        for (let place = 0; place < 8; place += 1) eight[place] = bytes[offset + place] ?? 0;
        table.add(hashOfTwo(words[0] ?? 0, words[1] ?? 0));
      }
    },
    settle: table.settle,
    scan(window, visit) {
      const { bits, shift } = table.settled();
      if (bits.length === 0) return;
      const all = new Int32Array(window.buffer, window.byteOffset, window.length / 4);
      let four = all[0] ?? 0;
      for (let place = 1; place < all.length; place += 1) {
        const next = all[place] ?? 0;
        if (has(bits, hashOfTwo(four, next) >>> shift)) visitAround((place - 1) * 4, visit);
        four = next;
      }
    },
  };
}

function visitAround(at: number, visit: (at: number) => void): void {
  for (let start = Math.max(0, at - STRIDE + 1); start <= at; start += 1) visit(start);
}

/**
 * For texts of at least three bytes. Of any text the first two bytes or the two after the first are a pair of the
 * window, so only every other place is looked at.
 * @param few how many first bytes decide: three or four
 */
export function createShortStarts(few: 3 | 4): NeedleStarts {
  const table = createTable();
  const pairs = new Uint8Array(2 ** 16);
  const two = new Uint8Array(2);
  const pair = new Uint16Array(two.buffer);

  function hashAt(bytes: Uint8Array, at: number): number {
    let all = 0;
    for (let place = at; place < at + few; place += 1) all = (all << 8) | (bytes[place] ?? 0);
    return hashOfOne(all);
  }

  return {
    add(bytes) {
      for (const place of [0, 1]) {
        two.set(bytes.subarray(place, place + 2));
        pairs[pair[0] ?? 0] = 1;
      }
      table.add(hashAt(bytes, 0));
    },
    settle: table.settle,
    scan(window, visit) {
      const { bits, shift } = table.settled();
      if (bits.length === 0) return;
      const all = new Uint16Array(window.buffer, window.byteOffset, window.length / 2);
      for (let place = 0; place < all.length; place += 1) {
        if (pairs[all[place] ?? 0] === 0) continue;
        for (let at = Math.max(0, place * 2 - 1); at <= place * 2; at += 1) {
          if (has(bits, hashAt(window, at) >>> shift)) visit(at);
        }
      }
    },
  };
}

interface Settled {
  /** Empty when there are no starts. */
  readonly bits: Uint32Array;
  /** Makes a place in the table of a hash. */
  readonly shift: number;
}

/** A bit for each hash, in a table as large as there are many. */
function createTable() {
  let hashes = new Int32Array(1 << 10);
  let count = 0;
  let settled: Settled = { bits: new Uint32Array(0), shift: 0 };

  return {
    add(hash: number): void {
      if (count === hashes.length) {
        const longer = new Int32Array(count * 2);
        longer.set(hashes);
        hashes = longer;
      }
      hashes[count] = hash;
      count += 1;
    },
    settle(): void {
      if (count === 0) return;
      const size = Math.ceil(Math.log2(count * BITS_A_START));
      const shift = 32 - Math.min(MOST_BITS, Math.max(LEAST_BITS, size));
      const bits = new Uint32Array(2 ** (32 - shift - 5));
      for (const hash of hashes.subarray(0, count)) {
        const bit = hash >>> shift;
        bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
      }
      hashes = new Int32Array(0);
      settled = { bits, shift };
    },
    settled: () => settled,
  };
}

function has(bits: Uint32Array, bit: number): boolean {
  return (((bits[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}

function hashOfTwo(four: number, next: number): number {
  const mixed = Math.imul(four, 0x9e3779b1) ^ Math.imul(next, 0x85ebca77);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
}

function hashOfOne(four: number): number {
  return Math.imul(four, 0x9e3779b1);
}
