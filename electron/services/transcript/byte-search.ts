/**
 * Finds any of many byte strings in a stream of chunks, ignoring ASCII letter case. A table over the
 * first three bytes rejects nearly every place at once, so a large export costs one pass whatever the
 * number of strings.
 */
export interface Needle<Tag> {
  /** At least {@link SHORTEST_NEEDLE} bytes; shorter ones are never found. */
  readonly bytes: Uint8Array;
  readonly tag: Tag;
}

export interface ByteSearch<Tag> {
  /** Takes the next chunk; the tag of a needle found in it or across its beginning, else null. */
  push(chunk: Uint8Array): Tag | null;
}

export const SHORTEST_NEEDLE = 3;
const TABLE_SIZE = 1 << 16;

/** Prepares a search. */
export function createByteSearch<Tag>(needles: readonly Needle<Tag>[]): ByteSearch<Tag> {
  const table = new Uint8Array(TABLE_SIZE);
  const byHash = new Map<number, Needle<Tag>[]>();
  let longest = 0;
  for (const { bytes, tag } of needles) {
    if (bytes.length < SHORTEST_NEEDLE) continue;
    const folded = bytes.map(fold);
    const key = hash(folded, 0);
    table[key] = 1;
    byHash.set(key, [...(byHash.get(key) ?? []), { bytes: folded, tag }]);
    longest = Math.max(longest, bytes.length);
  }
  let tail: Uint8Array = new Uint8Array(0);

  return {
    push(chunk) {
      if (longest === 0) return null;
      const window = new Uint8Array(tail.length + chunk.length);
      window.set(tail);
      for (let at = 0; at < chunk.length; at += 1) window[tail.length + at] = fold(chunk[at] ?? 0);
      tail = window.slice(Math.max(0, window.length - longest + 1));
      for (let at = 0; at + SHORTEST_NEEDLE <= window.length; at += 1) {
        const key = hash(window, at);
        if (table[key] === 0) continue;
        const found = byHash.get(key)?.find((needle) => matches(window, at, needle.bytes));
        if (found !== undefined) return found.tag;
      }
      return null;
    },
  };
}

function fold(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}

function hash(bytes: Uint8Array, at: number): number {
  const [first, second, third] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  return (first ^ (second << 5) ^ (third << 9)) & (TABLE_SIZE - 1);
}

function matches(window: Uint8Array, at: number, needle: Uint8Array): boolean {
  if (at + needle.length > window.length) return false;
  for (let index = 0; index < needle.length; index += 1) {
    if (window[at + index] !== needle[index]) return false;
  }
  return true;
}
