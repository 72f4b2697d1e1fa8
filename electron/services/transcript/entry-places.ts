/** Where the entries of a written file stand, in plain numbers: there may be millions. */
export interface EntryPlaces {
  /** @param end where the text of an entry ends, in bytes; it begins where the one before ends */
  add(seq: number, end: number): void;
  count(): number;
  seqOf(index: number): number;
  startOf(index: number): number;
  endOf(index: number): number;
  /** The entry in whose text all of a range lies; -1 for none. */
  indexOf(start: number, end: number): number;
}

/** @param start where the first entry begins */
export function createEntryPlaces(start: number): EntryPlaces {
  let seqs = new Float64Array(1 << 10);
  let ends = new Float64Array(1 << 10);
  let count = 0;

  const endOf = (index: number): number => (index < 0 ? start : (ends[index] ?? start));

  return {
    add(seq, end) {
      if (count === seqs.length) [seqs, ends] = [grown(seqs), grown(ends)];
      seqs[count] = seq;
      ends[count] = end;
      count += 1;
    },
    count: () => count,
    seqOf: (index) => seqs[index] ?? 0,
    startOf: (index) => endOf(index - 1),
    endOf,
    indexOf(from, to) {
      if (from < start) return -1;
      let [low, high] = [0, count];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (endOf(middle) > from) high = middle;
        else low = middle + 1;
      }
      return low < count && to <= endOf(low) ? low : -1;
    },
  };
}

function grown(list: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(list.length * 2);
  longer.set(list);
  return longer;
}
