/** Carries out a finding's correction. */
import type { FindingFix } from './finding.ts';

/**
 * Applies a correction to the text it was made for, in one pass: a fix may have as many edits as a text has
 * wrong letters.
 * @param xml the very text that was linted
 * @returns the text with nothing changed but the fix's places
 */
export function applyFix(xml: string, fix: FindingFix): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of [...fix.edits].sort((a, b) => a.offset - b.offset)) {
    parts.push(xml.slice(at, edit.offset), edit.text);
    at = edit.offset + edit.length;
  }
  parts.push(xml.slice(at));
  return parts.join('');
}
