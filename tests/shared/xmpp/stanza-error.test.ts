import { describe, expect, it } from 'vitest';
import { readStanzaError } from '#shared/xmpp/stanza-error.ts';
import { parsed } from './parsed.ts';

const CONDITIONS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

describe('readStanzaError', () => {
  it('reads an error before the echoed payload', () => {
    const iq = `<iq type='error'><error code='409' type='cancel'><conflict xmlns='${CONDITIONS}'/></error><pubsub xmlns='p'/></iq>`;

    expect(readStanzaError(parsed(iq))).toEqual({
      type: 'cancel',
      condition: 'conflict',
      text: '',
      lang: '',
      code: 409,
      by: '',
      applicationConditions: [],
    });
  });

  it('reads an error after the echoed payload', () => {
    const iq = `<iq type='error'><enable xmlns='urn:xmpp:push:0'/><error type='modify' by='example.org'><bad-request xmlns='${CONDITIONS}'/></error></iq>`;

    expect(readStanzaError(parsed(iq))).toMatchObject({
      condition: 'bad-request',
      code: null,
      by: 'example.org',
    });
  });

  it('ignores an error element of the payload', () => {
    const iq = `<iq type='error'><x xmlns='p'><error/></x><error xmlns='other'/><error type='wait'><internal-server-error xmlns='${CONDITIONS}'/></error></iq>`;

    expect(readStanzaError(parsed(iq))).toMatchObject({ condition: 'internal-server-error' });
  });

  it('reads a text before the condition', () => {
    const iq = `<iq type='error'><error type='cancel'><text xmlns='${CONDITIONS}' xml:lang='en'>Unknown xmlns</text><service-unavailable xmlns='${CONDITIONS}'/></error></iq>`;

    expect(readStanzaError(parsed(iq))).toMatchObject({
      condition: 'service-unavailable',
      text: 'Unknown xmlns',
      lang: 'en',
    });
  });

  it('reads application conditions with their feature', () => {
    const iq = `<iq type='error'><error type='cancel'><feature-not-implemented xmlns='${CONDITIONS}'/><unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='create-nodes'/></error></iq>`;

    expect(readStanzaError(parsed(iq))?.applicationConditions).toEqual([
      {
        name: 'unsupported',
        ns: 'http://jabber.org/protocol/pubsub#errors',
        feature: 'create-nodes',
      },
    ]);
  });

  it('reads an error without children', () => {
    expect(readStanzaError(parsed("<iq type='error'><error code='x'/></iq>"))).toMatchObject({
      type: '',
      condition: '',
      code: null,
    });
  });

  it('answers null without error element', () => {
    expect(readStanzaError(parsed("<iq type='error'/>"))).toBeNull();
  });
});
