/** Requests that cannot be built, because a parameter of the run does not fit its template. */
import type { StepEnd } from './step-context.ts';

/** The message names the parameter and is for the user. */
export class RequestNotBuilt extends Error {}

/** The end of a step of which nothing was sent. */
export function notBuiltStep(problem: RequestNotBuilt): StepEnd {
  return {
    state: 'failed',
    verdict: {
      headline: 'Not sent: a parameter does not fit.',
      proved: 'Nothing: no request left this console.',
      notProved: 'What the server would answer.',
      whoKnows: problem.message,
      next: 'Change the parameter, then retry from this step.',
    },
    latencyMs: null,
    note: problem.message,
  };
}
