/** What a rule of diagnosis looks at, and the questions that most of them ask. */
import type { Diagnosis, RunSnapshot, StepId } from '../../contract/run.ts';
import { findStepOf } from '../run-steps.ts';
import type { RunEvidence } from '../evidence.ts';

/** A run that has stopped, with what it saw. */
export interface DiagnosisSubject {
  readonly run: RunSnapshot;
  readonly evidence: RunEvidence;
  /** Domain of the account: it publishes the pushes. */
  readonly serverDomain: string;
  /** Bare JID of the account. */
  readonly account: string;
  /** Address of this console's gateway; null when it does not run. */
  readonly gatewayUrl: string | null;
}

/** What a rule finds; its id is added. */
export type Finding = Omit<Diagnosis, 'id'>;

/** One cause that is looked for. */
export interface DiagnosisRule {
  readonly id: string;
  /** Null when nothing speaks for it. */
  readonly judge: (subject: DiagnosisSubject) => Finding | null;
}

/** A pool's `request_timeout` of 2 s, less what clocks may differ by, in milliseconds. */
export const POOL_PATIENCE_MS = 1_900;

/** The step passed. */
export function passed({ run }: DiagnosisSubject, stepId: StepId): boolean {
  return findStepOf(run, stepId)?.state === 'passed';
}

/** Exchanges of a step. */
export function exchangesOf({ run }: DiagnosisSubject, stepId: StepId): readonly string[] {
  return findStepOf(run, stepId)?.exchanges.map(({ exchangeId }) => exchangeId) ?? [];
}

/** The proof was carried out, and nothing came of its message: no push, no delivery. */
export function lostWithoutTrace({ evidence }: DiagnosisSubject): boolean {
  const { proof } = evidence;
  return (
    proof?.seen === null &&
    !proof.deliveredLive &&
    ['unavailable', 'negative-priority', 'close'].includes(proof.awayMode)
  );
}

/** The publish failed in the way that means: push service module, pool, MongoosePush or provider (facts 6.5). */
export function notSubmitted({ evidence }: DiagnosisSubject): boolean {
  return probeNames(evidence, 'faild-to-submit-push-notification');
}

/** The publish was answered with an error of this name, be it a condition or one of pubsub's own. */
export function probeNames({ probe }: RunEvidence, name: string): boolean {
  if (probe?.outcome.kind !== 'error') return false;
  const { condition, applicationConditions } = probe.outcome.error;
  return condition === name || applicationConditions.some((own) => own.name === name);
}

/** `12 ms`, `2.0 s`. */
export function sayTime(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
