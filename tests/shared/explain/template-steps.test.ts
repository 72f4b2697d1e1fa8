import { describe, expect, it } from 'vitest';
import { stepOfTemplate } from '#shared/explain/template-steps.ts';
import { PROCEDURES, type RunContext } from '#shared/runs/procedures.ts';

const CONTEXT: RunContext = {
  ownBareJid: 'alice@example.org',
  serverDomain: 'example.org',
  pubsubJid: 'pubsub.example.org',
  node: 'dev-7f3a',
  pushService: 'apns',
  deviceId: 'token',
  options: {},
};

describe('stepOfTemplate', () => {
  const steps = Object.values(PROCEDURES).flatMap((procedure) => procedure.steps);
  const sent = steps.flatMap(({ id, requests }) =>
    (requests?.(CONTEXT) ?? []).map(({ templateId }) => ({ id, templateId })),
  );

  it.each(sent)('agrees with the procedures on $templateId', ({ id, templateId }) => {
    expect(stepOfTemplate(templateId)).toBe(id);
  });

  it('takes disabling everything for a disable', () => {
    expect(stepOfTemplate('disable-all')).toBe('disable');
  });

  it('knows no step for a message', () => {
    expect(stepOfTemplate('message')).toBeNull();
  });
});
