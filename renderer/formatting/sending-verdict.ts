/** The verdict on a stanza sent by hand, where it is one of a procedure's. */
import type { Sending } from '#renderer/stores/compose.ts';
import type { Verdict } from '#shared/contract/run.ts';
import { stepOfTemplate } from '#shared/explain/template-steps.ts';
import { verdictFor } from '#shared/explain/verdicts.ts';

/** @returns null when the stanza belongs to no step, or has no outcome yet */
export function sendingVerdict(sending: Sending): Verdict | null {
  const stepId = stepOfTemplate(sending.templateId);
  const outcome = sending.exchange?.outcome ?? null;
  if (stepId === null || outcome === null) return null;
  const foreignAnswers = sending.exchange?.foreignAnswers ?? [];
  return verdictFor({ stepId, flow: 'full', outcome, foreignAnswers });
}
