import { enableAutoUnmount, flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it } from 'vitest';
import CompareDialog from '#renderer/components/inspector/CompareDialog.vue';
import { useComparisonStore } from '#renderer/stores/comparison.ts';
import { buildRow } from '#tests/support/contract-builders.ts';
import { byName, mountPart, startFreshWindow } from '#tests/support/mount-part.ts';

enableAutoUnmount(afterEach);
beforeEach(() => void startFreshWindow());

async function compare(left: string, right: string): Promise<void> {
  const entry = (seq: number, xml: string) => ({ ...buildRow(seq), xml, masked: false });
  useComparisonStore().compared = { left: entry(1, left), right: entry(2, right) };
  mountPart(CompareDialog);
  await flushPromises();
}

const count = (): string => document.querySelector('.count')?.textContent.trim() ?? '';

it('counts what differs', async () => {
  await compare('<a><b/><c/><d/><e/></a>', '<a><x/><c/><d/><y/></a>');
  await expect.poll(count).toBe('2 differences');
  expect(byName('button', 'Next difference')).toHaveProperty('disabled', false);
});

it.each([
  ['Ignore attribute order', "<a x='1' y='2'/>", "<a y='2' x='1'/>"],
  ['Ignore white space', '<a><b/></a>', '<a> <b/> </a>'],
])('asks by a switch: %s', async (name, left, right) => {
  await compare(left, right);
  expect(count()).toBe('No difference');
  byName('switch', name).click();
  await flushPromises();
  await expect.poll(count).toMatch(/^\d+ difference/);
  expect(localStorage.getItem('pushscope.comparison')).toContain('false');
});

it('closes', async () => {
  await compare('<a/>', '<b/>');
  byName('button', 'Close').click();
  await flushPromises();
  expect(document.querySelector('.compare-dialog')).toBeNull();
});
