/** Carries out a finding's correction. */
import type { FindingFix } from './finding.ts';

/**
 * Applies a correction to the text it was made for.
 * @param xml the very text that was linted
 * @returns the text with nothing changed but the fix's places
 */
export function applyFix(xml: string, fix: FindingFix): string {
  return [...fix.edits]
    .sort((a, b) => b.offset - a.offset)
    .reduce(
      (text, { offset, length, text: inserted }) =>
        text.slice(0, offset) + inserted + text.slice(offset + length),
      xml,
    );
}
