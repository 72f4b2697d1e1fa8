/** Which step of a procedure a template's stanza belongs to, so that one sent by hand is explained alike. */
import type { TemplateId } from '../templates/template.ts';
import type { ExchangeStepId } from './verdict-rule.ts';

const STEPS: Readonly<Partial<Record<TemplateId, ExchangeStepId>>> = {
  'create-node': 'create',
  'set-affiliation': 'affiliation',
  enable: 'enable',
  disable: 'disable',
  'disable-all': 'disable',
  'delete-node': 'delete',
};

/**
 * The step that sends stanzas of a template.
 * @returns null for a template that no verdict is about
 */
export function stepOfTemplate(id: TemplateId): ExchangeStepId | null {
  return STEPS[id] ?? null;
}
