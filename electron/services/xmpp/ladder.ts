/** Keeps the connection ladder of one opening: when each rung was entered and left, and what it found out. */
import type { LadderFact, LadderRung } from '#shared/contract/ladder.ts';
import type { ConnectStep } from '#shared/contract/session.ts';

/** Writes down what a rung finds out. */
export type NoteFact = (
  step: ConnectStep,
  label: string,
  value: string,
  tone?: LadderFact['tone'],
) => void;

/** The ladder of one session; emptied when it is opened again. */
export interface Ladder {
  /** Begins anew. */
  restart(): void;
  /** A step begins: the one before it is done. */
  enter(step: ConnectStep): void;
  /** Also for a step that is over or was never entered on its own. */
  note: NoteFact;
  /** Connecting failed on a step. */
  fail(step: ConnectStep): void;
  rungs(): readonly LadderRung[];
}

/**
 * Creates a ladder.
 * @param monotonicMs the session's clock
 * @param onChange hears of every change
 */
export function createLadder(monotonicMs: () => number, onChange: () => void): Ladder {
  let originMs = monotonicMs();
  let enteredMs = 0;
  let rungs: LadderRung[] = [];
  /** Milliseconds spent on a step before it was entered again. */
  const spentMs = new Map<ConnectStep, number>();

  function sinceOrigin(): number {
    return monotonicMs() - originMs;
  }

  function change(step: ConnectStep, part: Partial<LadderRung>): void {
    rungs = rungs.map((rung) => (rung.step === step ? { ...rung, ...part } : rung));
  }

  function leave(state: 'done' | 'failed'): void {
    const active = rungs.find((rung) => rung.state === 'active');
    if (active === undefined) return;
    const durationMs = (spentMs.get(active.step) ?? 0) + sinceOrigin() - enteredMs;
    spentMs.set(active.step, durationMs);
    change(active.step, { state, durationMs });
  }

  function ensure(step: ConnectStep, state: LadderRung['state']): void {
    if (rungs.some((rung) => rung.step === step)) return;
    const durationMs = state === 'active' ? null : 0;
    rungs = [...rungs, { step, state, startedMs: sinceOrigin(), durationMs, facts: [] }];
  }

  return {
    restart() {
      originMs = monotonicMs();
      rungs = [];
      spentMs.clear();
    },
    enter(step) {
      leave('done');
      ensure(step, 'active');
      enteredMs = sinceOrigin();
      // Online is where the ladder ends: nothing is spent on it.
      const over = step === 'online';
      change(step, over ? { state: 'done', durationMs: 0 } : { state: 'active', durationMs: null });
      onChange();
    },
    note(step, label, value, tone = 'neutral') {
      ensure(step, 'done');
      const facts = rungs.find((rung) => rung.step === step)?.facts ?? [];
      change(step, { facts: [...facts, { label, value, tone }] });
      onChange();
    },
    fail(step) {
      leave('done');
      ensure(step, 'failed');
      change(step, { state: 'failed' });
      onChange();
    },
    rungs: () => rungs,
  };
}
