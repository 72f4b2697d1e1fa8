import { beforeEach, describe, expect, it } from 'vitest';
import { serializeWire } from '#services/practice/wire-xml.ts';
import { createPubsubFixture, submitForm } from '#tests/support/practice-pubsub.ts';
import { outcomeOf } from '#tests/support/practice-stanzas.ts';

const unsupported = (feature: string) =>
  `501 cancel feature-not-implemented unsupported=${feature}`;

describe('on a push node', () => {
  let pubsub: ReturnType<typeof createPubsubFixture>;

  beforeEach(async () => {
    pubsub = createPubsubFixture();
    await pubsub.set('alice', `<create node='n' type='push'/>`);
  });

  it.each([
    ['items', 'get', `<items node='n'/>`, unsupported('retrieve-items')],
    ['items of a missing node', 'get', `<items node='x'/>`, '404 cancel item-not-found'],
    ['subscribe', 'set', `<subscribe node='n' jid='alice@localhost'/>`, unsupported('subscribe')],
    [
      'unsubscribe',
      'set',
      `<unsubscribe node='n' jid='alice@localhost'/>`,
      '500 wait internal-server-error',
    ],
    [
      'retract',
      'set',
      `<retract node='n'><item id='1'/></retract>`,
      unsupported('persistent-items'),
    ],
    ['retract without item', 'set', `<retract node='n'/>`, '400 modify bad-request item-required'],
    ['options get', 'get', `<options node='n' jid='a@b'/>`, unsupported('subscription-options')],
    ['options set', 'set', `<options node='n' jid='a@b'/>`, '500 wait internal-server-error'],
    ['subscriptions', 'get', `<subscriptions/>`, unsupported('retrieve-subscriptions')],
  ] as const)('answers %s', async (_case, type, request, answer) => {
    expect(outcomeOf(await pubsub[type]('alice', request))).toBe(answer);
  });

  it.each([
    ['purge', 'setAsOwner', `<purge node='n'/>`, unsupported('persistent-items')],
    [
      'subscriptions get',
      'getAsOwner',
      `<subscriptions node='n'/>`,
      unsupported('manage-subscriptions'),
    ],
    [
      'subscriptions set',
      'setAsOwner',
      `<subscriptions node='n'><subscription jid='bob@localhost' subscription='subscribed'/></subscriptions>`,
      'result',
    ],
  ] as const)('answers an owner’s %s', async (_case, type, request, answer) => {
    expect(outcomeOf(await pubsub[type]('alice', request))).toBe(answer);
  });
});

describe('on a flat node', () => {
  let pubsub: ReturnType<typeof createPubsubFixture>;
  const publish = (id: string) =>
    pubsub.set('alice', `<publish node='n'><item id='${id}'><e xmlns='urn:x'/></item></publish>`);
  const items = async (attributes = '') => {
    const reply = await pubsub.get('alice', `<items node='n'${attributes}/>`);
    return [...(reply === null ? '' : serializeWire(reply)).matchAll(/item id='([^']*)'/g)].map(
      ([, id]) => id,
    );
  };

  beforeEach(async () => {
    pubsub = createPubsubFixture({ plugins: ['flat'] });
    const form = submitForm({ 'pubsub#max_items': '2' });
    await pubsub.set('alice', `<create node='n'/><configure>${form}</configure>`);
  });

  it('keeps the newest items', async () => {
    for (const id of ['a', 'b', 'c']) await publish(id);
    expect(await items()).toEqual(['c', 'b']);
    expect(await items(` max_items='1'`)).toEqual(['c']);
  });

  it('retracts what exists', async () => {
    await publish('a');
    const retract = `<retract node='n'><item id='a'/></retract>`;
    expect(outcomeOf(await pubsub.set('bob', retract))).toBe('403 auth forbidden');
    expect(outcomeOf(await pubsub.set('alice', retract))).toBe('result');
    expect(outcomeOf(await pubsub.set('alice', retract))).toBe('404 cancel item-not-found');
  });

  it('purges for its owner', async () => {
    await publish('a');
    expect(outcomeOf(await pubsub.setAsOwner('bob', `<purge node='n'/>`))).toBe(
      '403 auth forbidden',
    );
    expect(outcomeOf(await pubsub.setAsOwner('alice', `<purge node='n'/>`))).toBe('result');
    expect(await items()).toEqual([]);
  });

  it('subscribes and lists subscriptions', async () => {
    const reply = await pubsub.set('bob', `<subscribe node='n' jid='bob@localhost'/>`);
    expect(reply && serializeWire(reply)).toContain(
      `<subscription jid='bob@localhost' node='n' subid='OPAQUE1' subscription='subscribed'/>`,
    );
    const list = await pubsub.get('bob', `<subscriptions/>`);
    expect(list && serializeWire(list)).toContain(`subid='OPAQUE1'`);
    const foreign = await pubsub.set('alice', `<subscribe node='n' jid='bob@localhost'/>`);
    expect(outcomeOf(foreign)).toBe('400 modify bad-request invalid-jid');
  });

  it('ends a subscription once', async () => {
    await pubsub.set('bob', `<subscribe node='n' jid='bob@localhost'/>`);
    const end = (subid: string) =>
      pubsub.set('bob', `<unsubscribe node='n' jid='bob@localhost'${subid}/>`);
    expect(outcomeOf(await end(` subid='other'`))).toBe(
      '401 cancel unexpected-request not-subscribed',
    );
    expect(outcomeOf(await end(''))).toBe('result');
    expect(outcomeOf(await end(''))).toBe('500 wait internal-server-error');
  });
});
