/** What to say when several addresses of a domain were tried and none of them worked. */
import type { SessionFailure } from '#shared/contract/session.ts';

/** So that the text can be read; the ladder has them all. */
const MAX_NAMED = 4;

/**
 * Sums up attempts in one failure: the last one's, with what was tried.
 * @param nothingFound what it is when nothing was tried
 */
export function summariseAttempts(
  domain: string,
  failures: readonly SessionFailure[],
  nothingFound: SessionFailure,
): SessionFailure {
  const last = failures.at(-1) ?? nothingFound;
  if (failures.length < 2) return last;
  const named = failures.slice(0, MAX_NAMED).map(({ what }) => what);
  const left = failures.length - named.length;
  return {
    ...last,
    what: `None of the ${failures.length} addresses of ${domain} worked.`,
    why: [...named, ...(left > 0 ? [`And ${left} more.`] : []), last.why].join(' '),
  };
}
