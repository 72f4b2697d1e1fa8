import { describe, expect, it } from 'vitest';
import { createNameReader, formatNameFacts } from '#renderer/formatting/name-facts.ts';

const TEXT =
  "<iq><enable xmlns='urn:xmpp:push:0'><p:x xmlns:p='urn:own' a='b'><q:y/></p:x></enable>" +
  "<query><feature var='urn:xmpp:ping'/></query><value>http://jabber.org/protocol/pubsub</value></iq>";

const explain = (found: string, text = TEXT) => {
  const facts = createNameReader(text)(text.indexOf(found));
  return facts === null ? null : formatNameFacts(facts);
};

describe('createNameReader', () => {
  it.each([
    [
      '<enable',
      '<enable> · urn:xmpp:push:0 · XEP-0357: Push Notifications, version 0.4.1 · ' +
        'https://xmpp.org/extensions/xep-0357.html · the default namespace, declared by <enable>',
    ],
    [
      '<iq',
      '<iq> · jabber:client · RFC 6120: XMPP: Core · https://www.rfc-editor.org/rfc/rfc6120 · ' +
        'the default namespace of the stream',
    ],
    ['<p:x', '<p:x> · urn:own · prefix p, declared by <p:x>'],
    ['<q:y', '<q:y> · prefix q is declared nowhere'],
    [
      'urn:xmpp:ping',
      'urn:xmpp:ping · XEP-0199: XMPP Ping, version 2.0.1 · https://xmpp.org/extensions/xep-0199.html',
    ],
    [
      'http://jabber.org/protocol/pubsub<',
      'http://jabber.org/protocol/pubsub · XEP-0060: Publish-Subscribe, version 1.30.0 · ' +
        'https://xmpp.org/extensions/xep-0060.html',
    ],
  ])('explains %s', (found, line) => {
    expect(explain(found)).toBe(line);
  });

  it('explains nothing outside of elements', () => {
    expect(createNameReader('no markup')(3)).toBeNull();
  });

  it('leaves huge texts alone', () => {
    expect(explain('<a', `<a>${'x'.repeat(300_000)}</a>`)).toBeNull();
  });
});
