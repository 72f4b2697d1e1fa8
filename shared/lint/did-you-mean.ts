/** Finds the word that a misspelt one most likely stands for. */

/** Fewer changes than this share of the word count as a slip. */
const MOST_CHANGED = 0.34;

/**
 * The known word nearest to a typed one.
 * @param typed the word as typed
 * @param known the words there are
 * @returns null when it is one of them, or nearer to none than about a third of its letters
 */
export function didYouMean(typed: string, known: readonly string[]): string | null {
  if (known.includes(typed)) return null;
  const folded = fold(typed);
  let best: { readonly word: string; readonly distance: number } | null = null;
  for (const word of known) {
    const most = Math.min(mostChanges(word), best === null ? Infinity : best.distance - 1);
    const target = fold(word);
    // Words of very different length cannot be near, and comparing is what costs.
    if (Math.abs(target.length - folded.length) > most) continue;
    const distance = editDistance(folded, target);
    if (distance <= most) best = { word, distance };
  }
  return best?.word ?? null;
}

function mostChanges(word: string): number {
  return Math.max(1, Math.floor(word.length * MOST_CHANGED));
}

/** Case and the kind of the joint are what people mix up most: `publishOnly`, `publish_only`. */
function fold(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '');
}

/**
 * How many letters have to be changed, added, removed or swapped with their neighbour.
 * @see Damerau's distance in its restricted form (optimal string alignment)
 */
export function editDistance(a: string, b: string): number {
  let twoAgo: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const changed = (previous[j - 1] ?? 0) + (same ? 0 : 1);
      let least = Math.min(changed, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (twoAgo[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    twoAgo = previous;
    previous = row;
  }
  return previous[b.length] ?? 0;
}
