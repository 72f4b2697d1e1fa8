import { describe, expect, it } from 'vitest';
import { specOfNamespace } from '#shared/xmpp/namespace-specs.ts';
import * as namespaces from '#shared/xmpp/namespaces.ts';

describe('specOfNamespace', () => {
  it.each(Object.values(namespaces))('knows %s', (namespace) => {
    expect(specOfNamespace(namespace)).toBeDefined();
  });

  it.each([
    ['http://jabber.org/protocol/pubsub#owner', 'XEP-0060'],
    ['http://jabber.org/protocol/muc#user', 'XEP-0045'],
    ['urn:xmpp:push:0', 'XEP-0357'],
  ])('finds the specification of %s', (namespace, id) => {
    expect(specOfNamespace(namespace)?.id).toBe(id);
  });

  it.each(['', 'urn:example', '#x', '__proto__'])('finds none of "%s"', (namespace) => {
    expect(specOfNamespace(namespace)).toBeUndefined();
  });
});
