/** A problem of another service inside a sentence of a run. */
import type { Problem } from '#shared/contract/result.ts';

/** What happened and why; what to do is for the verdict to say. */
export function problemText({ what, why = '' }: Problem): string {
  return `${what} ${why}`.trim();
}
