import { describe, expect, it } from 'vitest';
import { preflightRequests, serviceRequests } from '#shared/runs/preflight.ts';
import { templateOf } from '#shared/templates/catalogue.ts';
import { buildTemplate } from '#shared/templates/template.ts';
import { CONTEXT, items, refusal } from './preflight-answers.ts';

describe('preflightRequests', () => {
  it('asks server and account', () => {
    expect(preflightRequests(CONTEXT).map(({ subject, jid }) => `${subject} ${jid}`)).toEqual([
      'domain-info localhost',
      'version localhost',
      'account-info alice@localhost',
      'account-items alice@localhost',
      'domain-items localhost',
      'push-probe alice@localhost',
    ]);
  });

  it('asks the service the user named', () => {
    const requests = preflightRequests({ ...CONTEXT, pubsubJid: 'push.localhost' });

    expect(requests.at(-1)).toMatchObject({ subject: 'service-info', jid: 'push.localhost' });
  });

  it('can all be built', () => {
    const requests = preflightRequests({ ...CONTEXT, pubsubJid: 'push.localhost' });
    const built = requests.map(({ templateId, values }) =>
      buildTemplate(templateOf(templateId), values, { stanzaId: 'p1' }),
    );

    expect(built.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe('serviceRequests', () => {
  it('asks likely services first', () => {
    const answers = [items('domain-items', ['conference.localhost', 'pubsub.localhost'])];

    expect(serviceRequests(CONTEXT, answers).map(({ jid }) => jid)).toEqual([
      'pubsub.localhost',
      'conference.localhost',
    ]);
  });

  it('asks nobody twice', () => {
    const answers = [
      items('domain-items', ['localhost', 'a.localhost', 'a.localhost', 'b.localhost']),
    ];
    const context = { ...CONTEXT, pubsubJid: 'b.localhost' };

    expect(serviceRequests(context, answers).map(({ jid }) => jid)).toEqual(['a.localhost']);
  });

  it('asks twelve at most', () => {
    const many = Array.from({ length: 100 }, (_, index) => `c${index}.localhost`);

    expect(serviceRequests(CONTEXT, [items('domain-items', many)])).toHaveLength(12);
  });

  it('asks nobody when items are refused', () => {
    expect(serviceRequests(CONTEXT, [refusal('domain-items', 'service-unavailable')])).toEqual([]);
  });
});
