import { describe, expect, it } from 'vitest';
import { findDeceptive, nameOfUnseen, replaceUnseen } from '#shared/xml/unseen-characters.ts';

describe('findDeceptive', () => {
  it.each([
    ['a bidi override', 'a\u202Eb', 0x202e],
    ['an isolate', '\u2067x', 0x2067],
    ['a zero-width space', 'ali\u200Bce', 0x200b],
    ['a no-break space', 'a\u00A0b', 0xa0],
    ['a soft hyphen', 'a\u00ADb', 0xad],
    ['a byte order mark', '\uFEFFa', 0xfeff],
    ['a lone surrogate', 'a\uD800', 0xd800],
    ['a control character', 'a\u0001', 1],
    ['a tag character', '\u{E0041}', 0xe0041],
    ['a joiner between letters', 'a\u200Db', 0x200d],
  ])('finds %s', (_name, text, code) => {
    expect(findDeceptive(text)).toEqual([{ code, count: 1 }]);
  });

  it.each([
    ['other scripts', 'Łódź مزل 北京'],
    ['layout', 'a\tb\r\nc'],
    ['an emoji of several', '👩‍🚀 👩🏽‍🚀 ❤️‍🔥 ☎️'],
  ])('finds nothing in %s', (_name, text) => {
    expect(findDeceptive(text)).toEqual([]);
  });

  it('counts in order of appearance', () => {
    expect(findDeceptive('\u202Ea\u200B\u202E')).toEqual([
      { code: 0x202e, count: 2 },
      { code: 0x200b, count: 1 },
    ]);
  });
});

it.each([
  [0x202e, 'right-to-left override'],
  [0x01, 'control character'],
  [0xdc00, 'lone surrogate'],
  [0xe0041, 'tag character'],
  [0x2009, 'space of another width'],
  [0x3164, 'invisible character'],
])('names %i', (code, name) => {
  expect(nameOfUnseen(code)).toBe(name);
});

it('replaces all but layout', () => {
  expect(replaceUnseen('a\t\u202E\u0000\n', (code) => `[${code}]`)).toBe('a\t[8238][0]\n');
});
