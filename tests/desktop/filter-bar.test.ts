/** The filter bar in the real window, by keyboard, over a real recording. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { violations } from '#tests/support/axe.ts';
import {
  answerOpenDialogs,
  describeDesktop,
  startDesktop,
  type Desktop,
} from '#tests/support/desktop.ts';
import { goTo } from '#tests/support/desktop-journey.ts';
import { generatedRecording } from '#tests/support/generated-recording.ts';

const ENTRIES = 2_000;

describeDesktop('filter bar', () => {
  let desktop: Desktop;
  let page: Page;
  let field: Locator;

  beforeAll(async () => {
    desktop = await startDesktop({ size: { width: 1280, height: 800 } });
    page = desktop.page;
    field = page.getByRole('textbox', { name: 'Filter text' });
    await answerOpenDialogs(desktop.app, generatedRecording(ENTRIES).path);
    await goTo(page, 'Transcripts');
    await page.getByRole('button', { name: 'Open transcript…' }).click();
    await page.locator(`[aria-posinset="${ENTRIES}"]`).waitFor();
  });
  afterAll(() => desktop.dispose());

  beforeEach(async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
  });

  const options = (): Locator => page.locator('.cm-tooltip-autocomplete').getByRole('option');

  it('completes what is typed', async () => {
    await page.keyboard.type('is:unans');
    await options().filter({ hasText: 'unanswered' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await field.textContent()).toBe('is:unanswered');
  });

  it('says where a fault is', async () => {
    await page.keyboard.type('message is:tired');
    await page.getByText('Character 12: Entries are never “tired”.').waitFor();
    expect(await field.locator('.query-fault').textContent()).toBe('tired');
    expect(await violations(desktop)).toEqual([]);
  });

  it('counts what matches', async () => {
    await page.keyboard.type('message');
    const counts = page.getByRole('search').getByText(/^[\d\s]+ of 2\s000$/);
    await counts.waitFor();
    await expect.poll(() => counts.textContent()).not.toMatch(/^(0|2\s000) /);
  });

  it('types over what is selected', async () => {
    await page.keyboard.type('is:late');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('iq');
    expect(await field.textContent()).toBe('iq');
  });

  it('goes to the list by Escape', async () => {
    await page.keyboard.type('"iq"');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('[role="listbox"][aria-label="Entries"]:focus').waitFor();
  });

  it('saves filters and takes them back', async () => {
    await page.keyboard.type('type:error ');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByRole('menuitem', { name: 'Save this filter…' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Refused');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await page.getByRole('menuitem', { name: 'Save, rename, delete…' }).click();
    await page.getByRole('button', { name: 'Delete Refused' }).click();
    await page.getByRole('button', { name: 'Delete Refused' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page
      .getByRole('button', { name: 'Saved filters' })
      .filter({ hasText: 'Refused' })
      .waitFor();
  });

  it('reports no error', () => expect(desktop.pageErrors).toEqual([]));
});
