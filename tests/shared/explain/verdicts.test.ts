import { PROCEDURES } from '#shared/runs/procedures.ts';
import { templateOf } from '#shared/templates/catalogue.ts';
import { buildTemplate } from '#shared/templates/template.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExchangeOutcome } from '#shared/contract/exchange.ts';
import { STEP_IDS, type Flow, type StepId, type Verdict } from '#shared/contract/run.ts';
import {
  proofVerdict,
  skippedVerdict,
  verdictFor,
  type VerdictInput,
} from '#shared/explain/verdicts.ts';
import type { ProofInput } from '#shared/explain/proof-verdicts.ts';
import type { StanzaError } from '#shared/xmpp/stanza-error.ts';

const PUBSUB_ERRORS = 'http://jabber.org/protocol/pubsub#errors';

function stanzaError(parts: Partial<StanzaError>): StanzaError {
  return {
    type: 'cancel',
    condition: '',
    text: '',
    lang: '',
    code: null,
    by: '',
    applicationConditions: [],
    ...parts,
  };
}

function refused(parts: Partial<StanzaError>): ExchangeOutcome {
  return { kind: 'error', error: stanzaError(parts) };
}

function judged(
  stepId: StepId,
  outcome: ExchangeOutcome,
  more: Partial<VerdictInput> = {},
): Verdict {
  return verdictFor({ stepId, flow: 'full', outcome, ...more });
}

/** Conditions that facts Parts 1 to 4 and 9 name for a step; each deserves words of its own. */
const NAMED: readonly (readonly [StepId, Partial<StanzaError>, string])[] = [
  ['create', { condition: 'conflict' }, 'exists already'],
  [
    'create',
    {
      condition: 'feature-not-implemented',
      applicationConditions: [{ name: 'unsupported', ns: PUBSUB_ERRORS, feature: 'create-nodes' }],
    },
    'no push nodes',
  ],
  ['create', { condition: 'feature-not-implemented' }, 'nobody creates nodes'],
  [
    'create',
    {
      condition: 'not-acceptable',
      applicationConditions: [{ name: 'nodeid-required', ns: PUBSUB_ERRORS }],
    },
    'has no name',
  ],
  ['create', { condition: 'not-acceptable' }, 'node option'],
  ['create', { condition: 'forbidden' }, 'not allowed to create'],
  ['create', { condition: 'not-allowed' }, 'not allowed'],
  ['create', { condition: 'bad-request', text: 'Invalid form type' }, 'form of type submit'],
  ['create', { condition: 'bad-request' }, 'could not make sense'],
  ['create', { condition: 'service-unavailable' }, 'nobody answers'],
  ['create', { condition: 'remote-server-not-found' }, 'no such domain'],
  ['create', { condition: 'remote-server-timeout' }, 'did not answer in time'],
  ['create', { condition: 'item-not-found' }, 'localpart or resource'],
  ['create', { condition: 'internal-server-error' }, 'failed inside'],
  ['create', { condition: 'registration-required' }, 'register first'],
  ['create', { condition: 'jid-malformed' }, 'not a JID'],
  ['affiliation', { condition: 'forbidden' }, 'do not own'],
  ['affiliation', { condition: 'item-not-found' }, 'no such node'],
  ['affiliation', { condition: 'bad-request' }, 'not valid'],
  ['affiliation', { condition: 'not-acceptable' }, 'without an owner'],
  ['affiliation', { condition: 'feature-not-implemented' }, 'cannot be set'],
  ['affiliation', { condition: 'not-allowed' }, 'cannot be changed'],
  ['affiliation', { condition: 'service-unavailable' }, 'nobody answers'],
  ['enable', { condition: 'bad-request' }, 'not formed'],
  ['enable', { condition: 'service-unavailable' }, 'nobody handles push'],
  ['enable', { condition: 'feature-not-implemented' }, 'does not do push'],
  ['enable', { condition: 'not-allowed' }, 'not sent as a set'],
  ['enable', { condition: 'internal-server-error' }, 'could not store'],
  ['enable', { condition: 'remote-server-not-found' }, 'no push service'],
  ['enable', { condition: 'item-not-found' }, 'does not exist'],
  ['enable', { condition: 'forbidden' }, 'may not enable'],
  ['enable', { condition: 'not-acceptable' }, 'does not take these values'],
  ['disable', { condition: 'bad-request' }, 'not formed'],
  ['disable', { condition: 'item-not-found' }, 'no such registration'],
  ['disable', { condition: 'not-allowed' }, 'not sent as a set'],
  ['disable', { condition: 'service-unavailable' }, 'nobody handles push'],
  ['disable', { condition: 'feature-not-implemented' }, 'does not do push'],
  ['disable', { condition: 'internal-server-error' }, 'database failed'],
  ['delete', { condition: 'item-not-found' }, 'no such node'],
  ['delete', { condition: 'forbidden' }, 'do not own'],
  ['delete', { condition: 'not-allowed' }, 'cannot be deleted'],
  ['delete', { condition: 'feature-not-implemented' }, 'nobody deletes'],
  ['delete', { condition: 'internal-server-error' }, 'failed inside'],
];

describe('verdictFor', () => {
  it.each(NAMED)('has words for %s with %j', (stepId, error, words) => {
    expect(judged(stepId, refused(error)).headline).toContain(words);
  });

  it('says what enable leaves open', () => {
    expect(judged('enable', { kind: 'result' }).headline).toBe(
      'Stored. Not verified yet: node, affiliation, options, push service, device.',
    );
    expect(judged('enable', { kind: 'result' }, { flow: 'less' }).headline).toBe(
      'Stored. Not verified yet: virtual host, options, push service, device.',
    );
  });

  it('does not take created for push node', () => {
    expect(judged('create', { kind: 'result' }).headline).toContain('Not verified yet');
  });

  it('falls back to the meaning of the type', () => {
    const verdict = judged(
      'affiliation',
      refused({ type: 'wait', condition: 'resource-constraint', text: 'Too fast', by: 'p.e' }),
    );

    expect(verdict.headline).toBe('Refused: resource-constraint.');
    expect(verdict.proved).toContain('"Too fast"');
    expect(verdict.whoKnows).toContain('p.e');
    expect(verdict.next).toContain('Try again later');
  });

  it('reads legacy codes', () => {
    expect(judged('create', refused({ code: 409 })).headline).toContain('exists already');
    expect(judged('create', refused({ code: 402 })).headline).toBe('Refused: without a condition.');
  });

  it('fills the server’s name in', () => {
    const outcome = refused({ condition: 'internal-server-error' });

    expect(judged('create', outcome, { serverName: 'Prosody' }).whoKnows).toContain(
      'log of Prosody',
    );
    expect(judged('create', outcome).whoKnows).toContain('log of the server');
  });

  it('explains silence without session IQ', () => {
    const verdict = judged(
      'enable',
      { kind: 'timeout', afterMs: 10_000 },
      { sessionIq: 'demanded' },
    );

    expect(verdict.headline).toBe(
      'Nothing answers because the server wants a session IQ first and none was sent.',
    );
  });

  it('names the stranger who answered', () => {
    const foreignAnswers = [{ entrySeq: 7, from: 'mallory@example.org' }];
    const verdict = judged('create', { kind: 'timeout', afterMs: 2_500 }, { foreignAnswers });

    expect(verdict.headline).toBe(
      'No answer from whom was asked within 2.5 s, but an answer from mallory@example.org.',
    );
  });

  it('knows that malformed pubsub requests stay unanswered', () => {
    const timeout = { kind: 'timeout', afterMs: 10_000 } as const;

    expect(judged('create', timeout).notProved).toContain('malformed');
    expect(judged('enable', timeout).notProved).not.toContain('malformed');
  });

  it('repeats why the session ended', () => {
    const verdict = judged('enable', { kind: 'disconnected', reason: 'The server closed it' });

    expect(verdict.proved).toBe('The stream is gone. The server closed it.');
  });

  it.each<ExchangeOutcome>([
    { kind: 'error-without-reason' },
    { kind: 'cancelled' },
    { kind: 'disconnected', reason: '' },
  ])('has a verdict for %j', (outcome) => {
    expect(linesOf(judged('delete', outcome)).filter((line) => !line.endsWith('.'))).toEqual([]);
  });

  it('gives five full sentences for anything', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STEP_IDS),
        fc.constantFrom<Flow>('full', 'less'),
        outcomes(),
        (stepId, flow, outcome) => {
          for (const line of linesOf(verdictFor({ stepId, flow, outcome }))) {
            expect(line).toMatch(/^(?:\p{Lu}|disco#)/u);
            expect(line).toMatch(/[.!"]$/);
            expect(line).not.toContain('{server}');
          }
        },
      ),
    );
  });
});

describe('skippedVerdict', () => {
  it('says that push is not proved', () => {
    const verdict = skippedVerdict({ stepId: 'proof', reason: 'There is no second session.' });

    expect(verdict.headline).toBe('Skipped: push is not proved.');
    expect(verdict.proved).toContain('There is no second session.');
  });

  it('repeats the reason', () => {
    expect(
      skippedVerdict({ stepId: 'delete', reason: 'Left in place, as asked.' }).proved,
    ).toContain('Left in place');
  });
});

describe('proofVerdict', () => {
  const nothing: ProofInput = {
    flow: 'full',
    awayMode: 'close',
    push: null,
    latencyMs: null,
    deliveredLive: false,
    waitedMs: 10_000,
  };

  const push = (status: number): ProofInput['push'] => ({
    service: 'apns',
    shape: 'alert',
    answer: { status, body: '' },
  });

  it.each<[string, Partial<ProofInput>, string]>([
    ['an accepted push', { push: push(200), latencyMs: 41.6 }, 'The push arrived after 42 ms.'],
    ['a dead device', { push: push(410) }, 'the device is gone (410)'],
    ['a refused push', { push: push(422) }, 'refused it (422)'],
    ['live delivery', { deliveredLive: true }, 'delivered live'],
    ['a dropped link', { awayMode: 'drop' }, 'of a dropped link'],
    ['a silent link', { awayMode: 'silent' }, 'of a silent link'],
    ['an inactive client', { awayMode: 'inactive' }, 'an inactive client counts as online'],
    [
      'live delivery to an inactive client',
      { awayMode: 'inactive', deliveredLive: true },
      'live to an inactive client',
    ],
    ['silence', {}, 'No push within 10 s.'],
    ['an obstacle', { problem: 'The peer is offline.' }, 'could not be carried out'],
  ])('judges %s', (_what, change, words) => {
    expect(proofVerdict({ ...nothing, ...change }).headline).toContain(words);
  });

  it('suspects the affiliation first', () => {
    expect(proofVerdict(nothing).notProved).toContain('the domain may not publish');
  });

  it('suspects the virtual host first', () => {
    expect(proofVerdict({ ...nothing, flow: 'less' }).notProved).toContain('virtual_pubsub_hosts');
  });

  it('does not claim delivery to the device', () => {
    expect(proofVerdict({ ...nothing, push: push(200) }).notProved).toContain('APNs or FCM');
  });
});

function linesOf({ headline, proved, notProved, whoKnows, next }: Verdict): string[] {
  return [headline, proved, notProved, whoKnows, next];
}

function outcomes(): fc.Arbitrary<ExchangeOutcome> {
  const conditions = [...new Set(NAMED.map(([, { condition }]) => condition ?? '')), 'gone', ''];
  const error = fc.record({
    type: fc.constantFrom('auth', 'cancel', 'continue', 'modify', 'wait', ''),
    condition: fc.constantFrom(...conditions),
    text: fc.constantFrom('', 'Some text'),
    lang: fc.constant(''),
    code: fc.option(fc.integer({ min: 300, max: 510 })),
    by: fc.constant(''),
    applicationConditions: fc.constantFrom([], [{ name: 'unsupported', ns: PUBSUB_ERRORS }]),
  });
  return fc.oneof(
    error.map((parts): ExchangeOutcome => ({ kind: 'error', error: parts })),
    fc.constantFrom<ExchangeOutcome>(
      { kind: 'result' },
      { kind: 'error-without-reason' },
      { kind: 'timeout', afterMs: 10_000 },
      { kind: 'disconnected', reason: 'Gone' },
      { kind: 'cancelled' },
    ),
  );
}

describe('verdictFor without a step', () => {
  const context = {
    ...{ ownBareJid: 'alice@e', serverDomain: 'e', pubsubJid: 'pubsub.e', node: 'n' },
    ...({ pushService: 'apns', deviceId: 't', options: {}, secondDeviceId: '' } as const),
  };
  const sent = PROCEDURES.full.steps.flatMap(({ id, requests }) =>
    (requests?.(context) ?? []).map(({ templateId, values }) => ({ id, templateId, values })),
  );

  it.each(sent)('takes $id from its request', ({ id, templateId, values }) => {
    const built = buildTemplate(templateOf(templateId), values, { stanzaId: 'p1' });
    if (!built.ok) throw new Error('The request cannot be built.');
    const outcome = { kind: 'result' } as const;
    const request = built.element;

    expect(verdictFor({ request, flow: 'full', outcome })).toEqual(
      verdictFor({ request, flow: 'full', outcome, stepId: id }),
    );
  });
});
