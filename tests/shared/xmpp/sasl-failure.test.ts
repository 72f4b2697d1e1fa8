import { describe, expect, it } from 'vitest';
import { readSaslFailure } from '#shared/xmpp/sasl-failure.ts';
import { parsed } from './parsed.ts';

const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';

describe('readSaslFailure', () => {
  it('reads condition and text', () => {
    expect(
      readSaslFailure(
        parsed(`<failure xmlns='${SASL}'><text>No</text><not-authorized/></failure>`),
      ),
    ).toEqual({ condition: 'not-authorized', text: 'No' });
  });

  it('reads SASL2 failures', () => {
    const failure = `<failure xmlns='urn:xmpp:sasl:2'><aborted xmlns='${SASL}'/><text>Bye</text></failure>`;

    expect(readSaslFailure(parsed(failure))).toEqual({ condition: 'aborted', text: 'Bye' });
  });

  it('reads a failure without children', () => {
    expect(readSaslFailure(parsed(`<failure xmlns='${SASL}'/>`))).toEqual({
      condition: '',
      text: '',
    });
  });

  it('answers null for TLS failures', () => {
    expect(
      readSaslFailure(parsed("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")),
    ).toBeNull();
  });
});
