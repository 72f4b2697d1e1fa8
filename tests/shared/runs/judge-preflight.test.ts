import { describe, expect, it } from 'vitest';
import type { FlowChoice } from '#shared/contract/run.ts';
import { judgePreflight } from '#shared/runs/judge-preflight.ts';
import type { PreflightAnswer } from '#shared/runs/preflight.ts';
import { CONTEXT, info, items, mongooseim, refusal, silent, version } from './preflight-answers.ts';

const PUSH_SERVICE = info('service-info', [], ['pubsub/service', 'pubsub/pep', 'pubsub/push']);

const PLAIN_SERVICE = info('service-info', [], ['pubsub/service', 'pubsub/pep']);

function judge(answers: readonly PreflightAnswer[], wish: FlowChoice = 'auto', pubsubJid = '') {
  return judgePreflight({
    context: { ...CONTEXT, pubsubJid },
    wish,
    answers,
    surroundings: { node: '', ownResource: 'desk', presences: new Map() },
  });
}

describe('judgePreflight', () => {
  it('proposes PubSub-full for push nodes', () => {
    const judgement = judge(mongooseim(PUSH_SERVICE));

    expect(judgement.proposal).toEqual({
      flow: 'full',
      pubsubJid: 'pubsub.localhost',
      reason: 'pubsub.localhost is a pubsub service with push nodes.',
    });
    expect(judgement.blocking).toBeNull();
    expect(judgement.server).toBe('MongooseIM 6.8.0');
  });

  it('doubts a service without pubsub/push', () => {
    const judgement = judge(mongooseim(PLAIN_SERVICE));

    expect(judgement.proposal).toMatchObject({
      flow: 'full',
      reason: expect.stringContaining('does not announce push nodes') as string,
    });
    expect(judgement.facts.find(({ label }) => label === 'Service')?.tone).toBe('attention');
  });

  it('prefers push nodes to other services', () => {
    const other = info('service-info', [], ['pubsub/service'], 'a.localhost');

    expect(judge(mongooseim(other, PUSH_SERVICE)).proposal?.pubsubJid).toBe('pubsub.localhost');
  });

  it('proposes PubSub-less without a service', () => {
    expect(judge(mongooseim()).proposal).toMatchObject({
      flow: 'less',
      pubsubJid: 'pubsub.localhost',
      reason: expect.stringContaining('a guess') as string,
    });
  });

  it('takes a silent address for a virtual host', () => {
    const nothing = refusal('service-info', 'service-unavailable', 'push.localhost');

    expect(
      judge(mongooseim(PUSH_SERVICE, nothing), 'auto', 'push.localhost').proposal,
    ).toMatchObject({
      flow: 'less',
      pubsubJid: 'push.localhost',
      reason: expect.stringContaining('as is usual for a virtual host') as string,
    });
  });

  it('doubts an unknown domain', () => {
    const nothing = refusal('service-info', 'remote-server-not-found', 'pusub.example');

    expect(judge(mongooseim(nothing), 'auto', 'pusub.example').proposal?.reason).toContain(
      'a wrong name is likelier',
    );
  });

  it('guesses another name beside a real service', () => {
    expect(judge(mongooseim(PUSH_SERVICE), 'less').proposal?.pubsubJid).toBe('push.localhost');
  });

  it('respects PubSub-less on a real service', () => {
    expect(judge(mongooseim(PUSH_SERVICE), 'less', 'pubsub.localhost').proposal).toMatchObject({
      flow: 'less',
      pubsubJid: 'pubsub.localhost',
      reason: expect.stringContaining('listed it as one') as string,
    });
  });

  it('respects PubSub-full where nothing answers', () => {
    const nothing = refusal('service-info', 'service-unavailable', 'push.localhost');

    expect(judge(mongooseim(nothing), 'full', 'push.localhost').proposal).toMatchObject({
      flow: 'full',
      pubsubJid: 'push.localhost',
    });
  });

  it('blocks PubSub-full without any service', () => {
    const judgement = judge(mongooseim(), 'full');

    expect(judgement.proposal).toBeNull();
    expect(judgement.blocking?.headline).toContain('the domain lists none');
  });

  it('blocks where nothing announces push', () => {
    const answers = [info('domain-info', []), info('account-info', [])];

    expect(judge(answers).blocking?.headline).toContain('does not announce push');
    expect(judge(answers).verdict).toBe(judge(answers).blocking);
  });

  it('goes on without push when told to', () => {
    const answers = [info('domain-info', []), info('account-info', []), PLAIN_SERVICE];

    expect(judge(answers, 'full').blocking).toBeNull();
    expect(judge(answers, 'full').verdict.proved).toContain('does not announce push');
    expect(judge(answers, 'less').proposal?.flow).toBe('less');
  });

  it('goes on where disco is refused', () => {
    const answers = [
      refusal('domain-info', 'service-unavailable'),
      refusal('account-info', 'service-unavailable'),
    ];

    expect(judge(answers).proposal?.flow).toBe('less');
  });

  it('takes push on the account alone', () => {
    const answers = [info('domain-info', []), info('account-info', ['urn:xmpp:push:0'])];

    expect(judge(answers).blocking).toBeNull();
  });

  it('blocks when nothing answers at all', () => {
    const answers = [silent('domain-info'), silent('version'), silent('account-info')];

    expect(judge(answers, 'full').blocking?.headline).toBe('No answer within 10 s.');
  });

  it('explains silence by the session IQ', () => {
    const answers = [silent('domain-info'), silent('account-info')];
    const judgement = judgePreflight({
      context: CONTEXT,
      wish: 'auto',
      answers,
      sessionIq: 'demanded',
    });

    expect(judgement.blocking?.headline).toContain('session IQ');
  });

  it('goes on when only the version is silent', () => {
    const answers = mongooseim(PUSH_SERVICE).filter(({ subject }) => subject !== 'version');

    expect(judge([...answers, silent('version')])).toMatchObject({
      blocking: null,
      server: 'MongooseIM',
    });
  });
});

describe('the facts', () => {
  it('say where push is announced', () => {
    expect(judge(mongooseim(PUSH_SERVICE)).facts).toEqual([
      {
        id: 'server',
        label: 'Server',
        value: 'MongooseIM 6.8.0',
        tone: 'neutral',
        exchangeId: 'x-version',
      },
      {
        id: 'push-domain',
        label: 'Push on the domain',
        value: 'Announced (urn:xmpp:push:0).',
        tone: 'good',
        exchangeId: 'x-domain-info',
      },
      {
        id: 'push-account',
        label: 'Push on the account',
        value: 'Not announced here, which is usual for MongooseIM.',
        tone: 'neutral',
        exchangeId: 'x-account-info',
      },
      {
        id: 'push-handler',
        label: 'Push module',
        value:
          'The answer to a get tells neither that the push module is loaded nor that it is not.',
        tone: 'neutral',
        exchangeId: null,
      },
      {
        id: 'service:pubsub.localhost',
        label: 'Service',
        value: 'pubsub.localhost: pubsub service with push nodes (identity pubsub/push).',
        tone: 'good',
        exchangeId: 'x-service-info',
      },
      {
        id: 'design',
        label: 'Design',
        value:
          'PubSub-full at pubsub.localhost is certain, unless the operator lists the same name in virtual_pubsub_hosts: then the nodes there are never asked, and no query tells.',
        tone: 'good',
        exchangeId: 'x-service-info',
      },
    ]);
  });

  it('show other sessions of the account', () => {
    const answers = mongooseim().filter(({ subject }) => subject !== 'account-items');
    const both = items('account-items', ['alice@localhost/desk', 'alice@localhost/phone']);

    const { facts } = judgePreflight({
      context: CONTEXT,
      wish: 'auto',
      answers: [...answers, both],
      surroundings: { node: '', ownResource: 'desk', presences: new Map([['tablet', -1]]) },
    });
    expect(facts.find(({ id }) => id === 'resources')).toMatchObject({
      value: expect.stringContaining('phone, tablet (priority -1).') as string,
      tone: 'attention',
    });
  });

  it('mention pep where there is no service', () => {
    expect(judge(mongooseim()).facts.find(({ id }) => id === 'service')?.value).toContain(
      'the new mod_pubsub, which has no push nodes',
    );
  });

  it('show the named service whatever it is', () => {
    const other = info('service-info', [], ['conference/text'], 'muc.localhost');

    expect(judge(mongooseim(other), 'auto', 'muc.localhost').facts).toContainEqual(
      expect.objectContaining({ value: 'muc.localhost: answers, and is no pubsub service.' }),
    );
  });

  it('name the condition of an unclear service', () => {
    const refused = refusal('service-info', 'not-allowed', 'push.localhost');
    const judgement = judge(mongooseim(refused), 'less', 'push.localhost');

    expect(judgement.facts).toContainEqual(
      expect.objectContaining({ value: 'push.localhost: no usable answer (not-allowed).' }),
    );
    expect(judgement.proposal?.reason).toContain('does not say what it is');
  });

  it('leave the name out when nobody tells', () => {
    expect(judge([silent('version'), info('domain-info', [])]).facts[0]?.value).toBe(
      'It does not tell its name.',
    );
    expect(judge([version('ejabberd', ''), info('domain-info', [])]).facts[0]?.value).toBe(
      'ejabberd',
    );
  });
});
