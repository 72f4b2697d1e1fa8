import { expect, it } from 'vitest';
import { cutEntry, cutRow } from '#services/transcript/cut-entry.ts';
import { buildRow } from '#tests/support/contract-builders.ts';
import { buildEntry } from '#tests/support/entries.ts';

it.each([
  ['all of a text without a bound', '<a/>', {}, '<a/>', undefined],
  ['all of a short text', '<a/>', { maxChars: 4 }, '<a/>', undefined],
  ['the beginning of a long one', '<abc/>', { maxChars: 3 }, '<ab', 6],
  ['the rest of one', '<abc/>', { from: 3, maxChars: 9 }, 'c/>', 6],
  ['whole characters', '<a>👍', { maxChars: 4 }, '<a>', 5],
])('gives %s', (_name, xml, part, shown, cutFrom) => {
  const cut = cutEntry(buildEntry({ xml }), part);
  expect([cut.xml, cut.cutFrom]).toEqual([shown, cutFrom]);
});

it('cuts what no row can show', () => {
  const row = buildRow(1, { from: 'x'.repeat(1_000_000), to: 'romeo@localhost' });
  const cut = cutRow(row);
  expect(cut).toEqual({ ...row, from: `${'x'.repeat(4_000)}…` });
});
