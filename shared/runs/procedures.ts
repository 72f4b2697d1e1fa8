/** The procedures as data: which steps, in which order. */
import type { Flow, ProcedureId, RunParameters, StepId } from '../contract/run.ts';
import {
  PREFLIGHT,
  CREATE,
  AFFILIATION,
  ENABLE,
  ROTATE,
  CREATE_2,
  AFFILIATION_2,
  ENABLE_2,
  PROBE,
  PROOF,
  DISABLE,
  DISABLE_2,
  DELETE,
  DELETE_2,
  DISABLE_ALL,
  type StepDefinition,
} from './step-definitions.ts';

/** The steps of a flow, in their order. */
export interface Procedure {
  readonly flow: Flow;
  readonly title: string;
  readonly steps: readonly StepDefinition[];
}

/** All procedures by flow. Disable comes before delete: a registration must never outlive its node (facts 2.7). */
export const PROCEDURES: Readonly<Record<Flow, Procedure>> = {
  full: {
    flow: 'full',
    title: 'PubSub-full',
    steps: [PREFLIGHT, CREATE, AFFILIATION, ENABLE, PROBE, PROOF, DISABLE, DELETE],
  },
  less: {
    flow: 'less',
    title: 'PubSub-less',
    steps: [PREFLIGHT, ENABLE, PROOF, DISABLE],
  },
};

/** What a procedure is for, in the words of a choice. */
export const PROCEDURE_WORDS: Readonly<
  Record<ProcedureId, { readonly title: string; readonly does: string }>
> = {
  check: { title: 'Push check', does: 'Registers, proves with a push, and takes it all back.' },
  checklist: {
    title: 'Why no push?',
    does: 'Changes nothing: looks at server, node and sessions, and waits for a push to what the app has registered.',
  },
  rotation: {
    title: 'New token',
    does: 'Enables the same node with a second token, and proves that only that one is pushed.',
  },
  'second-device': {
    title: 'Second device',
    does: 'Registers two nodes with a token each, and proves that both are pushed.',
  },
  teardown: {
    title: 'Tear down',
    does: 'Disables everything that the account has enabled at the service, for all its devices, and deletes the named node.',
  },
};

const BY_PROCEDURE: Readonly<
  Record<Exclude<ProcedureId, 'check'>, Readonly<Record<Flow, readonly StepDefinition[]>>>
> = {
  checklist: { full: [PREFLIGHT, PROBE, PROOF], less: [PREFLIGHT, PROOF] },
  rotation: {
    full: [PREFLIGHT, CREATE, AFFILIATION, ENABLE, ROTATE, PROOF, DISABLE, DELETE],
    less: [PREFLIGHT, ENABLE, ROTATE, PROOF, DISABLE],
  },
  'second-device': {
    full: [
      ...[PREFLIGHT, CREATE, AFFILIATION, ENABLE, CREATE_2, AFFILIATION_2, ENABLE_2, PROOF],
      ...[DISABLE, DISABLE_2, DELETE, DELETE_2],
    ],
    less: [PREFLIGHT, ENABLE, ENABLE_2, PROOF, DISABLE, DISABLE_2],
  },
  teardown: { full: [PREFLIGHT, DISABLE_ALL, DELETE], less: [PREFLIGHT, DISABLE_ALL] },
};

/**
 * The steps of a run.
 * @param flow the longer one is what may happen while none is chosen
 */
export function stepsOf(
  { procedure = 'check', probe = false, node }: StepChoice,
  flow: Flow | null,
): readonly StepDefinition[] {
  const steps =
    procedure === 'check'
      ? PROCEDURES[flow ?? 'full'].steps
      : BY_PROCEDURE[procedure][flow ?? 'full'];
  return steps.filter(({ id }) => {
    // Both would be about a node that nobody has named.
    const needsNode = procedure === 'teardown' || procedure === 'checklist';
    if (id === 'probe') return probe && !(needsNode && node === '');
    return id !== 'delete' || !needsNode || node !== '';
  });
}

/** What of a run's parameters decides on its steps. */
export type StepChoice = Pick<RunParameters, 'procedure' | 'probe' | 'node'>;

/** The device tokens that a proof has to see pushed, and those it must not; null where any will do. */
export function expectedDevices({ procedure, deviceId, secondDeviceId = '' }: RunParameters): {
  readonly pushed: readonly string[];
  readonly spared: readonly string[];
} | null {
  if (procedure === 'rotation') return { pushed: [secondDeviceId], spared: [deviceId] };
  if (procedure === 'second-device') return { pushed: [deviceId, secondDeviceId], spared: [] };
  return null;
}

/** The step whose answers are judged in the same way. */
export function judgedAs(stepId: StepId): StepId {
  if (stepId === 'rotate') return 'enable';
  return stepId === 'disable-all' ? 'disable' : (stepId.replace(/-2$/, '') as StepId);
}
