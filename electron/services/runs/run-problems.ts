/** What a run service answers when it cannot do what was asked. */
import type { Problem } from '#shared/contract/result.ts';
import type { StepId } from '#shared/contract/run.ts';

/** Problems by what stood in the way; each call makes a fresh one. */
export const runProblems = {
  noRun: (): Problem => ({
    code: 'not-found',
    what: 'This run is not on the list.',
    why: 'It was removed, or it belongs to another start of Pushscope.',
    next: 'Create a new run.',
  }),
  noSession: (): Problem => ({
    code: 'not-found',
    what: 'The session of this run is not on the list.',
    why: 'It was removed after it went offline.',
    next: 'Connect first, then create the run with that session.',
    place: 'sessionId',
  }),
  noStep: (stepId: StepId): Problem => ({
    code: 'not-found',
    what: `This run has no step "${stepId}".`,
    why: 'The flow of the run does without it.',
    next: 'Choose one of the steps shown.',
    place: 'stepId',
  }),
  busy: (): Problem => ({
    code: 'busy',
    what: 'This run is running.',
    why: 'Only one step runs at a time.',
    next: 'Wait for it, pause it or cancel it.',
  }),
  nothingToRun: (): Problem => ({
    code: 'nothing-to-run',
    what: 'This run has no step left to run.',
    why: 'All steps have ended, or a step failed and nothing is left to clean up.',
    next: 'Retry from a step, or create a new run.',
  }),
  cannotLeaveOut: (): Problem => ({
    code: 'bad-input',
    what: 'The preflight cannot be left out.',
    why: 'Flow, service and node of all other steps come from it.',
    next: 'Leave out another step.',
    place: 'stepId',
  }),
  nothingToEdit: (): Problem => ({
    code: 'bad-input',
    what: 'This step has no stanza to edit.',
    why: 'It sends several, or none of its own.',
    next: 'Edit a step that sends one request, or use Compose.',
    place: 'stepId',
  }),
  notDecided: (): Problem => ({
    code: 'bad-input',
    what: 'The stanza of this step is not known yet.',
    why: 'The preflight has not chosen flow and service.',
    next: 'Run the preflight first.',
    place: 'stepId',
  }),
  hasEnded: (): Problem => ({
    code: 'bad-input',
    what: 'This step has ended.',
    why: 'What was sent cannot be changed any more.',
    next: 'Retry from this step, or repeat it.',
    place: 'stepId',
  }),
  needsPreflight: (): Problem => ({
    code: 'bad-input',
    what: 'The session or the flow cannot change in the middle of a run.',
    why: 'What the earlier steps showed does not hold for another session or flow.',
    next: 'Retry from the preflight.',
    place: 'stepId',
  }),
} as const;
