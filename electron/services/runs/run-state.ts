/**
 * What a run may do next, as pure functions over its snapshot: no time, no sessions, so that every rule
 * of stopping, cleaning up and retrying can be read and tested by itself.
 */
import type {
  Flow,
  RunParameters,
  RunSnapshot,
  RunState,
  StepId,
  StepSnapshot,
} from '#shared/contract/run.ts';
import { stepsOf } from '#shared/runs/procedures.ts';

/** Clean-up steps, each with the step whose effect it takes back. */
const CLEAN_UP: Readonly<Partial<Record<StepId, StepId>>> = {
  disable: 'enable',
  'disable-2': 'enable-2',
  delete: 'create',
  'delete-2': 'create-2',
};

/** What a new run starts with. */
export interface NewRun {
  readonly id: string;
  readonly parameters: RunParameters;
  /** Node name to use; the caller makes one up when the parameters leave it blank. */
  readonly node: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** Makes the snapshot of a run of which nothing has run. */
export function createRunSnapshot(run: NewRun): RunSnapshot {
  const flow = run.parameters.flow === 'auto' ? null : run.parameters.flow;
  return {
    id: run.id,
    state: 'ready',
    flow,
    parameters: run.parameters,
    resolved: { pubsubJid: run.parameters.pubsubJid, node: run.node },
    // Until the preflight has chosen, the longer procedure is what may happen.
    steps: layOutSteps(flow, run.parameters),
    push: null,
    diagnoses: [],
    startedAt: run.startedAt,
    endedAt: null,
  };
}

/** The steps of a procedure, all waiting. */
function layOutSteps(flow: Flow | null, parameters: RunParameters): StepSnapshot[] {
  return stepsOf(parameters, flow).map(({ id, title }) => ({
    id,
    title,
    state: 'waiting',
    exchanges: [],
    latencyMs: null,
    facts: [],
    verdict: null,
    note: '',
  }));
}

/** Fixes the flow; steps that have begun keep what they hold, the others are those of the flow. */
export function withFlow(run: RunSnapshot, flow: Flow): RunSnapshot {
  const before = (step: StepSnapshot): StepSnapshot | undefined => findStep(run, step.id);
  const steps = layOutSteps(flow, run.parameters).map((step) =>
    (before(step)?.state ?? 'waiting') === 'waiting'
      ? keepPlan(step, before(step))
      : (before(step) ?? step),
  );
  return { ...run, flow, steps };
}

/** Changes one step. */
export function withStep(
  run: RunSnapshot,
  stepId: StepId,
  patch: Partial<StepSnapshot>,
): RunSnapshot {
  return {
    ...run,
    steps: run.steps.map((step) => (step.id === stepId ? { ...step, ...patch } : step)),
  };
}

/** One step of a run, or undefined when its flow has no such step. */
export function findStep(run: RunSnapshot, stepId: StepId): StepSnapshot | undefined {
  return run.steps.find((step) => step.id === stepId);
}

/** True once a step failed or the user cancelled: from then on only clean-up steps run. */
function hasStopped(run: RunSnapshot, cancelled: boolean): boolean {
  return cancelled || run.steps.some((step) => step.state === 'failed');
}

/**
 * The step to run next.
 * @param cancelled whether the user cancelled the run since its last retry
 * @returns undefined when nothing may run: all done, or stopped with nothing left to clean up
 */
export function nextStep(run: RunSnapshot, cancelled: boolean): StepSnapshot | undefined {
  const waiting = run.steps.filter((step) => step.state === 'waiting');
  if (!hasStopped(run, cancelled)) return waiting[0];
  return waiting.find((step) => takesBack(run, step.id));
}

/** Takes back what another step of the run has done. */
function takesBack(run: RunSnapshot, stepId: StepId): boolean {
  const undoes = CLEAN_UP[stepId];
  return undoes !== undefined && findStep(run, undoes) !== undefined;
}

/**
 * Why a step is not to be sent at all.
 * @returns an empty text when it is to be sent
 */
export function skipReason(run: RunSnapshot, stepId: StepId): string {
  if (findStep(run, stepId)?.leaveOut === true) return 'Left out, as you chose.';
  const undoes = CLEAN_UP[stepId];
  if (undoes === undefined) return '';
  const undone = findStep(run, undoes);
  // A procedure that made nothing is there to take away.
  if (undone === undefined) return '';
  if (run.parameters.keep) return 'Left in place, as asked.';
  if (mayHaveTakenEffect(undone)) return '';
  // Deleting a node that this run did not create would destroy somebody's own: create answers
  // `conflict` exactly then.
  return `Nothing to clean up: "${undone.title}" had no effect.`;
}

/** A request without an answer may have been carried out all the same. */
function mayHaveTakenEffect(step: StepSnapshot): boolean {
  if (step.state === 'passed' && !step.exchanges.some(({ outcome }) => outcome?.kind === 'error')) {
    return true;
  }
  return step.exchanges.some(
    ({ outcome }) =>
      outcome !== null && outcome.kind !== 'error' && outcome.kind !== 'error-without-reason',
  );
}

/** The state of a run that is not running. */
export function stoppedState(run: RunSnapshot, cancelled: boolean): RunState {
  if (cancelled) return 'cancelled';
  if (run.steps.some((step) => step.state === 'failed')) return 'failed';
  if (run.steps.every((step) => step.state !== 'waiting')) return 'passed';
  return run.steps.every((step) => step.state === 'waiting') ? 'ready' : 'paused';
}

/**
 * Puts a step and all after it back to waiting.
 * @param parameters what to work with from now on
 * @param freshNode a node name for the case that the old one cannot be created again
 */
export function rewindTo(
  run: RunSnapshot,
  stepId: StepId,
  parameters: RunParameters,
  freshNode: string,
): RunSnapshot {
  const fromStart = stepId === 'preflight';
  const flow = fromStart ? (parameters.flow === 'auto' ? null : parameters.flow) : run.flow;
  const index = run.steps.findIndex((step) => step.id === stepId);
  const blank = layOutSteps(flow, parameters);
  const rewound = fromStart ? blank : [...run.steps.slice(0, index), ...blank.slice(index)];
  const steps = rewound.map((step) => keepPlan(step, findStep(run, step.id)));
  const kept = run.resolved;
  return {
    ...run,
    state: stepsHaveBegun(steps) ? 'paused' : 'ready',
    flow,
    parameters,
    resolved: {
      pubsubJid: parameters.pubsubJid || (fromStart ? '' : kept.pubsubJid),
      node: parameters.node || (keepsNode(run, stepId) ? kept.node : freshNode),
    },
    steps,
    push: null,
    diagnoses: [],
    endedAt: null,
  };
}

/** What the user planned for a step holds until he takes it back. */
function keepPlan(step: StepSnapshot, before: StepSnapshot | undefined): StepSnapshot {
  const { leaveOut, editedXml } = before ?? {};
  return {
    ...step,
    ...(leaveOut === undefined ? {} : { leaveOut }),
    ...(editedXml === undefined ? {} : { editedXml }),
  };
}

/**
 * Whether a run whose node name is left to it goes on with the one it had. Creating a node twice is a
 * conflict, so a repeated create takes another name; so does a run whose user took his own name back.
 */
function keepsNode(run: RunSnapshot, stepId: StepId): boolean {
  if (run.parameters.node !== '') return false;
  const repeats = stepId === 'preflight' || stepId === 'create';
  const created = findStep(run, 'create');
  const deleted = findStep(run, 'delete');
  return !repeats || created?.state !== 'passed' || deleted?.state === 'passed';
}

function stepsHaveBegun(steps: readonly StepSnapshot[]): boolean {
  return steps.some((step) => step.state !== 'waiting');
}
