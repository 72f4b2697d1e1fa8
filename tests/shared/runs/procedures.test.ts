import { describe, expect, it } from 'vitest';
import { PROCEDURES } from '#shared/runs/procedures.ts';
import type { RunContext } from '#shared/runs/step-definitions.ts';
import { lintStanza } from '#shared/lint/lint-stanza.ts';
import { templateOf } from '#shared/templates/catalogue.ts';
import { buildTemplate } from '#shared/templates/template.ts';

const CONTEXT: RunContext = {
  ownBareJid: 'alice@example.org',
  serverDomain: 'example.org',
  pubsubJid: 'pubsub.example.org',
  node: 'dev-7f3a',
  pushService: 'apns',
  deviceId: 'token',
  secondDeviceId: 'token-2',
  options: { topic: 'com.example.app', silent: '', secret: 'x' },
};

describe('PROCEDURES', () => {
  it('orders the steps of PubSub-full', () => {
    expect(PROCEDURES.full.steps.map(({ id }) => id)).toEqual([
      'preflight',
      'create',
      'affiliation',
      'enable',
      'probe',
      'proof',
      'disable',
      'delete',
    ]);
  });

  it('orders the steps of PubSub-less', () => {
    expect(PROCEDURES.less.steps.map(({ id }) => id)).toEqual([
      'preflight',
      'enable',
      'proof',
      'disable',
    ]);
  });

  it('writes the stanzas of a run', () => {
    expect(requestsOf('full')).toEqual([
      "<iq type='set' to='pubsub.example.org' id='p1'><pubsub xmlns='http://jabber.org/protocol/pubsub'><create node='dev-7f3a' type='push'/><configure><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#node_config</value></field><field var='pubsub#access_model'><value>whitelist</value></field><field var='pubsub#publish_model'><value>publishers</value></field></x></configure></pubsub></iq>",
      "<iq type='set' to='pubsub.example.org' id='p1'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='dev-7f3a'><affiliation jid='example.org' affiliation='publish-only'/></affiliations></pubsub></iq>",
      "<iq type='set' id='p1'><enable xmlns='urn:xmpp:push:0' jid='pubsub.example.org' node='dev-7f3a'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='service'><value>apns</value></field><field var='device_id'><value>token</value></field><field var='topic'><value>com.example.app</value></field><field var='secret'><value>x</value></field></x></enable></iq>",
      "<iq type='set' id='p1'><disable xmlns='urn:xmpp:push:0' jid='pubsub.example.org' node='dev-7f3a'/></iq>",
      "<iq type='set' to='pubsub.example.org' id='p1'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='dev-7f3a'/></pubsub></iq>",
    ]);
  });

  it('gives the linter nothing to find', () => {
    const context = { ...CONTEXT, options: { topic: 'com.example.app' } };
    const requests = [...requestsOf('full', context), ...requestsOf('less', context)];

    expect(requests.flatMap((xml) => lintStanza(xml))).toEqual([]);
  });

  it('lets the run’s token and service win', () => {
    const context = { ...CONTEXT, options: { service: 'fcm', device_id: 'other' } };

    expect(requestsOf('less', context)[0]).toContain(
      "<field var='service'><value>apns</value></field><field var='device_id'><value>token</value></field>",
    );
  });
});

function requestsOf(flow: 'full' | 'less', context = CONTEXT): string[] {
  return PROCEDURES[flow].steps
    .flatMap((step) => step.requests?.(context) ?? [])
    .map(({ templateId, values }) => {
      const built = buildTemplate(templateOf(templateId), values, { stanzaId: 'p1' });
      if (!built.ok) throw new Error(JSON.stringify(built.problems));
      return built.xml;
    });
}
