/**
 * Finds any of many texts in a stream of bytes, ignoring ASCII letter case. A table rejects nearly every place at
 * once, by the first bytes of the texts; what begins alike is told apart by a hash of more bytes, and only then
 * compared, so a large export costs one pass however many texts there are. No text is kept: those that seem to be
 * found are asked for again.
 */
import { createNeedleIndex, type NeedleIndex } from './needle-index.ts';
import { createSampledStarts, createShortStarts, SAMPLED_FROM } from './needle-starts.ts';

/** A search under way. */
export interface ByteSearch<Tag> {
  /** Takes the next chunk; a text may begin in one and end in the next. */
  push(chunk: Uint8Array): void;
  /** Tags of the texts found so far. */
  found(): ReadonlySet<Tag>;
}

/** Told of every place of a text, in bytes from the start of the stream, of some twice. */
export type HearPlace = (start: number, end: number) => void;

/** Texts to look for, in any number of streams. */
export interface PreparedSearch<Tag> {
  /** Bytes of the longest text. */
  readonly longest: number;
  /** Begins a stream. @param everywhere without it a tag that is found is not looked for any more */
  begin(everywhere?: HearPlace): ByteSearch<Tag>;
}

/** In bytes. */
const SHORTEST_NEEDLE = 3;
/** No text is told from another by more than so many first bytes. */
const MOST_TOLD_BY = 16;
/** What of a character has no place at the end is not written at all, and takes three bytes at most. */
const SCRATCH_BYTES = MOST_TOLD_BY + 3;

/**
 * Prepares a search.
 * @param tags what can be found
 * @param forms the texts of a tag, in UTF-8; always the same for the same tag. Texts of fewer than three bytes are
 *   never found
 */
export function prepareByteSearch<Tag>(
  tags: readonly Tag[],
  forms: (tag: Tag) => readonly string[],
): PreparedSearch<Tag> {
  const kinds = createKinds();
  let longest = 0;

  const scratch = Buffer.alloc(SCRATCH_BYTES);
  for (const [place, tag] of tags.entries()) {
    for (const form of forms(tag)) {
      const length = Buffer.byteLength(form);
      const kind = kinds.find(({ from }) => length >= from);
      if (kind === undefined) continue;
      scratch.write(form);
      fold(scratch);
      kind.starts.add(scratch);
      kind.index.add(scratch, length, place);
      longest = Math.max(longest, length);
    }
  }
  for (const { starts, index } of kinds) {
    starts.settle();
    index.settle();
  }

  function begin(everywhere?: HearPlace): ByteSearch<Tag> {
    const found = new Set<Tag>();
    /** Where the window begins in the stream. */
    let base = 0;
    const window = createWindow();

    function look(index: NeedleIndex, filled: Buffer, at: number): void {
      index.candidates(filled, at, (place) => {
        const tag = tags[place];
        if (tag === undefined || (everywhere === undefined && found.has(tag))) return;
        for (const form of forms(tag)) {
          const length = lengthAt(filled, at, form);
          if (length === 0) continue;
          found.add(tag);
          everywhere?.(base + at, base + at + length);
        }
      });
    }

    return {
      push(chunk) {
        if (longest === 0) return;
        const { filled, padded } = window.take(chunk);
        for (const { starts, index } of kinds) {
          starts.scan(padded, (at) => look(index, filled, at));
        }
        base += window.keep(longest - 1);
      },
      found: () => found,
    };
  }

  return { longest, begin };
}

/** The longest first. */
function createKinds() {
  return [
    {
      from: SAMPLED_FROM,
      starts: createSampledStarts(),
      index: createNeedleIndex([SAMPLED_FROM, MOST_TOLD_BY]),
    },
    { from: 4, starts: createShortStarts(4), index: createNeedleIndex([4, 8]) },
    { from: SHORTEST_NEEDLE, starts: createShortStarts(3), index: createNeedleIndex([3]) },
  ];
}

/** The bytes that are searched at a time, in lower case. Its memory is used again: new memory costs as much as a search. */
function createWindow() {
  let memory = Buffer.from(new ArrayBuffer(0));
  let length = 0;

  return {
    /** Appends a chunk to what was kept. @returns the bytes, alone and with zeros up to a multiple of four */
    take(chunk: Uint8Array): { readonly filled: Buffer; readonly padded: Buffer } {
      const kept = length;
      length += chunk.length;
      const end = Math.ceil(length / 4) * 4;
      if (memory.length < end) {
        const larger = Buffer.from(new ArrayBuffer(end));
        larger.set(memory.subarray(0, kept));
        memory = larger;
      }
      memory.set(chunk, kept);
      const padded = memory.subarray(0, end).fill(0, length);
      foldWords(new Int32Array(padded.buffer, 0, end / 4));
      return { filled: memory.subarray(0, length), padded };
    },
    /** Keeps so many bytes of the end, if there are. @returns how many are dropped */
    keep(count: number): number {
      const dropped = Math.max(0, length - count);
      memory.copyWithin(0, dropped, length);
      length -= dropped;
      return dropped;
    },
  };
}

/** How many bytes a text has that stands at a place; 0 when it does not. */
function lengthAt(window: Buffer, at: number, form: string): number {
  const bytes = Buffer.from(form);
  fold(bytes);
  if (bytes.length < SHORTEST_NEEDLE || at + bytes.length > window.length) return 0;
  return bytes.compare(window, at, at + bytes.length) === 0 ? bytes.length : 0;
}

/** ASCII letters to lower case, in place. */
function fold(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) bytes[at] = byte + 0x20;
  }
}

/** The same for four bytes at a time. */
function foldWords(words: Int32Array): void {
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place] ?? 0;
    // The highest bit of each byte tells whether its other bits are at least those of "A", and more than those of "Z".
    const low = word & 0x7f7f7f7f;
    const isUpper = (low + 0x3f3f3f3f) & ~(low + 0x25252525) & ~word & 0x80808080;
    if (isUpper !== 0) words[place] = word | (isUpper >>> 2);
  }
}
