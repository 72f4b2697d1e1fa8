/**
 * Finds any of many texts in a stream of bytes, ignoring ASCII letter case. Two small tables reject nearly
 * every place at once; what begins alike is told apart by a hash of its first bytes, and only then compared,
 * so a large export costs one pass however many texts there are. No text is kept: those that seem to be found
 * are asked for again.
 */
export interface ByteSearch<Tag> {
  /** Takes the next chunk; a text may begin in one and end in the next. */
  push(chunk: Uint8Array): void;
  /** Tags of the texts found so far, in the order of finding. */
  found(): ReadonlySet<Tag>;
}

const SHORTEST_NEEDLE = 3;
/** Longer texts are told apart by so many first bytes. */
const PREFIX = 10;
const START_BITS = 20;
const START_TABLE = 1 << START_BITS;
const HEAD_BITS = 20;

/**
 * Prepares a search.
 * @param tags what can be found
 * @param forms the texts of a tag, in UTF-8; always the same for the same tag. Texts of fewer than three bytes are
 *   never found
 */
export function createByteSearch<Tag>(
  tags: readonly Tag[],
  forms: (tag: Tag) => readonly string[],
): ByteSearch<Tag> {
  const starts = new Uint8Array(START_TABLE);
  const index = createPrefixIndex();
  const found = new Set<Tag>();
  let longest = 0;
  let tail: Buffer = Buffer.alloc(0);

  for (const [place, tag] of tags.entries()) {
    for (const form of forms(tag)) {
      const bytes = fold(Buffer.from(form));
      if (bytes.length < SHORTEST_NEEDLE) continue;
      starts[startHash(bytes, 0)] = 1;
      const length = Math.min(bytes.length, PREFIX);
      index.add(prefixHash(bytes, 0, length), place);
      index.lengths.add(length);
      longest = Math.max(longest, bytes.length);
    }
  }
  const lengths = [...index.lengths];

  function look(window: Buffer, at: number): void {
    for (const length of lengths) {
      if (at + length > window.length) continue;
      for (const place of index.places(prefixHash(window, at, length))) {
        const tag = tags[place];
        if (tag === undefined || found.has(tag)) continue;
        if (forms(tag).some((form) => standsAt(window, at, form))) found.add(tag);
      }
    }
  }

  return {
    push(chunk) {
      if (longest === 0) return;
      const window = fold(Buffer.concat([tail, chunk]));
      tail = window.subarray(Math.max(0, window.length - longest + 1));
      const end = window.length - SHORTEST_NEEDLE;
      for (let at = 0; at <= end; at += 1) {
        if (starts[startHash(window, at)] !== 0) look(window, at);
      }
    },
    found: () => found,
  };
}

function standsAt(window: Buffer, at: number, form: string): boolean {
  const bytes = fold(Buffer.from(form));
  if (bytes.length < SHORTEST_NEEDLE || at + bytes.length > window.length) return false;
  return bytes.compare(window, at, at + bytes.length) === 0;
}

/** ASCII to lower case, in place. */
function fold(bytes: Buffer): Buffer {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) bytes[at] = byte + 0x20;
  }
  return bytes;
}

/** Of three bytes. */
function startHash(bytes: Uint8Array, at: number): number {
  const three = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  return Math.imul(three, 0x9e3779b1) >>> (32 - START_BITS);
}

function prefixHash(bytes: Uint8Array, at: number, length: number): number {
  let hash = length;
  for (let place = at; place < at + length; place += 1) {
    hash = Math.imul(hash ^ (bytes[place] ?? 0), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}

/** Hashes to places, in chains of plain numbers: there may be millions. */
function createPrefixIndex() {
  const heads = new Int32Array(1 << HEAD_BITS).fill(-1);
  let hashes = new Int32Array(1 << 10);
  let places = new Int32Array(1 << 10);
  let nexts = new Int32Array(1 << 10);
  let count = 0;

  return {
    /** How long the prefixes are. */
    lengths: new Set<number>(),
    add(hash: number, place: number): void {
      if (count === hashes.length) {
        [hashes, places, nexts] = [grown(hashes), grown(places), grown(nexts)];
      }
      const head = hash & ((1 << HEAD_BITS) - 1);
      hashes[count] = hash;
      places[count] = place;
      nexts[count] = heads[head] ?? -1;
      heads[head] = count;
      count += 1;
    },
    *places(hash: number): Generator<number> {
      let at = heads[hash & ((1 << HEAD_BITS) - 1)] ?? -1;
      for (; at >= 0; at = nexts[at] ?? -1) {
        if (hashes[at] === hash) yield places[at] ?? -1;
      }
    },
  };
}

function grown(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(list.length * 2);
  longer.set(list);
  return longer;
}
