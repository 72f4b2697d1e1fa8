/** The inspector over a million entries, as a user works with it, and without ever standing still. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { describeDesktop, startDesktop, type Desktop } from '#tests/support/desktop.ts';
import { entryCount, entryRows, filterEntries, goTo } from '#tests/support/desktop-journey.ts';
import { endFrameRecord, startFrameRecord } from '#tests/support/frame-record.ts';
import { generatedRecording, placeRecordings } from '#tests/support/generated-recording.ts';

/** Fewer are generated sooner; where everything is required it is a million. */
const ENTRIES =
  process.env['PUSHSCOPE_REQUIRE_ALL'] === '1'
    ? 1_000_000
    : Number(process.env['PUSHSCOPE_TEST_ENTRIES'] ?? 1_000_000);
const LONGEST_TASK_MS = 100;
/** From the filter bar to the list; with every menu between there are fewer. */
const MOST_STOPS = 40;

describeDesktop('desktop inspector over a million entries', () => {
  let dataFolder: string;
  let desktop: Desktop;

  const selectedRow = () =>
    entryRows(desktop.page).and(desktop.page.locator('[aria-selected=true]'));
  const position = async (): Promise<number> =>
    Number(await selectedRow().first().getAttribute('aria-posinset'));
  /** What the filter bar says: `12 of 1,000,000`. */
  const counts = () => desktop.page.getByRole('search', { name: 'Filter entries' });

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'pushscope-million-'));
    await placeRecordings(dataFolder, [generatedRecording(ENTRIES)]);
    desktop = await startDesktop({ dataFolder, size: { width: 1280, height: 800 } });
  });
  beforeEach(() => startFrameRecord(desktop.page));
  afterEach(async () => {
    const { longTasks } = await endFrameRecord(desktop.page);
    console.info(`longest task ${Math.max(0, ...longTasks)} ms`);
    expect(longTasks.filter((duration) => duration > LONGEST_TASK_MS)).toEqual([]);
    expect(desktop.pageErrors).toEqual([]);
  });
  afterAll(async () => {
    await desktop.dispose();
    await rm(dataFolder, { recursive: true, force: true });
  });

  it('opens at its end', async () => {
    await goTo(desktop.page, 'Transcripts');
    await desktop.page.getByRole('button', { name: /^Show Generated/ }).click();
    await expect.poll(() => entryCount(desktop.page)).toBe(ENTRIES);
    await expect
      .poll(() => entryRows(desktop.page).last().getAttribute('aria-posinset'))
      .toBe(String(ENTRIES));
  });

  it('filters', async () => {
    await filterEntries(desktop.page, 'is:late');
    await expect.poll(() => entryCount(desktop.page)).toBeLessThan(ENTRIES / 100);
    await expect.poll(() => entryCount(desktop.page)).toBeGreaterThan(0);
  });

  it('jumps to the partner', async () => {
    await entryRows(desktop.page).last().click();
    const answer = await position();
    await desktop.page.keyboard.press('j');
    // The request does not match, so the filter gives way.
    await expect.poll(() => entryCount(desktop.page)).toBe(ENTRIES);
    expect(await position()).not.toBe(answer);
    await expect.poll(() => selectedRow().first().getAttribute('aria-label')).toMatch(/^sent/);
  });

  it('cancels a search through all texts', async () => {
    await filterEntries(desktop.page, '/never [a-z]+ found/');
    await desktop.page.getByRole('button', { name: 'Cancel the search' }).click();
    await expect.poll(() => counts().innerText()).toContain('not searched');
  });

  it('finds by a regular expression', async () => {
    await filterEntries(desktop.page, '/quok+a/ size<300B');
    await expect.poll(() => entryCount(desktop.page)).toBeGreaterThan(0);
    await entryRows(desktop.page).first().click();
    await expect
      .poll(() => desktop.page.getByRole('region', { name: 'Entry detail' }).innerText())
      .toContain('quokka');
  });

  it('compares two', async () => {
    const { page } = desktop;
    await filterEntries(page, 'is:late');
    await expect.poll(() => entryCount(page)).toBeGreaterThan(100);
    await entryRows(page).first().click();
    await entryRows(page)
      .last()
      .click({ modifiers: ['Control'] });
    const button = page.getByRole('button', { name: /^Compare no\. \d+ with no\. \d+$/ });
    const numbers = (await button.getAttribute('aria-label'))?.match(/no\. \d+/g) ?? [];
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Compare entries' });
    for (const number of numbers) await dialog.getByText(number, { exact: true }).waitFor();
    expect(new Set(numbers).size).toBe(2);
    // Two answers late by themselves have an `id` each.
    await dialog
      .getByRole('status')
      .getByText(/^\d+ differences?$/)
      .waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('draws what matches', async () => {
    await filterEntries(desktop.page, '');
    await desktop.page.getByRole('tab', { name: 'Diagram' }).click();
    await desktop.page.getByRole('heading', { name: 'Diagram' }).waitFor();
    const told = () => desktop.page.getByText(/entries: all that is recorded/).innerText();
    await expect.poll(async () => Number((await told()).replaceAll(/\D/g, ''))).toBe(ENTRIES);
    await desktop.page.locator('.diagram').first().waitFor();
  });

  it('is worked with by keys alone', async () => {
    const { keyboard } = desktop.page;
    await keyboard.press('Control+f');
    await keyboard.type('is:timeout dir:out');
    await expect.poll(() => entryCount(desktop.page)).toBeLessThan(ENTRIES / 100);
    await keyboard.press('Enter');
    await tabTo(desktop.page, 'Entries');
    await keyboard.press('Home');
    await expect.poll(position).toBe(1);
    await keyboard.press('j');
    await expect
      .poll(() => selectedRow().first().getAttribute('aria-label'))
      .toContain('No answer');
    await keyboard.press('Control+c');
    const copied = () => desktop.app.evaluate(({ clipboard }) => clipboard.readText());
    await expect.poll(copied).not.toBe('');
  });

  it('scrolls from end to end', async () => {
    await filterEntries(desktop.page, '');
    await expect.poll(() => entryCount(desktop.page)).toBe(ENTRIES);
    const list = desktop.page.getByRole('listbox', { name: 'Entries' });
    await list.focus();
    await desktop.page.keyboard.press('Home');
    await expect.poll(position).toBe(1);
    await list.hover();
    for (let turn = 0; turn < 40; turn += 1) await desktop.page.mouse.wheel(0, 2_000);
    await desktop.page.keyboard.press('End');
    await expect.poll(position).toBe(ENTRIES);
  });
});

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, label: string): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  for (let press = 0; press < MOST_STOPS && (await focused()) !== label; press += 1) {
    await page.keyboard.press('Tab');
  }
}
