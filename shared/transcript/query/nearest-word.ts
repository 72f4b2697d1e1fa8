/** What somebody may have meant by a word that is none. */
import { editDistance } from '../../lint/did-you-mean.ts';

/** Most letters that may differ. */
const MOST_EDITS = 2;

/** The nearest of the words, or undefined when none is near. */
export function nearestWord(typed: string, words: readonly string[]): string | undefined {
  const wanted = typed.toLowerCase();
  const [nearest] = words
    .map((word) => ({ word, edits: editDistance(wanted, word) }))
    .filter(({ word, edits }) => edits <= Math.min(MOST_EDITS, word.length / 2))
    .toSorted((a, b) => a.edits - b.edits);
  return nearest?.word;
}
