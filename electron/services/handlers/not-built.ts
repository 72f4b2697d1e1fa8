/** What the contract names and no service does yet. */
import type { Problem } from '#shared/contract/result.ts';

/** @param what begins the sentence: `Deleting recordings` */
export function notBuiltProblem(what: string): Problem {
  return { code: 'not-built', what: `${what} is not built yet.` };
}
