/** Lints a draft with variables: what is sent is judged, and its places are told in what was typed. */
import type { FilledText } from '../templates/variables.ts';
import type { LintContext } from './context.ts';
import type { Finding, FindingFix } from './finding.ts';
import { lintStanza } from './lint-stanza.ts';
import { createLineColumn } from './place.ts';

/**
 * Lints what would be sent.
 * @param typed the draft as typed, that `filled` was made of
 * @returns findings with places in the typed text. One whose correction would change a value has none: it has
 *   to be corrected where the value comes from
 */
export function lintFilled(typed: string, filled: FilledText, context: LintContext): Finding[] {
  const findings = lintStanza(filled.text, context);
  if (filled.text === typed) return findings;
  const lineColumn = createLineColumn(typed);
  return findings.map(({ fix, ...finding }) => {
    const offset = filled.toTyped(finding.offset);
    const end = filled.toTyped(finding.offset + finding.length);
    const moved = fix === undefined ? null : moveFix(fix, filled);
    return {
      ...finding,
      ...{ offset, length: Math.max(1, end - offset) },
      ...lineColumn(offset),
      ...(moved === null ? {} : { fix: moved }),
    };
  });
}

function moveFix(fix: FindingFix, filled: FilledText): FindingFix | null {
  if (fix.edits.some(({ offset, length }) => filled.touchesValue(offset, length))) return null;
  const edits = fix.edits.map((edit) => ({ ...edit, offset: filled.toTyped(edit.offset) }));
  return { ...fix, edits };
}
