import { describe, expect, it } from 'vitest';
import type { PushOutcome } from '#services/practice/mongoose-push/push-notifications.ts';
import { createPushModule } from '#services/practice/push/push-module.ts';
import type { PushPlugin } from '#services/practice/push/notification.ts';
import { serializeWire } from '#services/practice/wire-xml.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { submitForm } from '#tests/support/practice-pubsub.ts';
import { element, iq, outcomeOf } from '#tests/support/practice-stanzas.ts';

const OPTIONS = {
  FORM_TYPE: 'http://jabber.org/protocol/pubsub#publish-options',
  service: 'apns',
  device_id: 't',
};
const chat = () =>
  element(
    `<message from='bob@localhost/d' to='alice@localhost' type='chat'><body>hi</body></message>`,
  );

interface Fixture {
  online?: boolean;
  plugin?: PushPlugin;
  outcome?: PushOutcome;
  /** Answer to publish IQs; null when none comes. */
  publishReply?: string | null;
}

function fixture({
  online = false,
  plugin = 'defaults',
  outcome = 'ok',
  publishReply,
}: Fixture = {}) {
  const published: XmlElement[] = [];
  const pushed: unknown[] = [];
  const forgotten: string[] = [];
  const module = createPushModule({
    host: { domain: 'localhost', push: { virtualPubsubHosts: ['push.@HOST@'], plugin } },
    roster: {
      accountExists: (jid) => jid === 'alice@localhost',
      isOffline: () => !online,
      forgetInitialPriority: (jid) => void forgotten.push(jid),
    },
    router: {
      async requestIq(stanza) {
        published.push(stanza);
        if (publishReply === null) return null;
        return element(publishReply ?? `<iq type='result' id='p'/>`);
      },
    },
    pushNotifications: {
      async push(notifications, options) {
        pushed.push({ notifications, options });
        return outcome;
      },
    },
    nextIqId: () => 'p',
  });
  const enable = (jid = 'pubsub.localhost', node = 'n', from = 'alice@localhost/desk') =>
    module.handleIq(
      iq(
        { from, to: 'alice@localhost' },
        `<enable xmlns='urn:xmpp:push:0' jid='${jid}' node='${node}'>${submitForm(OPTIONS)}</enable>`,
      ),
    );
  const disable = (attributes: string) =>
    module.handleIq(
      iq({ to: 'alice@localhost' }, `<disable xmlns='urn:xmpp:push:0' ${attributes}/>`),
    );
  const nodes = () => module.registrations('alice@localhost').map(({ node }) => node);
  const receive = async (message = chat(), to = 'alice@localhost') => {
    await module.onMessage(to, message);
    await module.idle();
  };
  return { module, published, pushed, forgotten, enable, disable, nodes, receive };
}

describe('requests', () => {
  it('echoes before the error', async () => {
    const { module } = fixture();
    const reply = await module.handleIq(
      iq({ type: 'get', to: 'alice@localhost' }, `<enable xmlns='urn:xmpp:push:0'/>`),
    );
    expect(reply && serializeWire(reply)).toBe(
      `<iq from='alice@localhost' id='i1' to='alice@localhost/desk' type='error'>` +
        `<enable xmlns='urn:xmpp:push:0'/><error code='405' type='cancel'>` +
        `<not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
    );
  });

  it('replaces on the same key', async () => {
    const push = fixture();
    await push.enable('pubsub.localhost', 'n');
    await push.enable('pubsub.localhost', 'n');
    await push.enable('pubsub.localhost', 'n2');
    expect(push.nodes()).toEqual(['n', 'n2']);
  });

  it('registers the sender, not the addressee', async () => {
    const push = fixture();
    await push.enable('pubsub.localhost', 'n', 'bob@localhost/desk');
    expect(push.nodes()).toEqual([]);
    expect(push.module.registrations('bob@localhost')).toHaveLength(1);
  });

  it.each([
    ['D3 all nodes', `jid='pubsub.localhost'`, ['other']],
    ['D4 one node', `jid='pubsub.localhost' node='a'`, ['b', 'other']],
    ['D5 nothing that matches', `jid='pubsub.localhost' node='z'`, ['a', 'b', 'other']],
    ['D6 only the exact bare JID', `jid='x@pubsub.localhost'`, ['a', 'b', 'other']],
    ['D6 whatever the case', `jid='PUBSUB.localhost/r'`, ['other']],
  ])('disables %s', async (_case, attributes, left) => {
    const push = fixture();
    await push.enable('pubsub.localhost', 'a');
    await push.enable('pubsub.localhost', 'b');
    await push.enable('push.localhost', 'other');
    expect(outcomeOf(await push.disable(attributes))).toBe('result');
    expect(push.nodes()).toEqual(left);
  });

  it('takes sessions’ first priority (4.4)', async () => {
    const push = fixture();
    await push.enable();
    await push.disable(`jid='pubsub.localhost' node='other'`);
    expect(push.forgotten).toEqual(['alice@localhost/desk']);
    await push.disable(`jid='pubsub.localhost'`);
    expect(push.forgotten).toHaveLength(2);
  });
});

describe('messages', () => {
  it('publishes from the domain', async () => {
    const push = fixture();
    await push.enable();
    await push.receive();
    const [publication] = push.published;
    expect(publication && serializeWire(publication)).toBe(
      `<iq from='localhost' id='p' to='pubsub.localhost' type='set'>` +
        `<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='n'><item>` +
        `<notification xmlns='urn:xmpp:push:0'><x type='submit' xmlns='jabber:x:data'>` +
        `<field type='hidden' var='FORM_TYPE'><value>urn:xmpp:push:summary</value></field>` +
        `<field var='message-count'><value>1</value></field>` +
        `<field var='last-message-sender'><value>bob@localhost</value></field>` +
        `<field var='last-message-body'><value>hi</value></field></x></notification></item></publish>` +
        `<publish-options><x type='submit' xmlns='jabber:x:data'>` +
        `<field type='hidden' var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field>` +
        `<field var='device_id'><value>t</value></field><field var='service'><value>apns</value></field>` +
        `</x></publish-options></pubsub></iq>`,
    );
  });

  it.each([
    ['is online', { online: true }, 'alice@localhost'],
    ['is no account', {}, 'room@muc.localhost'],
  ])('stays quiet when the recipient %s', async (_case, options, recipient) => {
    const push = fixture(options);
    await push.enable();
    await push.receive(chat(), recipient);
    expect(push.published).toEqual([]);
  });

  it('pushes every registration', async () => {
    const push = fixture();
    await push.enable('pubsub.localhost', 'a');
    await push.enable('push.localhost', 'b');
    await push.receive();
    expect([push.published.length, push.pushed.length]).toEqual([1, 1]);
  });

  it('bypasses PubSub on virtual hosts', async () => {
    const push = fixture();
    await push.enable('x@push.localhost');
    await push.receive();
    expect(push.published).toEqual([]);
    expect(push.pushed).toMatchObject([
      { notifications: [{ 'last-message-body': 'hi' }], options: { device_id: 't' } },
    ]);
  });

  const error = (type: string) => `<iq type='error' id='p'><error type='${type}'/></iq>`;
  it.each([
    ['a result', `<iq type='result' id='p'/>`, ['n']],
    ['an error of type cancel', error('cancel'), []],
    ['an error of type auth', error('auth'), ['n']],
    ['an error of type modify', error('modify'), ['n']],
    ['an error of type wait', error('wait'), ['n']],
    ['no answer', null, ['n']],
  ])('after %s keeps what it should (4.6)', async (_case, publishReply, left) => {
    const push = fixture({ publishReply });
    await push.enable();
    await push.receive();
    expect(push.nodes()).toEqual(left);
  });

  it.each([
    ['ok', ['n']],
    ['failed', ['n']],
    ['device-not-registered', []],
  ] as const)('after outcome %s keeps %s', async (outcome, left) => {
    const push = fixture({ outcome });
    await push.enable('push.localhost');
    await push.receive();
    expect(push.nodes()).toEqual(left);
  });
});

describe('unacknowledged messages', () => {
  it.each([
    ['defaults', 0],
    ['enhanced', 1],
    ['hints', 1],
  ] as const)('with plugin %s make %i pushes', async (plugin, count) => {
    const push = fixture({ plugin, online: true });
    await push.enable('push.localhost', 'earlier');
    await push.enable('push.localhost', 'last');
    await push.module.onUnacknowledged('alice@localhost/desk', chat());
    expect(push.pushed).toHaveLength(count);
  });

  it('are not pushed twice to one node', async () => {
    const push = fixture({ plugin: 'enhanced' });
    await push.enable('push.localhost', 'earlier');
    await push.enable('push.localhost', 'last');
    const message = chat();
    await push.module.onUnacknowledged('alice@localhost/desk', message);
    await push.receive(message);
    expect(push.pushed).toHaveLength(2);
  });

  it('need an enable in that session', async () => {
    const push = fixture({ plugin: 'enhanced' });
    await push.enable('push.localhost');
    push.module.forgetSession('alice@localhost/desk');
    await push.module.onUnacknowledged('alice@localhost/desk', chat());
    expect(push.pushed).toEqual([]);
  });
});
