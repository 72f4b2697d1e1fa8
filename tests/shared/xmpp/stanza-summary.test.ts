import { describe, expect, it } from 'vitest';
import { stanzaKind, summarize } from '#shared/xmpp/stanza-summary.ts';
import { parsed } from './parsed.ts';

const STANZAS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

describe('summarize', () => {
  it('reads the columns of a request', () => {
    const iq = "<iq type='set' id='c1' from='a@b/c' to='b'><enable xmlns='urn:xmpp:push:0'/></iq>";

    expect(summarize(parsed(iq))).toEqual({
      name: 'iq',
      type: 'set',
      id: 'c1',
      from: 'a@b/c',
      to: 'b',
      childName: 'enable',
      childNs: 'urn:xmpp:push:0',
      childAction: null,
      condition: null,
    });
  });

  it.each([
    ['before', `<error><conflict xmlns='${STANZAS}'/></error><pubsub xmlns='p'/>`],
    ['after', `<pubsub xmlns='p'/><error><conflict xmlns='${STANZAS}'/></error>`],
  ])('names the payload with the error %s it', (_where, children) => {
    expect(summarize(parsed(`<iq type='error'>${children}</iq>`))).toMatchObject({
      childName: 'pubsub',
      condition: 'conflict',
    });
  });

  it('names what a pubsub request asks for', () => {
    const iq =
      "<iq type='set'><pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='n'/></pubsub></iq>";

    expect(summarize(parsed(iq))).toMatchObject({ childName: 'pubsub', childAction: 'delete' });
  });

  it('names the error when nothing is echoed', () => {
    const iq = `<iq type='error'><error><conflict xmlns='${STANZAS}'/></error></iq>`;

    expect(summarize(parsed(iq)).childName).toBe('error');
  });

  it('answers null for what is not there', () => {
    expect(summarize(parsed('<presence/>'))).toEqual({
      name: 'presence',
      type: null,
      id: null,
      from: null,
      to: null,
      childName: null,
      childNs: null,
      childAction: null,
      condition: null,
    });
  });

  it.each([
    [
      'a stream error',
      "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>",
      'stream:error',
      'host-unknown',
    ],
    [
      'a SASL failure',
      "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><not-authorized/></failure>",
      'failure',
      'not-authorized',
    ],
    [
      'a failed resumption',
      `<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='${STANZAS}'/></failed>`,
      'failed',
      'item-not-found',
    ],
    [
      'features on a WebSocket',
      "<features xmlns='http://etherx.jabber.org/streams'/>",
      'stream:features',
      null,
    ],
    ['a TLS failure', "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", 'failure', null],
  ])('names %s', (_what, xml, name, condition) => {
    expect(summarize(parsed(xml))).toMatchObject({ name, condition });
  });
});

describe('stanzaKind', () => {
  it.each([
    ['<message/>', 'stanza'],
    ["<message xmlns='other'/>", 'nonza'],
    ['<stream:features/>', 'nonza'],
    ['<stream:stream/>', 'stream'],
    ["<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>", 'stream'],
    ["<r xmlns='urn:xmpp:sm:3'/>", 'nonza'],
  ])('sorts %s', (xml, kind) => {
    expect(stanzaKind(parsed(xml))).toBe(kind);
  });
});
