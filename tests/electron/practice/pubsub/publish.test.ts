import { describe, expect, it, vi } from 'vitest';
import type { PushNotifications } from '#services/practice/mongoose-push/push-notifications.ts';
import { createPubsubFixture, submitForm } from '#tests/support/practice-pubsub.ts';
import { outcomeOf } from '#tests/support/practice-stanzas.ts';

const SUMMARY = {
  FORM_TYPE: 'urn:xmpp:push:summary',
  'message-count': '1',
  'last-message-sender': 'bob@localhost',
  'last-message-body': 'hi',
};
const notification = `<notification xmlns='urn:xmpp:push:0'>${submitForm(SUMMARY)}</notification>`;
const OPTIONS_FORM = 'http://jabber.org/protocol/pubsub#publish-options';

interface PublicationParts {
  node?: string;
  item?: string;
  /** Null for no publish-options at all. */
  options?: Readonly<Record<string, string>> | null;
  formType?: string;
}

function publication({
  node = 'n',
  item = `<item>${notification}</item>`,
  options = { service: 'apns', device_id: 't' },
  formType = OPTIONS_FORM,
}: PublicationParts = {}): string {
  const form = options === null ? '' : submitForm({ FORM_TYPE: formType, ...options });
  const publishOptions = options === null ? '' : `<publish-options>${form}</publish-options>`;
  return `<publish node='${node}'>${item}</publish>${publishOptions}`;
}

async function fixture(
  options: { config?: Record<string, string>; push?: PushNotifications['push'] } = {},
) {
  const push = vi.fn<PushNotifications['push']>(options.push ?? (async () => 'ok'));
  const pubsub = createPubsubFixture({ push });
  const form = submitForm(options.config ?? { 'pubsub#publish_model': 'publishers' });
  await pubsub.set('alice', `<create node='n' type='push'/><configure>${form}</configure>`);
  return { ...pubsub, push };
}

const PRECONDITION = '409 cancel conflict precondition-not-met';

describe('publish to a push node', () => {
  it.each([
    ['P1 no node', publication({ node: '' }), '400 modify bad-request nodeid-required'],
    ['P2 no item', publication({ item: '' }), '400 modify bad-request item-required'],
    [
      'P3 two items',
      publication({ item: '<item/><item/>' }),
      '400 modify bad-request invalid-payload',
    ],
    [
      'P3 another child',
      publication({ item: '<thing/>' }),
      '400 modify bad-request invalid-payload',
    ],
    [
      'P6 too large a payload',
      publication({ item: `<item><notification>${'x'.repeat(60_000)}</notification></item>` }),
      '406 modify not-acceptable payload-too-big',
    ],
    [
      'P7 an empty item',
      publication({ item: '<item/>' }),
      '400 modify bad-request payload-required',
    ],
    [
      'P8 only text',
      publication({ item: '<item>x</item>' }),
      '400 modify bad-request invalid-payload',
    ],
    [
      'P8 two payloads',
      publication({ item: `<item>${notification}${notification}</item>` }),
      '400 modify bad-request invalid-payload',
    ],
    ['P9 no options', publication({ options: null }), PRECONDITION],
    ['P9 no device_id', publication({ options: { service: 'apns' } }), PRECONDITION],
    ['P9 no service', publication({ options: { device_id: 't' } }), PRECONDITION],
    ['P9 a wrong FORM_TYPE', publication({ formType: 'urn:wrong' }), PRECONDITION],
    [
      'P11 another payload',
      publication({ item: `<item><entry xmlns='urn:x'/></item>` }),
      '400 modify bad-request',
    ],
    ['P14 all in order', publication(), 'result'],
  ])('answers %s', async (_case, request, answer) => {
    const pubsub = await fixture();
    expect(outcomeOf(await pubsub.set('alice', request))).toBe(answer);
  });

  it.each([
    ['publishers', 'bob', '403 auth forbidden'],
    ['publishers', 'localhost', '403 auth forbidden'],
    ['open', 'bob', 'result'],
    ['subscribers', 'alice', '403 auth forbidden'],
  ])('with model %s answers %s', async (model, user, answer) => {
    const pubsub = await fixture({ config: { 'pubsub#publish_model': model } });
    expect(outcomeOf(await pubsub.set(user, publication()))).toBe(answer);
  });

  it('lets the affiliated domain publish', async () => {
    const pubsub = await fixture();
    const grant = `<affiliation jid='localhost' affiliation='publish-only'/>`;
    await pubsub.setAsOwner('alice', `<affiliations node='n'>${grant}</affiliations>`);
    expect(outcomeOf(await pubsub.set('localhost', publication()))).toBe('result');
  });

  it('does not stop outcasts when open', async () => {
    const pubsub = await fixture({ config: {} });
    const ban = `<affiliation jid='bob@localhost' affiliation='outcast'/>`;
    await pubsub.setAsOwner('alice', `<affiliations node='n'>${ban}</affiliations>`);
    expect(outcomeOf(await pubsub.set('bob', publication()))).toBe('result');
  });

  it('checks options before the publisher', async () => {
    const pubsub = await fixture();
    expect(outcomeOf(await pubsub.set('bob', publication({ options: null })))).toBe(PRECONDITION);
  });

  it('forbids items that nobody keeps', async () => {
    const pubsub = await fixture({ config: { 'pubsub#deliver_payloads': '0' } });
    expect(outcomeOf(await pubsub.set('alice', publication()))).toBe(
      '400 modify bad-request item-forbidden',
    );
  });

  it.each([
    ['ok', 'result'],
    ['device-not-registered', '406 cancel not-acceptable device-not-registered'],
    ['failed', '400 modify bad-request faild-to-submit-push-notification'],
  ] as const)('turns outcome %s into %s', async (outcome, answer) => {
    const pubsub = await fixture({ push: async () => outcome });
    expect(outcomeOf(await pubsub.set('alice', publication()))).toBe(answer);
  });

  it('hands over fields and options', async () => {
    const pubsub = await fixture();
    await pubsub.set('alice', publication());
    const { FORM_TYPE: _formType, ...fields } = SUMMARY;
    expect(pubsub.push).toHaveBeenCalledWith([fields], { service: 'apns', device_id: 't' });
  });

  it('drops fields with two values', async () => {
    const pubsub = await fixture();
    const field = `<field var='device_id'><value>a</value><value>b</value></field>`;
    const form = submitForm({ FORM_TYPE: OPTIONS_FORM, service: 'apns' }).replace(
      '</x>',
      `${field}</x>`,
    );
    const request = publication({ options: null }) + `<publish-options>${form}</publish-options>`;
    expect(outcomeOf(await pubsub.set('alice', request))).toBe('result');
    expect(pubsub.push.mock.calls[0]?.[1]).toEqual({ service: 'apns' });
  });

  it('reports a missing form as such', async () => {
    const pubsub = await fixture();
    await pubsub.set('alice', publication({ item: '<item><notification/></item>' }));
    expect(pubsub.push.mock.calls[0]?.[0]).toEqual(['invalid_form']);
  });

  it('stores nothing', async () => {
    const pubsub = await fixture();
    await pubsub.set('alice', publication());
    expect(pubsub.service.nodes.find('n')?.items.size).toBe(0);
  });
});

describe('publish to a missing node', () => {
  it('makes a flat node where flat is first', async () => {
    const pubsub = createPubsubFixture();
    expect(outcomeOf(await pubsub.set('localhost', publication({ node: 'ghost' })))).toBe('result');
    expect(pubsub.service.nodes.find('ghost')).toMatchObject({
      type: 'flat',
      owners: ['localhost'],
    });
  });

  it('refuses options on that node later', async () => {
    const pubsub = createPubsubFixture();
    await pubsub.set('localhost', publication({ node: 'ghost' }));
    expect(outcomeOf(await pubsub.set('localhost', publication({ node: 'ghost' })))).toBe(
      '501 cancel feature-not-implemented unsupported=publish-options',
    );
  });

  it('fails where push is first', async () => {
    const pubsub = createPubsubFixture({ plugins: ['push', 'flat'] });
    const reply = await pubsub.set('localhost', publication({ node: 'ghost' }));
    expect(outcomeOf(reply)).toBe('404 cancel item-not-found');
  });

  it('fails for denied accounts', async () => {
    const pubsub = createPubsubFixture();
    const reply = await pubsub.set('carol', publication({ node: 'ghost' }));
    expect(outcomeOf(reply)).toBe('404 cancel item-not-found');
  });
});
