/** How many random cases the property tests of the session engine try. */
import fc from 'fast-check';

/** Cases of one subject (splitter, JID, SCRAM messages, order of SRV records); there are four of them. */
export const CASES_PER_SUBJECT = 25_000;

/** Longest time one property may take, in milliseconds; alone on a machine it takes seconds. */
export const PROPERTY_TIMEOUT_MS = 120_000;

/**
 * Runs a property over a share of a subject's cases.
 * @param share part of {@link CASES_PER_SUBJECT}, above 0 and at most 1
 * @throws Error with the smallest counterexample and the seed to reproduce it
 */
export async function assertProperty(
  share: number,
  property: fc.IRawProperty<unknown>,
): Promise<void> {
  await fc.assert(property, { numRuns: Math.ceil(CASES_PER_SUBJECT * share) });
}
