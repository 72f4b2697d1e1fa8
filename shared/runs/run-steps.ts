/** Steps of a run, found by name. */
import type { RunSnapshot, StepId, StepSnapshot } from '../contract/run.ts';

/** One step of a run, or undefined when its procedure has no such step. */
export function findStepOf(run: RunSnapshot, stepId: StepId): StepSnapshot | undefined {
  return run.steps.find((step) => step.id === stepId);
}
