import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTerm, type ErlangTerm } from '#shared/transcript/import/erlang-term.ts';
import { printBinary } from './erlang-forms.ts';

function read(text: string): ErlangTerm {
  const outcome = readTerm(text);
  if (!outcome.ok) throw new Error(`${outcome.message} at ${outcome.offset}`);
  expect(outcome.cutAt).toBe(null);
  return outcome.term;
}

describe('texts', () => {
  it.each([
    ['<<"plain">>', 'plain'],
    ['<<>>', ''],
    ['<<"">>', ''],
    [String.raw`<<"a\"b\\c\nd\te\sf">>`, 'a"b\\c\nd\te f'],
    [String.raw`<<"\x41\x{1F600}\101\e\^A\d"/utf8>>`, 'A😀A\u001b\u0001\u007f'],
    ['<<60,105,113>>', '<iq'],
    ['<< 60 , 105 >>', '<i'],
    ['<<"a",98,"c">>', 'abc'],
    ['<<"käse"/utf8>>', 'käse'],
    // `~p` on a terminal that shows Latin-1 only: each character is a byte.
    ['<<"k\u00c3\u00a4se">>', 'käse'],
    ['<<107,195,164,115,101>>', 'käse'],
    ['<<255,254>>', '\u00ff\u00fe'],
    ['"a string"', 'a string'],
    ["'Quoted atom'", 'Quoted atom'],
    ['<0.123.0>', '<0.123.0>'],
    ['#Ref<0.1.2.3>', '#Ref<0.1.2.3>'],
  ])('are read from %s', (text, expected) => {
    expect(read(text)).toMatchObject({ text: expected });
  });

  it('come back from what Erlang prints', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(read(printBinary(text))).toMatchObject({ kind: 'binary', text });
      }),
    );
  });
});

describe('terms', () => {
  it('nest, with comments between', () => {
    expect(read('{a, [1, -2.5e3 | b], % why\n #{k => v, <<"w">> := "x"}}')).toEqual({
      kind: 'tuple',
      name: '',
      items: [
        { kind: 'atom', text: 'a', cut: false },
        {
          kind: 'list',
          name: '',
          items: [
            { kind: 'number', value: 1 },
            { kind: 'number', value: -2500 },
            { kind: 'atom', text: 'b', cut: false },
          ],
        },
        {
          kind: 'map',
          name: '',
          items: ['k', 'v', 'w', 'x'].map((text): unknown => expect.objectContaining({ text })),
        },
      ],
    });
  });

  it('may be records', () => {
    expect(read('#jid{user = <<"a">>,\'lserver\' = undefined}')).toMatchObject({
      kind: 'record',
      name: 'jid',
      items: [{ text: 'user' }, { text: 'a' }, { text: 'lserver' }, { text: 'undefined' }],
    });
  });

  it('nest without bound', () => {
    const depth = 200_000;
    expect(readTerm('['.repeat(depth) + ']'.repeat(depth))).toMatchObject({ ok: true });
  });

  it.each([
    ['{a,b', 4],
    ['{a,<<"b', 7],
    ['[a,b|...]', 5],
    ['{a,...}', 3],
    ['{a,<<"b"...>>}', 8],
    ['{a,"b"...}', 6],
  ])('tell where %s leaves something out', (text, cutAt) => {
    expect(readTerm(text)).toMatchObject({ ok: true, cutAt, end: text.length });
  });

  it.each([
    ['{a]', 2, 'A bracket is closed by one of another kind'],
    ['}', 0, 'A bracket is closed that was not opened'],
    ['{a,<<1:8>>}', 3, 'Here is no Erlang term'],
    ['', 0, 'Here is no Erlang term'],
  ])('name the place of what is wrong in %j', (text, offset, message) => {
    expect(readTerm(text)).toEqual({ ok: false, offset, message });
  });

  it('never throw, whatever the text', () => {
    const piece = fc.constantFrom(
      ...'{[#<>}]"\'\\,|=.%0a'.split(''),
      '<<',
      '>>',
      '#{',
      '=>',
      'xmlel',
      '...',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const outcome = readTerm(text);
        const place = outcome.ok ? outcome.end : outcome.offset;
        expect(place).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2_000 },
    );
  });
});
