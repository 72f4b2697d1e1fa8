/**
 * Runs: procedures of steps against one session, all at once or one by one. This file keeps the list and
 * the order of events; what a step does is in its executor, what may happen next in `run-state.ts`.
 */
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { RequestInput } from '#shared/contract/channels.ts';
import type { RunParameters, RunSnapshot, StepId } from '#shared/contract/run.ts';
import { diagnose } from '#shared/runs/diagnosis/diagnose.ts';
import type { RunEvidence } from '#shared/runs/evidence.ts';
import { toBareJid } from '#shared/xmpp/jid.ts';
import { runProblems } from './run-problems.ts';
import {
  createRunSnapshot,
  findStep,
  nextStep,
  rewindTo,
  stoppedState,
  withStep,
} from './run-state.ts';
import { draftStep, planEdit, planLeaveOut } from './run-plan.ts';
import { type RunInHand, runContextOf, runStep } from './run-step.ts';
import type { RunDependencies } from './step-context.ts';

/** Older runs leave the list; their entries stay in the recording. */
const MAX_RUNS = 100;

/** The list of runs, and what can be done with one. */
export interface RunService {
  /** Newest last. */
  list(): readonly RunSnapshot[];
  find(runId: string): RunSnapshot | undefined;
  /** Adds a run without starting it. Fails with `not-found` when its session is not listed. */
  create(parameters: RunParameters): Result<RunSnapshot>;
  /** Runs all waiting steps or only the next one; resolves when it stops. Fails with `not-found`, `busy` or `nothing-to-run`. */
  advance(runId: string, mode: RequestInput<'run.advance'>['mode']): Promise<Result<RunSnapshot>>;
  /** Stops after the step that runs now. */
  pause(runId: string): Result<RunSnapshot>;
  /** Stops now: the pending request is given up, waiting steps stay waiting. */
  cancel(runId: string): Promise<Result<RunSnapshot>>;
  /** Puts a step and all after it back to waiting. Fails with `not-found`, `busy` or `bad-input`. */
  retry(runId: string, stepId: StepId, parameters?: RunParameters): Result<RunSnapshot>;
  /** Leaves a waiting step out, or takes that back. Fails with `not-found`, `busy` or `bad-input`. */
  leaveOut(runId: string, stepId: StepId, leaveOut: boolean): Result<RunSnapshot>;
  /** The stanza that a step would send now. Fails with `not-found` or `bad-input`. */
  draft(runId: string, stepId: StepId): Result<{ readonly xml: string }>;
  /** Sends a text in the place of a step's own; null for its own again. Fails with `not-found`, `busy` or `bad-input`. */
  edit(runId: string, stepId: StepId, xml: string | null): Result<RunSnapshot>;
  /** Runs one step once more, and no other. Fails with `not-found` or `busy`. */
  repeat(runId: string, stepId: StepId): Promise<Result<RunSnapshot>>;
  dispose(): Promise<void>;
}

/** A run with what is true only in this process. */
interface ActiveRun extends RunInHand {
  snapshot: RunSnapshot;
  /** Present while steps run. */
  running: { readonly abort: AbortController; readonly stopped: Promise<void> } | null;
  pauseAsked: boolean;
  cancelled: boolean;
}

/**
 * Creates the run service.
 * @param dependencies sessions, gateway, time, ids, the recording's texts, and the event hub
 */
export function createRunService(dependencies: RunDependencies): RunService {
  const { sessions, clock, ids, events } = dependencies;
  const runs = new Map<string, ActiveRun>();

  function change(active: ActiveRun, snapshot: RunSnapshot): RunSnapshot {
    active.snapshot = snapshot;
    events.publish('run.changed', snapshot);
    dependencies.onChange(snapshot);
    return snapshot;
  }

  function freshNode(): string {
    return `pushscope-${ids.random()}`;
  }

  async function runSteps(active: ActiveRun, mode: 'all' | 'step', signal: AbortSignal) {
    const failedBefore = failures(active.snapshot);
    for (;;) {
      const step = nextStep(active.snapshot, active.cancelled);
      if (step === undefined) break;
      await runStep(dependencies, active, step.id, signal, (snapshot) => change(active, snapshot));
      if (signal.aborted) active.cancelled = true;
      if (signal.aborted || active.pauseAsked || mode === 'step') break;
      if (failures(active.snapshot) > failedBefore) break;
    }
  }

  /** @param steps runs steps until it is done or aborted */
  async function work(
    active: ActiveRun,
    steps: (signal: AbortSignal) => Promise<void>,
  ): Promise<RunSnapshot> {
    const abort = new AbortController();
    active.pauseAsked = false;
    change(active, { ...active.snapshot, state: 'running', endedAt: null });
    const stopped = steps(abort.signal);
    active.running = { abort, stopped: stopped.catch(() => undefined) };
    try {
      await stopped;
    } finally {
      active.running = null;
      settle(active);
    }
    return active.snapshot;
  }

  function settle(active: ActiveRun): void {
    const state = stoppedState(active.snapshot, active.cancelled);
    const endedAt = state === 'paused' || state === 'ready' ? null : clock.now().toISOString();
    change(active, { ...active.snapshot, state, endedAt, diagnoses: diagnosesOf(active) });
  }

  function diagnosesOf({ snapshot, evidence }: ActiveRun): RunSnapshot['diagnoses'] {
    const session = sessions.find(snapshot.parameters.sessionId);
    const ended = snapshot.steps.filter(({ state }) => state !== 'waiting');
    return diagnose({
      run: snapshot,
      evidence: Object.assign({}, ...ended.map(({ id }) => evidence.get(id))) as RunEvidence,
      serverDomain: session?.domain ?? '',
      account: toBareJid(session?.boundJid ?? session?.jid ?? ''),
      gatewayUrl: dependencies.gateway.snapshot().url,
    });
  }

  function plan(
    runId: string,
    made: (run: RunSnapshot) => Result<RunSnapshot>,
  ): Result<RunSnapshot> {
    const active = runs.get(runId);
    if (active === undefined) return fail(runProblems.noRun());
    if (active.running !== null) return fail(runProblems.busy());
    const planned = made(active.snapshot);
    return planned.ok ? ok(change(active, planned.value)) : planned;
  }

  function forgetOldRuns(): void {
    for (const [id, active] of runs) {
      if (runs.size <= MAX_RUNS) return;
      if (active.running === null) runs.delete(id);
    }
  }

  return {
    list: () => [...runs.values()].map((active) => active.snapshot),
    find: (runId) => runs.get(runId)?.snapshot,

    create(parameters) {
      if (sessions.find(parameters.sessionId) === undefined) return fail(runProblems.noSession());
      const active: ActiveRun = {
        snapshot: createRunSnapshot({
          id: ids.next('run'),
          parameters,
          node: parameters.node || freshNode(),
          startedAt: clock.now().toISOString(),
        }),
        evidence: new Map(),
        running: null,
        pauseAsked: false,
        cancelled: false,
      };
      runs.set(active.snapshot.id, active);
      forgetOldRuns();
      return ok(change(active, active.snapshot));
    },

    async advance(runId, mode) {
      const active = runs.get(runId);
      if (active === undefined) return fail(runProblems.noRun());
      if (active.running !== null) return fail(runProblems.busy());
      if (nextStep(active.snapshot, active.cancelled) === undefined) {
        return fail(runProblems.nothingToRun());
      }
      return ok(await work(active, (signal) => runSteps(active, mode, signal)));
    },

    pause(runId) {
      const active = runs.get(runId);
      if (active === undefined) return fail(runProblems.noRun());
      active.pauseAsked = active.running !== null;
      return ok(active.snapshot);
    },

    async cancel(runId) {
      const active = runs.get(runId);
      if (active === undefined) return fail(runProblems.noRun());
      active.cancelled = true;
      if (active.running !== null) {
        const { abort, stopped } = active.running;
        abort.abort();
        await stopped;
      }
      const endedAt = clock.now().toISOString();
      return ok(change(active, { ...active.snapshot, state: 'cancelled', endedAt }));
    },

    retry(runId, stepId, parameters) {
      const active = runs.get(runId);
      if (active === undefined) return fail(runProblems.noRun());
      if (active.running !== null) return fail(runProblems.busy());
      if (findStep(active.snapshot, stepId) === undefined) return fail(runProblems.noStep(stepId));
      const wanted = parameters ?? active.snapshot.parameters;
      if (stepId !== 'preflight' && changesGround(active.snapshot.parameters, wanted)) {
        return fail(runProblems.needsPreflight());
      }
      active.cancelled = false;
      return ok(change(active, rewindTo(active.snapshot, stepId, wanted, freshNode())));
    },

    leaveOut: (runId, stepId, leaveOut) =>
      plan(runId, (run) => planLeaveOut(run, stepId, leaveOut)),

    edit: (runId, stepId, xml) => plan(runId, (run) => planEdit(run, stepId, xml)),

    draft(runId, stepId) {
      const run = runs.get(runId)?.snapshot;
      if (run === undefined) return fail(runProblems.noRun());
      return draftStep(run, stepId, runContextOf(dependencies, run), ids);
    },

    async repeat(runId, stepId) {
      const active = runs.get(runId);
      if (active === undefined) return fail(runProblems.noRun());
      if (active.running !== null) return fail(runProblems.busy());
      if (findStep(active.snapshot, stepId) === undefined) return fail(runProblems.noStep(stepId));
      active.cancelled = false;
      active.snapshot = withStep(active.snapshot, stepId, { leaveOut: false });
      const changed = (snapshot: RunSnapshot): RunSnapshot => change(active, snapshot);
      return ok(
        await work(active, (signal) => runStep(dependencies, active, stepId, signal, changed)),
      );
    },

    async dispose() {
      const pending = [...runs.values()].flatMap(({ running }) => running ?? []);
      for (const { abort } of pending) abort.abort();
      await Promise.all(pending.map(({ stopped }) => stopped));
      runs.clear();
    },
  };

  function failures(run: RunSnapshot): number {
    return run.steps.filter((step) => step.state === 'failed').length;
  }
}

/** Steps that have passed say nothing about another session or another flow. */
function changesGround(before: RunParameters, after: RunParameters): boolean {
  return before.sessionId !== after.sessionId || before.flow !== after.flow;
}
