import { describe, expect, it } from 'vitest';
import { payloadSize } from '#services/practice/pubsub/payload-size.ts';
import { element } from '#tests/support/practice-stanzas.ts';

describe('payload size', () => {
  it('is zero without content', () => {
    expect(payloadSize([], 'urn:x')).toBe(0);
  });

  it('measures the Erlang term', () => {
    // byte_size(term_to_binary([{xmlel,<<"a">>,#{<<"xmlns">> => <<"urn:x">>},[{xmlcdata,<<"hi">>,escaped}]}])) - 2
    const term = 1 + 5 + (2 + 7 + 6 + (5 + 10 + 10) + (5 + (2 + 10 + 7 + 9) + 1)) + 1;
    expect(payloadSize([element(`<a xmlns='urn:x'>hi</a>`)], 'urn:parent')).toBe(term - 2);
  });

  it('counts bytes, not characters', () => {
    const plain = payloadSize(['u'], '');
    expect(payloadSize(['ü'], '')).toBe(plain + 1);
  });
});
