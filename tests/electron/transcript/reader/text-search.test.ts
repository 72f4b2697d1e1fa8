import { describe, expect, it } from 'vitest';
import {
  requireAll,
  requireAny,
  requireText,
  type RequiredText,
  toMatch,
} from '#services/transcript/reader/text-search.ts';

const COMMON = 1_000;

/** @param rare the trigrams that few entries hold, with their number */
function match(required: RequiredText | null, rare: Readonly<Record<string, number>> = {}): string {
  if (required === null) throw new Error('Nothing is required');
  return toMatch(required, (trigram) => rare[trigram] ?? COMMON);
}

/** The trigrams of a text for `MATCH`, in their order. */
function trigramsIn(words: string): string[] {
  return [...words.matchAll(/"([^"]*)"/g)].map(([, trigram = '']) => trigram);
}

describe('toMatch', () => {
  it('asks for the rarest trigrams of a text', () => {
    expect(match(requireText('<body>quokka'), { quo: 2, uok: 1, okk: 3 })).toBe(
      '("uok") AND ("quo") AND ("okk")',
    );
  });

  it('leaves out what is common beside what is rare', () => {
    const required = requireAll([requireText('body'), requireText('nobody')]);
    expect(trigramsIn(match(required, { nob: 0, obo: 16 }))).toEqual(['nob', 'obo']);
  });

  it('asks for common ones where nothing is rare', () => {
    expect(trigramsIn(match(requireText('body')))).toEqual(['bod', 'ody']);
  });

  it('keeps every alternative', () => {
    const required = requireAny([requireText('abc'), requireText('xyz')]);
    expect(match(required, { abc: 1 })).toBe('(("abc")) OR (("xyz"))');
  });

  it('asks for a few alternatives or for none but the rarest', () => {
    const words = match(requireText('завтра'), { зав: 1 });
    expect(trigramsIn(words)).toHaveLength(8);
    expect(trigramsIn(words)).toEqual(expect.arrayContaining(['зав', 'ЗАВ']));
  });

  it('counts a few trigrams of a long text', () => {
    const counted: string[] = [];
    const text = Array.from({ length: 200 }, (_, at) => String.fromCodePoint(0x41 + (at % 26)));
    toMatch({ kind: 'contains', text: text.join('') }, (trigram) => counted.push(trigram));
    expect(counted.length).toBeLessThanOrEqual(12);
    expect(counted).toContain('ABC');
  });
});
