import { describe, expect, it } from 'vitest';
import { createPubsubFixture, submitForm } from '#tests/support/practice-pubsub.ts';
import { outcomeOf } from '#tests/support/practice-stanzas.ts';
import { serializeWire } from '#services/practice/wire-xml.ts';

const configured = (form: string) => `<create node='n' type='push'/><configure>${form}</configure>`;

describe('create', () => {
  it.each([
    ['C1 a named push node', `<create node='n' type='push'/>`, 'result'],
    [
      'C3 an unknown type',
      `<create node='n' type='dag'/>`,
      '501 cancel feature-not-implemented unsupported=create-nodes',
    ],
    [
      'C4 a push node without name',
      `<create type='push'/>`,
      '406 modify not-acceptable nodeid-required',
    ],
    [
      'C4 an empty name',
      `<create node='' type='push'/>`,
      '406 modify not-acceptable nodeid-required',
    ],
    ['a pep node on the service', `<create node='n' type='pep'/>`, '403 auth forbidden'],
    [
      'C7 a form of type form',
      configured(submitForm({}, 'form')),
      '400 modify bad-request "Invalid form type"',
    ],
    [
      'C7 a cancelled form',
      configured(submitForm({}, 'cancel')),
      '400 modify bad-request "Invalid form type"',
    ],
    ['C8 a configure without form', configured(''), 'result'],
    ['C9 a wrong FORM_TYPE', configured(submitForm({ FORM_TYPE: 'urn:wrong' })), 'result'],
    ['C10 an unknown field', configured(submitForm({ 'pubsub#nonsense': '1' })), 'result'],
    [
      'C12 an access model outside the set',
      configured(submitForm({ 'pubsub#access_model': 'nonsense' })),
      '406 modify not-acceptable',
    ],
    [
      'C12 more items than allowed',
      configured(submitForm({ 'pubsub#max_items': '11' })),
      '406 modify not-acceptable',
    ],
    ['C12 the word max for items', configured(submitForm({ 'pubsub#max_items': 'max' })), 'result'],
    [
      'C12 a payload above 60000 bytes',
      configured(submitForm({ 'pubsub#max_payload_size': '60001' })),
      '406 modify not-acceptable',
    ],
  ])('answers %s', async (_case, request, answer) => {
    const pubsub = createPubsubFixture();
    expect(outcomeOf(await pubsub.set('alice', request))).toBe(answer);
  });

  it('makes the creator its owner', async () => {
    const pubsub = createPubsubFixture();
    await pubsub.set('alice', `<create node='n' type='push'/>`);
    expect(pubsub.service.nodes.find('n')).toMatchObject({
      type: 'push',
      owners: ['alice@localhost'],
    });
  });

  it('takes the first plugin without type (C2)', async () => {
    const flatFirst = createPubsubFixture();
    const pushOnly = createPubsubFixture({ plugins: ['push'] });
    await flatFirst.set('alice', `<create node='n'/>`);
    await pushOnly.set('alice', `<create node='n'/>`);
    expect(flatFirst.service.nodes.find('n')?.type).toBe('flat');
    expect(pushOnly.service.nodes.find('n')?.type).toBe('push');
  });

  it('invents names for flat nodes', async () => {
    const pubsub = createPubsubFixture();
    const reply = await pubsub.set('alice', `<create/>`);
    expect(reply && serializeWire(reply)).toContain(`<create node='OPAQUE1'/>`);
  });

  it('keeps taken names from everybody (C5)', async () => {
    const pubsub = createPubsubFixture();
    await pubsub.set('alice', `<create node='n' type='push'/>`);
    for (const user of ['alice', 'bob']) {
      const reply = await pubsub.set(user, `<create node='n' type='push'/>`);
      expect(outcomeOf(reply)).toBe('409 cancel conflict');
    }
  });

  it('refuses denied accounts (C6)', async () => {
    const pubsub = createPubsubFixture();
    const reply = await pubsub.set('carol', `<create node='n' type='push'/>`);
    expect(outcomeOf(reply)).toBe('403 auth forbidden');
  });

  it('ignores doubled single values (C11)', async () => {
    const pubsub = createPubsubFixture();
    const field = `<field var='pubsub#access_model'><value>open</value><value>roster</value></field>`;
    await pubsub.set('alice', configured(`<x xmlns='jabber:x:data' type='submit'>${field}</x>`));
    expect(pubsub.service.nodes.find('n')?.options['pubsub#access_model']).toEqual(['whitelist']);
  });

  it('accepts any node name (C13)', async () => {
    const pubsub = createPubsubFixture();
    await pubsub.set('alice', `<create node='a!b / ☃ &lt;' type='push'/>`);
    expect(pubsub.service.nodes.find('a!b / ☃ <')).toBeDefined();
  });
});

describe('delete', () => {
  it.each([
    ['its owner', 'alice', 'n', 'result'],
    ['somebody else', 'bob', 'n', '403 auth forbidden'],
    ['a missing node', 'alice', 'other', '404 cancel item-not-found'],
    ['no node', 'alice', '', '405 cancel not-allowed'],
  ])('answers %s', async (_case, user, node, answer) => {
    const pubsub = createPubsubFixture();
    await pubsub.set('alice', `<create node='n' type='push'/>`);
    expect(outcomeOf(await pubsub.setAsOwner(user, `<delete node='${node}'/>`))).toBe(answer);
  });
});
