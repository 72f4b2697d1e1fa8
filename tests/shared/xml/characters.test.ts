import { describe, expect, it } from 'vitest';
import { findForbiddenCharacter, utf8Length } from '#shared/xml/characters.ts';

describe('findForbiddenCharacter()', () => {
  it.each([
    ['plain text', 'äé漢👍\t\r\n', -1],
    ['NUL', 'ab\u0000', 2],
    ['an escape', '\u001B[0m', 0],
    ['a lone surrogate', 'a\uD800', 1],
    ['a non-character', '\uFFFE', 0],
    ['a character behind an emoji', '👍\u0001', 2],
  ])('judges %s', (_what, text, offset) => {
    expect(findForbiddenCharacter(text)).toBe(offset);
  });
});

describe('utf8Length()', () => {
  it.each(['', 'plain', 'äé', '漢', '👍', 'a👍é'])('counts the bytes of "%s"', (text) => {
    expect(utf8Length(text)).toBe(Buffer.byteLength(text));
  });
});
