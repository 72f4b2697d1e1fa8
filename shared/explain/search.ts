/** Searches the explanations by symptom, condition or any of their words. */
import { EXPLANATIONS, SUBJECTS } from './catalogue.ts';
import type { Explanation } from './explanation.ts';

/**
 * Explanations that hold all words, in any order and case; those whose symptom holds them come first.
 * @param query words apart by white space; empty: all
 */
export function searchExplanations(query: string): readonly Explanation[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = EXPLANATIONS.filter((explanation) => holdsAll(textOf(explanation), words));
  const first = found.filter(({ title }) => holdsAll(title.toLowerCase(), words));
  return words.length === 0
    ? found
    : [...first, ...found.filter((explanation) => !first.includes(explanation))];
}

/** The subject that an explanation stands under. @returns empty when there is no such explanation */
export function subjectOf(id: string): string {
  return (
    SUBJECTS.find(({ explanations }) => explanations.some((one) => one.id === id))?.title ?? ''
  );
}

function holdsAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

function textOf(explanation: Explanation): string {
  const { id, title, cause, remedy, check, answers = [], streams = [], signs = [] } = explanation;
  const shown = [...answers, ...streams].flatMap((trigger) => [
    trigger.condition ?? '',
    'application' in trigger ? trigger.application : '',
    ...('operations' in trigger ? (trigger.operations ?? []) : []),
  ]);
  const parts = [id, title, cause, remedy, check?.option, ...signs, ...shown];
  return parts.filter(Boolean).join(' ').toLowerCase();
}
