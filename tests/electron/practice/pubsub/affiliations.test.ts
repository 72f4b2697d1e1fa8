import { beforeEach, describe, expect, it } from 'vitest';
import { serializeWire } from '#services/practice/wire-xml.ts';
import { createPubsubFixture } from '#tests/support/practice-pubsub.ts';
import { outcomeOf } from '#tests/support/practice-stanzas.ts';

const change = (jid: string, affiliation: string) =>
  `<affiliation jid='${jid}' affiliation='${affiliation}'/>`;
const changes = (...children: string[]) =>
  `<affiliations node='n'>${children.join('')}</affiliations>`;

describe('affiliations', () => {
  let pubsub: ReturnType<typeof createPubsubFixture>;

  beforeEach(async () => {
    pubsub = createPubsubFixture();
    await pubsub.set('alice', `<create node='n' type='push'/>`);
  });

  it.each([
    ['a publisher for the domain', 'alice', changes(change('localhost', 'publish-only')), 'result'],
    ['an empty list', 'alice', changes(), 'result'],
    [
      'an unknown affiliation',
      'alice',
      changes(change('bob@localhost', 'boss')),
      '400 modify bad-request',
    ],
    [
      'a missing JID',
      'alice',
      changes(`<affiliation affiliation='owner'/>`),
      '400 modify bad-request',
    ],
    ['another element', 'alice', changes(`<item/>`), '400 modify bad-request'],
    ['a stranger', 'bob', changes(change('bob@localhost', 'owner')), '403 auth forbidden'],
    [
      'a missing node',
      'alice',
      `<affiliations node='other'>${change('localhost', 'publisher')}</affiliations>`,
      '404 cancel item-not-found',
    ],
    [
      'the last owner leaving',
      'alice',
      changes(change('alice@localhost', 'none')),
      '406 modify not-acceptable',
    ],
    [
      'the last owner demoted',
      'alice',
      changes(change('alice@localhost', 'publisher')),
      '406 modify not-acceptable',
    ],
  ])('answers %s', async (_case, user, request, answer) => {
    expect(outcomeOf(await pubsub.setAsOwner(user, request))).toBe(answer);
  });

  it('changes nothing when one is bad', async () => {
    await pubsub.setAsOwner(
      'alice',
      changes(change('bob@localhost', 'owner'), change('@', 'owner')),
    );
    expect([...(pubsub.service.nodes.find('n')?.affiliations ?? [])]).toEqual([
      ['alice@localhost', 'owner'],
    ]);
  });

  it('returns the owners it keeps', async () => {
    const reply = await pubsub.setAsOwner('alice', changes(change('alice@localhost', 'none')));
    expect(reply && serializeWire(reply)).toContain(
      `</error><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><affiliations node='n'>` +
        `<affiliation affiliation='owner' jid='alice@localhost'/></affiliations></pubsub>`,
    );
  });

  it('reduces JIDs to bare ones', async () => {
    await pubsub.setAsOwner('alice', changes(change('Bob@LOCALHOST/phone', 'publisher')));
    expect(pubsub.service.nodes.find('n')?.affiliations.get('bob@localhost')).toBe('publisher');
  });

  it('lists for owners only', async () => {
    await pubsub.setAsOwner('alice', changes(change('localhost', 'publish-only')));
    const forOwner = await pubsub.getAsOwner('alice', `<affiliations node='n'/>`);
    const forOther = await pubsub.getAsOwner('bob', `<affiliations node='n'/>`);
    expect(forOwner && serializeWire(forOwner)).toContain(
      `<affiliation affiliation='publish-only' jid='localhost'/>` +
        `<affiliation affiliation='owner' jid='alice@localhost'/>`,
    );
    expect(outcomeOf(forOther)).toBe('403 auth forbidden');
  });

  it('lets a demoted owner return', async () => {
    await pubsub.setAsOwner('alice', changes(change('bob@localhost', 'owner')));
    await pubsub.setAsOwner('bob', changes(change('alice@localhost', 'publisher')));
    expect(outcomeOf(await pubsub.setAsOwner('alice', `<delete node='n'/>`))).toBe(
      '403 auth forbidden',
    );
    const again = await pubsub.setAsOwner('alice', changes(change('alice@localhost', 'owner')));
    expect(outcomeOf(again)).toBe('result');
  });

  it('tells an entity its own', async () => {
    await pubsub.set('alice', `<create node='flat-node'/>`);
    const all = await pubsub.get('alice', `<affiliations/>`);
    const one = await pubsub.get('alice', `<affiliations node='n'/>`);
    const none = await pubsub.get('bob', `<affiliations/>`);
    expect(all && serializeWire(all)).toContain(
      `<affiliation affiliation='owner' node='flat-node'/>`,
    );
    expect(one && serializeWire(one)).toContain(
      `<affiliations><affiliation affiliation='owner' node='n'/></affiliations>`,
    );
    expect(none && serializeWire(none)).toContain('<affiliations/>');
  });
});
