/** All explanations, by subject. */
import type { Explanation } from './explanation.ts';

/** In the order in which they are tried: the narrower before the wider. */
export const EXPLANATIONS: readonly Explanation[] = [];
