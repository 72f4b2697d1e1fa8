import { describe, expect, it } from 'vitest';
import { serializeWire } from '#services/practice/wire-xml.ts';
import { createPubsubFixture } from '#tests/support/practice-pubsub.ts';
import { iq, outcomeOf } from '#tests/support/practice-stanzas.ts';

const PUBSUB = 'http://jabber.org/protocol/pubsub';
const INFO = 'http://jabber.org/protocol/disco#info';
const ITEMS = 'http://jabber.org/protocol/disco#items';
const pubsubElement = (inner: string, ns = PUBSUB) => `<pubsub xmlns='${ns}'>${inner}</pubsub>`;

describe('reaching the service', () => {
  it.each([
    [
      'a user of it',
      { to: 'x@pubsub.localhost' },
      [pubsubElement('')],
      '404 cancel item-not-found',
    ],
    [
      'a resource of it',
      { to: 'pubsub.localhost/x' },
      [pubsubElement('')],
      '404 cancel item-not-found',
    ],
    ['another namespace', {}, [`<q xmlns='urn:x'/>`], '501 cancel feature-not-implemented'],
    [
      'push enable',
      {},
      [`<enable xmlns='urn:xmpp:push:0'/>`],
      '501 cancel feature-not-implemented',
    ],
    ['disco as set', {}, [`<query xmlns='${INFO}'/>`], '501 cancel feature-not-implemented'],
    ['vCard get', { type: 'get' }, [`<vCard xmlns='vcard-temp'/>`], 'result'],
    ['vCard set', {}, [`<vCard xmlns='vcard-temp'/>`], '501 cancel feature-not-implemented'],
    ['no child', {}, [], 'nothing'],
    ['two children', {}, [pubsubElement(''), pubsubElement('')], 'nothing'],
    ['a child without namespace', {}, ['<pubsub/>'], 'nothing'],
    ['a result', { type: 'result' }, [pubsubElement('')], 'nothing'],
    ['no action', {}, [pubsubElement('')], '400 modify bad-request'],
    ['an unknown action', {}, [pubsubElement('<frob/>')], 'nothing'],
    ['create as get', { type: 'get' }, [pubsubElement(`<create/>`)], 'nothing'],
    [
      'delete in the wrong namespace',
      {},
      [pubsubElement(`<delete/>`)],
      '501 cancel feature-not-implemented',
    ],
    [
      'default in the wrong namespace',
      { type: 'get' },
      [pubsubElement(`<default/>`)],
      '501 cancel feature-not-implemented',
    ],
    [
      'two owner actions',
      {},
      [pubsubElement(`<delete/><delete/>`, `${PUBSUB}#owner`)],
      '400 modify bad-request',
    ],
  ])('answers %s', async (_case, attrs, payload, answer) => {
    const { service } = createPubsubFixture();
    expect(outcomeOf(await service.handleIq(iq(attrs, ...payload)))).toBe(answer);
  });

  it('takes the first of two actions', async () => {
    const pubsub = createPubsubFixture();
    await pubsub.set('alice', `<create node='one' type='push'/><create node='two' type='push'/>`);
    expect(pubsub.service.nodes.all().map(({ name }) => name)).toEqual(['one']);
  });
});

describe('discovery', () => {
  const info = async (pubsub: ReturnType<typeof createPubsubFixture>, node: string) => {
    const reply = await pubsub.send('bob', 'get', `<query xmlns='${INFO}' node='${node}'/>`);
    return reply === null ? '' : serializeWire(reply);
  };

  it('gives the node type away', async () => {
    const pubsub = createPubsubFixture();
    await pubsub.set('alice', `<create node='p' type='push'/>`);
    await pubsub.set('alice', `<create node='f'/>`);
    expect(await info(pubsub, 'p')).toContain('pubsub#publish-options');
    expect(await info(pubsub, 'p')).not.toContain('pubsub#subscribe');
    expect(await info(pubsub, 'f')).toContain('pubsub#auto-create');
    expect(await info(pubsub, 'f')).not.toContain('pubsub#publish-options');
  });

  it('looks up what precedes an exclamation mark', async () => {
    const pubsub = createPubsubFixture();
    await pubsub.set('alice', `<create node='p' type='push'/>`);
    expect(await info(pubsub, 'p!x')).toContain(`type='leaf'`);
  });

  it('shows everybody’s nodes to anybody', async () => {
    const pubsub = createPubsubFixture();
    await pubsub.set('alice', `<create node='token' type='push'/>`);
    const reply = await pubsub.send('bob', 'get', `<query xmlns='${ITEMS}'/>`);
    expect(reply && serializeWire(reply)).toContain(`<item jid='pubsub.localhost' node='token'/>`);
  });
});
