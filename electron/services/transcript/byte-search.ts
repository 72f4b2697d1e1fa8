/**
 * Finds any of many byte strings in a stream of chunks, ignoring ASCII letter case. A table over three
 * bytes rejects nearly every place at once, and what begins alike is looked up by length, so a large
 * export costs one pass however many strings there are.
 */
export interface Needle<Tag> {
  /** At least {@link SHORTEST_NEEDLE} bytes; shorter ones are never found. */
  readonly bytes: Uint8Array;
  readonly tag: Tag;
}

/** A search under way. */
export interface ByteSearch<Tag> {
  /** Takes the next chunk; a string may begin in one and end in the next. */
  push(chunk: Uint8Array): void;
  /** Tags of the strings found so far, in the order of finding. */
  found(): ReadonlySet<Tag>;
}

const SHORTEST_NEEDLE = 3;
const TABLE_SIZE = 1 << 16;

/** Strings with the same first bytes: length, then text, to tags. */
type Bucket<Tag> = Map<number, Map<string, Tag[]>>;

/** Prepares a search. */
export function createByteSearch<Tag>(needles: readonly Needle<Tag>[]): ByteSearch<Tag> {
  const table = new Uint8Array(TABLE_SIZE);
  const buckets = new Map<number, Bucket<Tag>>();
  const found = new Set<Tag>();
  let longest = 0;
  let tail: Buffer = Buffer.alloc(0);

  for (const { bytes, tag } of needles) {
    if (bytes.length < SHORTEST_NEEDLE) continue;
    const folded = fold(Buffer.from(bytes));
    const key = hash(folded, 0);
    table[key] = 1;
    const bucket = entryOf(buckets, key, () => new Map() as Bucket<Tag>);
    const texts = entryOf(bucket, folded.length, () => new Map<string, Tag[]>());
    entryOf(texts, folded.toString('latin1'), () => []).push(tag);
    longest = Math.max(longest, bytes.length);
  }

  function look(window: Buffer, at: number): void {
    for (const [length, texts] of buckets.get(hash(window, at)) ?? []) {
      if (at + length > window.length) continue;
      for (const tag of texts.get(window.toString('latin1', at, at + length)) ?? []) found.add(tag);
    }
  }

  return {
    push(chunk) {
      if (longest === 0) return;
      const window = fold(Buffer.concat([tail, chunk]));
      tail = window.subarray(Math.max(0, window.length - longest + 1));
      const end = window.length - SHORTEST_NEEDLE;
      for (let at = 0; at <= end; at += 1) {
        if (table[hash(window, at)] !== 0) look(window, at);
      }
    },
    found: () => found,
  };
}

/** ASCII to lower case, in place. */
function fold(bytes: Buffer): Buffer {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) bytes[at] = byte + 0x20;
  }
  return bytes;
}

function hash(bytes: Uint8Array, at: number): number {
  const [first, second, third] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  return (first ^ (second << 5) ^ (third << 9)) & (TABLE_SIZE - 1);
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
