import fc from 'fast-check';
import { expect, it } from 'vitest';
import { serializeWire } from '#services/practice/wire-xml.ts';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { createPubsubFixture } from '#tests/support/practice-pubsub.ts';

const PUBSUB = 'http://jabber.org/protocol/pubsub';
const namespaces = [PUBSUB, `${PUBSUB}#owner`, 'jabber:x:data', 'urn:xmpp:push:0'];
const names = [
  ...['create', 'configure', 'default', 'delete', 'purge', 'publish', 'item', 'items', 'retract'],
  ...['subscribe', 'unsubscribe', 'subscriptions', 'options', 'affiliations', 'affiliation', 'x'],
  ...['field', 'value', 'notification', 'publish-options', 'constructor', '__proto__'],
];
const values = [
  'n',
  '',
  '!',
  '!!',
  'push',
  'flat',
  'pep',
  'submit',
  'owner',
  'none',
  '@',
  '1',
  '-1',
];
const value = fc.oneof(fc.constantFrom(...values, 'alice@localhost'), fc.string());

const { tree } = fc.letrec<{ tree: XmlElement; node: XmlElement | string }>((tie) => ({
  tree: fc
    .record({
      name: fc.constantFrom(...names),
      ns: fc.constantFrom(...namespaces),
      attrs: fc.dictionary(
        fc.constantFrom('node', 'type', 'jid', 'id', 'var', 'affiliation'),
        value,
      ),
      children: fc.array(tie('node'), { maxLength: 3 }),
    })
    .map(({ name, ns, attrs, children }) => createElement(name, ns, attrs, children)),
  node: fc.oneof({ maxDepth: 4 }, fc.string(), tie('tree')),
}));

it('answers anything in well-formed XML', async () => {
  const pubsub = createPubsubFixture();
  await pubsub.set('alice', `<create node='n' type='push'/>`);
  const request = fc.record({
    type: fc.constantFrom('get', 'set', 'result', 'nonsense'),
    ns: fc.constantFrom(PUBSUB, `${PUBSUB}#owner`),
    actions: fc.array(tree, { minLength: 1, maxLength: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ type, ns, actions }) => {
      const iq = createElement(
        'iq',
        'jabber:client',
        { from: 'alice@localhost/desk', id: '1', to: 'pubsub.localhost', type },
        [createElement('pubsub', ns, {}, actions)],
      );
      const reply = await pubsub.service.handleIq(iq);
      if (reply === null) return;
      expect(reply.attrs).toMatchObject({ from: 'pubsub.localhost', to: 'alice@localhost/desk' });
      expect(['result', 'error']).toContain(reply.attrs['type']);
      const printable = /^[\t\n\r\x20-\uD7FF\uE000-\uFFFD]*$/.test(serializeWire(reply));
      if (printable) expect(parseXml(serializeWire(reply))).toMatchObject({ ok: true });
    }),
    { numRuns: 300 },
  );
});
