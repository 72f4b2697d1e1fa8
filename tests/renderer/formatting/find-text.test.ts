import { expect, it } from 'vitest';
import { createTextFinder } from '#renderer/formatting/find-text.ts';
import { breakLongLines, type HardLines } from '#renderer/formatting/hard-lines.ts';

/** A text with a break after every ten characters. */
function broken(text: string): HardLines {
  const steps = breakLongLines(text, 10);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

const ANY_CASE = { matchCase: false };

it('finds the next place and the one before, whatever the case', () => {
  const find = createTextFinder({ text: 'Push push PUSH', breaks: [] });
  const wanted = { text: 'pUsh', ...ANY_CASE };
  expect(find(wanted, 0, 1)).toEqual({ from: 0, to: 4, wrapped: false });
  expect(find(wanted, 4, 1)).toEqual({ from: 5, to: 9, wrapped: false });
  expect(find(wanted, 10, -1)).toEqual({ from: 5, to: 9, wrapped: false });
  expect(find({ text: 'PUSH', matchCase: true }, 0, 1)).toMatchObject({ from: 10 });
});

it('goes on from the other end', () => {
  const find = createTextFinder({ text: 'push node', breaks: [] });
  expect(find({ text: 'push', ...ANY_CASE }, 1, 1)).toEqual({ from: 0, to: 4, wrapped: true });
  expect(find({ text: 'node', ...ANY_CASE }, 3, -1)).toEqual({ from: 5, to: 9, wrapped: true });
});

it('finds nothing where nothing is', () => {
  const find = createTextFinder({ text: 'push', breaks: [] });
  expect(find({ text: 'pull', ...ANY_CASE }, 0, 1)).toBeNull();
  expect(find({ text: '', ...ANY_CASE }, 0, 1)).toBeNull();
});

it('takes signs as they are', () => {
  const text = 'a.*b [x] (y) {z} \\ / ^ $ | ? +';
  const find = createTextFinder({ text, breaks: [] });
  for (const wanted of text.split(' ')) {
    const found = find({ text: wanted, ...ANY_CASE }, 0, 1);
    expect(text.slice(found?.from, found?.to)).toBe(wanted);
  }
});

it('finds what a broken line tears apart, forwards and backwards', () => {
  const lines = broken(`${'x'.repeat(17)}needle${'x'.repeat(20)}needle`);
  const textAt = (found: { from: number; to: number } | null) =>
    lines.text.slice(found?.from, found?.to);
  const find = createTextFinder(lines);
  const wanted = { text: 'needle', ...ANY_CASE };
  const first = find(wanted, 0, 1);
  const second = find(wanted, first?.to ?? 0, 1);
  expect([first, second].map(textAt)).toEqual(['nee\ndle', 'needle']);
  expect(find(wanted, second?.from ?? 0, -1)).toEqual(first);
  expect(find(wanted, lines.text.length, -1)).toEqual(second);
});

it('finds the same from behind as from the front in a text of many pieces', () => {
  const text = `${'.'.repeat(99_998)}abcd${'.'.repeat(150_000)}abcd${'.'.repeat(300_000)}`;
  const find = createTextFinder({ text, breaks: [] });
  const wanted = { text: 'abcd', ...ANY_CASE };
  const first = find(wanted, 0, 1);
  const second = find(wanted, first?.to ?? 0, 1);
  expect([first?.from, second?.from]).toEqual([99_998, 250_002]);
  expect(find(wanted, text.length, -1)).toEqual(second);
  expect(find(wanted, second?.from ?? 0, -1)).toEqual(first);
});
