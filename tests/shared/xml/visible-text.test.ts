import { describe, expect, it } from 'vitest';
import { toVisibleCharacters, toVisibleText } from '#shared/xml/visible-text.ts';

describe('toVisibleText', () => {
  it.each([
    ['a bidi override', 'a\u202Eb', 'a⟨U+202E⟩b'],
    ['a zero-width space', 'a\u200Bb', 'a⟨U+200B⟩b'],
    ['a line break', 'a\nb', 'a⟨U+000A⟩b'],
    ['NUL', '\u0000', '⟨U+0000⟩'],
    ['a lone surrogate', '\uD800', '⟨U+D800⟩'],
    ['a tag character', '\u{E0041}', '⟨U+E0041⟩'],
  ])('shows %s by its code point', (_name, text, shown) => {
    expect(toVisibleText(text)).toBe(shown);
  });

  it('leaves other scripts alone', () => {
    expect(toVisibleText('Łódź מזל 北京 😀')).toBe('Łódź מזל 北京 😀');
  });

  it('cuts what no row shows', () => {
    expect(toVisibleText('x'.repeat(1_000))).toHaveLength(401);
  });
});

describe('toVisibleCharacters', () => {
  it('keeps line breaks and length', () => {
    expect(toVisibleCharacters(`a\n\u202E${'x'.repeat(500)}`)).toBe(
      `a\n⟨U+202E⟩${'x'.repeat(500)}`,
    );
  });
});
