import { expect, it } from 'vitest';
import { cutEntry } from '#services/transcript/cut-entry.ts';
import { buildEntry } from '#tests/support/entries.ts';

it.each([
  ['all of a text without a bound', '<a/>', undefined, '<a/>', undefined],
  ['all of a short text', '<a/>', 4, '<a/>', undefined],
  ['the beginning of a long one', '<abc/>', 3, '<ab', 6],
  ['whole characters', '<a>👍', 4, '<a>', 5],
])('gives %s', (_name, xml, maxChars, shown, cutFrom) => {
  const cut = cutEntry(buildEntry({ xml }), maxChars);
  expect([cut.xml, cut.cutFrom]).toEqual([shown, cutFrom]);
});
