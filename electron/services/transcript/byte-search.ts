/**
 * Finds any of many texts in a stream of bytes, ignoring ASCII letter case. Two tables reject nearly every
 * place at once, by the first bytes of the texts; what begins alike is told apart by a hash of more bytes, and
 * only then compared, so a large export costs one pass however many texts there are. No text is kept: those
 * that seem to be found are asked for again.
 */
export interface ByteSearch<Tag> {
  /** Takes the next chunk; a text may begin in one and end in the next. */
  push(chunk: Uint8Array): void;
  /** Tags of the texts found so far, in the order of finding. */
  found(): ReadonlySet<Tag>;
}

const SHORTEST_NEEDLE = 3;
/** Texts of so many bytes are looked for by the first eight: three begin any of millions of texts. */
const LONG_NEEDLE = 8;
/** Longer texts are told apart by so many first bytes. */
const PREFIX = 10;
const HEAD_BITS = 20;
/** Of a place in a table of starts, which holds a bit each. */
const START_BITS = 24;

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
  const starts = createStarts();
  const index = createPrefixIndex();
  const found = new Set<Tag>();
  let longest = 0;
  let tail: Buffer = Buffer.alloc(0);

  for (const [place, tag] of tags.entries()) {
    for (const form of forms(tag)) {
      const bytes = fold(Buffer.from(form));
      if (bytes.length < SHORTEST_NEEDLE) continue;
      starts.add(bytes);
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
      const hash = prefixHash(window, at, length);
      for (let link = index.first(hash); link >= 0; link = index.next(link)) {
        const place = index.placeOf(link, hash);
        const tag = place < 0 ? undefined : tags[place];
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
      starts.scan(window, (at) => look(window, at));
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

/** Where a text may begin: some places too many, none too few. */
function createStarts() {
  const short = new Uint32Array(2 ** (START_BITS - 5));
  const long = new Uint32Array(2 ** (START_BITS - 5));
  let anyShort = false;

  return {
    /** @param bytes a text of at least three */
    add(bytes: Buffer): void {
      const isLong = bytes.length >= LONG_NEEDLE;
      const bit = isLong
        ? hashOf(fourBytes(bytes, 0), fourBytes(bytes, 4))
        : hashOf(threeOf(fourBytes(bytes, 0)), 0);
      const table = isLong ? long : short;
      table[bit >>> 5] = (table[bit >>> 5] ?? 0) | (1 << (bit & 31));
      anyShort ||= !isLong;
    },
    scan(window: Buffer, visit: (at: number) => void): void {
      let four = fourBytes(window, 0);
      let next = fourBytes(window, 4);
      const end = window.length - SHORTEST_NEEDLE;
      for (let at = 0; at <= end; at += 1) {
        if (has(long, hashOf(four, next)) || (anyShort && has(short, hashOf(threeOf(four), 0)))) {
          visit(at);
        }
        four = (four << 8) | (next >>> 24);
        next = (next << 8) | (at + 8 < window.length ? (window[at + 8] ?? 0) : 0);
      }
    },
  };
}

function has(table: Uint32Array, bit: number): boolean {
  return (((table[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
}

function hashOf(four: number, next: number): number {
  return (Math.imul(four, 0x9e3779b1) ^ Math.imul(next, 0x85ebca77)) >>> (32 - START_BITS);
}

/** The first byte uppermost; zeros after the end. */
function fourBytes(bytes: Uint8Array, at: number): number {
  let four = 0;
  for (let place = at; place < at + 4; place += 1) four = (four << 8) | (bytes[place] ?? 0);
  return four;
}

function threeOf(four: number): number {
  return four >>> 8;
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
    /** The first link of the chain that a hash is in; -1 for none. */
    first: (hash: number): number => heads[hash & ((1 << HEAD_BITS) - 1)] ?? -1,
    next: (link: number): number => nexts[link] ?? -1,
    /** -1 for a link of another hash. */
    placeOf: (link: number, hash: number): number =>
      hashes[link] === hash ? (places[link] ?? -1) : -1,
  };
}

function grown(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(list.length * 2);
  longer.set(list);
  return longer;
}
