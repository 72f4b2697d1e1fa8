/** What somebody may have meant by a word that is none. */

/** Most letters that may differ. */
const MOST_EDITS = 2;

/** The nearest of the words, or undefined when none is near. */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  const [nearest] = words
    .map((word) => ({ word, edits: countEdits(wanted, word) }))
    .filter(({ word, edits }) => edits <= Math.min(MOST_EDITS, word.length / 2))
    .toSorted((a, b) => a.edits - b.edits);
  return nearest?.word;
}

/** Levenshtein distance; words of very different length are not compared. */
function countEdits(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > MOST_EDITS) return MOST_EDITS + 1;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 0; i < left.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j += 1) {
      const replaced = (row[j] ?? 0) + (left[i] === right[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
