/** Steps that are not sent. */
import { skippedVerdict } from '#shared/explain/verdicts.ts';
import type { StepContext, StepEnd } from './step-context.ts';

/**
 * Ends a step without sending anything.
 * @param reason one sentence or more; it stands on the step's row
 */
export function skippedStep(context: StepContext, reason: string): StepEnd {
  const verdict = skippedVerdict({ stepId: context.stepId, reason });
  return { state: 'skipped', verdict, note: reason, latencyMs: null };
}
