/** The run step that an entry or an exchange belongs to. */
export interface StepMark {
  readonly runId: string | null;
  readonly stepId: string | null;
}

/** For what no run asked for. */
export const NO_STEP: StepMark = { runId: null, stepId: null };
