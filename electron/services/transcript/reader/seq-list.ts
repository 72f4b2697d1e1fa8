/**
 * The numbers of matching entries, in rising order, at indexes that stay: older ones go before the first,
 * newer ones behind the last, and what the recording dropped leaves the front.
 */
export interface SeqList {
  /** Index of the first; negative once older ones were found. */
  first(): number;
  /** Index behind the last. */
  end(): number;
  /** @returns the number at an index from `first` to `end` */
  at(index: number): number;
  /** Index of the first number that is not less than this one; `end` when there is none. */
  indexFrom(seq: number): number;
  /** Adds numbers less than all there are, rising. */
  putBefore(seqs: readonly number[]): void;
  /** Adds numbers greater than all there are, rising. */
  putAfter(seqs: readonly number[]): void;
  /** Takes off the numbers below this one. */
  dropBelow(seq: number): void;
}

/** Creates an empty list; a number costs four bytes. */
export function createSeqList(): SeqList {
  // Falling, so that it grows at its end: index -1 is older[0].
  const older = createNumbers();
  const newer = createNumbers();
  let first = 0;

  const at = (index: number): number => (index < 0 ? older.at(-index - 1) : newer.at(index));
  const end = (): number => newer.length();
  const list: SeqList = {
    first: () => first,
    end,
    at,
    indexFrom: (seq) => searchFrom(first, end(), (index) => at(index) >= seq),
    putBefore(seqs) {
      for (let place = seqs.length - 1; place >= 0; place -= 1) older.add(seqs[place] ?? 0);
      first -= seqs.length;
    },
    putAfter(seqs) {
      for (const seq of seqs) newer.add(seq);
    },
    dropBelow(seq) {
      first = list.indexFrom(seq);
      older.cut(Math.max(0, -first));
    },
  };
  return list;
}

/** Creates the list of all numbers of a span, which costs nothing: each number is its own index. */
export function createSeqSpan(span: { readonly first: number; readonly last: number }): SeqList {
  let first = span.first;
  let end = Math.max(span.last + 1, first);
  return {
    first: () => first,
    end: () => end,
    at: (index) => index,
    indexFrom: (seq) => Math.min(Math.max(seq, first), end),
    putBefore(seqs) {
      first = seqs[0] ?? first;
    },
    putAfter(seqs) {
      end = (seqs.at(-1) ?? end - 1) + 1;
    },
    dropBelow(seq) {
      first = Math.min(Math.max(first, seq), end);
    },
  };
}

/** The first of a range for which something holds, when it holds for all after it; else the range's end. */
export function searchFrom(from: number, to: number, holds: (index: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const CHUNK = 1 << 14;

/** Numbers in chunks, so that growing copies nothing. */
function createNumbers() {
  const chunks: Uint32Array[] = [];
  let length = 0;
  return {
    length: () => length,
    at: (index: number): number => chunks[Math.floor(index / CHUNK)]?.[index % CHUNK] ?? 0,
    add(value: number) {
      if (length % CHUNK === 0) chunks.push(new Uint32Array(CHUNK));
      const last = chunks[chunks.length - 1];
      if (last !== undefined) last[length % CHUNK] = value;
      length += 1;
    },
    cut(newLength: number) {
      length = Math.min(length, newLength);
      chunks.length = Math.ceil(length / CHUNK);
    },
  };
}
