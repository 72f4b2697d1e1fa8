/** Runs one step of a run: picks its executor, keeps the run's snapshot in step, turns a failure inside into a failed step. */
import type { RunSnapshot, StepExchange, StepId, StepSnapshot } from '#shared/contract/run.ts';
import type { RunEvidence } from '#shared/runs/evidence.ts';
import { stepsOf } from '#shared/runs/procedures.ts';
import type { RunContext, StepDefinition } from '#shared/runs/step-definitions.ts';
import { toBareJid } from '#shared/xmpp/jid.ts';
import { runExchangeStep } from './exchange-step.ts';
import { notBuiltStep, RequestNotBuilt } from './not-built.ts';
import { runPreflight } from './preflight.ts';
import { runProbe } from './probe.ts';
import { runProof } from './proof.ts';
import { findStep, skipReason, withFlow, withStep } from './run-state.ts';
import { skippedStep } from './skipped-step.ts';
import type { RunDependencies, StepContext, StepEnd } from './step-context.ts';

/** A run while it is worked on. */
export interface RunInHand {
  /** As it changes. */
  readonly snapshot: RunSnapshot;
  /** What each step has seen. */
  readonly evidence: Map<StepId, RunEvidence>;
}

/**
 * Runs one step to its end.
 * @param dependencies the run service's
 * @param active the run, changed through `change` only
 * @param signal aborted when the user cancels
 * @param change stores and publishes a snapshot
 */
export async function runStep(
  dependencies: RunDependencies,
  active: RunInHand,
  stepId: StepId,
  signal: AbortSignal,
  change: (snapshot: RunSnapshot) => RunSnapshot,
): Promise<void> {
  active.evidence.delete(stepId);
  const context = createContext(dependencies, active, stepId, signal, change);
  const skip = skipReason(active.snapshot, stepId);
  const end = skip === '' ? await executeToEnd(context) : skippedStep(context, skip);
  const { push, ...patch } = end;
  const ended = withStep(active.snapshot, stepId, patch);
  change(push === undefined ? ended : { ...ended, push });
}

async function executeToEnd(context: StepContext): Promise<StepEnd> {
  try {
    return await execute(context);
  } catch (error) {
    if (error instanceof RequestNotBuilt) return notBuiltStep(error);
    context.update({ state: 'failed', note: 'Something inside Pushscope failed.' });
    throw error;
  }
}

async function execute(context: StepContext): Promise<StepEnd> {
  context.update({ state: 'sent', note: '', exchanges: [], facts: [], verdict: null });
  const definition = definitionOf(context);
  switch (definition.kind) {
    case 'preflight':
      return runPreflight(context);
    case 'exchange':
      return runExchangeStep(context, definition);
    case 'probe':
      return runProbe(context);
    case 'proof':
      return runProof(context);
    default:
      return definition.kind satisfies never;
  }
}

function definitionOf(context: StepContext): StepDefinition {
  const { parameters, flow } = context.run();
  const definition = stepsOf(parameters, flow).find((step) => step.id === context.stepId);
  if (definition === undefined) throw new Error(`The procedure has no step "${context.stepId}".`);
  return definition;
}

function createContext(
  dependencies: RunDependencies,
  active: RunInHand,
  stepId: StepId,
  signal: AbortSignal,
  change: (snapshot: RunSnapshot) => RunSnapshot,
): StepContext {
  const update = (patch: Partial<StepSnapshot>): void =>
    void change(withStep(active.snapshot, stepId, patch));
  return {
    ...dependencies,
    stepId,
    signal,
    run: () => active.snapshot,
    update,
    showExchange(exchange) {
      const shown = findStep(active.snapshot, stepId)?.exchanges ?? [];
      update({ exchanges: placeExchange(shown, exchange) });
    },
    note(evidence) {
      active.evidence.set(stepId, { ...active.evidence.get(stepId), ...evidence });
    },
    settle({ flow, ...found }) {
      const run = withFlow(active.snapshot, flow);
      change({ ...run, resolved: { ...run.resolved, ...found } });
    },
    runContext: () => runContextOf(dependencies, active.snapshot),
  };
}

function placeExchange(
  shown: readonly StepExchange[],
  exchange: StepExchange,
): readonly StepExchange[] {
  const known = shown.some(({ exchangeId }) => exchangeId === exchange.exchangeId);
  if (!known) return [...shown, exchange];
  return shown.map((other) => (other.exchangeId === exchange.exchangeId ? exchange : other));
}

/** The values that the templates of a run are filled with. */
export function runContextOf(
  { sessions }: Pick<RunDependencies, 'sessions'>,
  { parameters, resolved }: RunSnapshot,
): RunContext {
  const session = sessions.find(parameters.sessionId);
  return {
    ownBareJid: toBareJid(session?.boundJid ?? session?.jid ?? ''),
    serverDomain: session?.domain ?? '',
    pubsubJid: resolved.pubsubJid,
    node: resolved.node,
    pushService: parameters.pushService,
    deviceId: parameters.deviceId,
    options: parameters.options,
    secondDeviceId: parameters.secondDeviceId ?? '',
  };
}
