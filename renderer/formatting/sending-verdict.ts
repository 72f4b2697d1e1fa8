/** The verdict on a stanza sent by hand, where it is one of a procedure's. */
import type { Sending } from '#renderer/stores/compose.ts';
import type { StepId, Verdict } from '#shared/contract/run.ts';
import { verdictFor } from '#shared/explain/verdicts.ts';
import type { TemplateId } from '#shared/templates/template.ts';

const STEPS: Readonly<Partial<Record<TemplateId, StepId>>> = {
  'create-node': 'create',
  'set-affiliation': 'affiliation',
  enable: 'enable',
  disable: 'disable',
  'disable-all': 'disable',
  'delete-node': 'delete',
};

/** @returns null when the stanza belongs to no step, or has no outcome yet */
export function sendingVerdict(sending: Sending): Verdict | null {
  const stepId = STEPS[sending.templateId];
  const outcome = sending.exchange?.outcome ?? null;
  if (stepId === undefined || outcome === null) return null;
  const foreignAnswers = sending.exchange?.foreignAnswers ?? [];
  return verdictFor({ stepId, flow: 'full', outcome, foreignAnswers });
}
