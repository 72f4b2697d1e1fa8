/** The list of entries in the real window, over a real recording of some ten thousand entries. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import {
  answerOpenDialogs,
  describeDesktop,
  startDesktop,
  type Desktop,
} from '#tests/support/desktop.ts';
import { goTo, takePictures } from '#tests/support/desktop-journey.ts';
import { generatedRecording } from '#tests/support/generated-recording.ts';

const ENTRIES = 30_000;

describeDesktop('list of entries', () => {
  let desktop: Desktop;
  let page: Page;
  let list: Locator;

  beforeAll(async () => {
    desktop = await startDesktop({ size: { width: 1280, height: 800 } });
    page = desktop.page;
    list = page.getByRole('listbox', { name: 'Entries' });
    await answerOpenDialogs(desktop.app, generatedRecording(ENTRIES).path);
    await goTo(page, 'Transcripts');
    await page.getByRole('button', { name: 'Open transcript…' }).click();
    await page.getByText('30 000 entries', { exact: false }).first().waitFor();
    await list.getByRole('option').first().waitFor();
  });
  afterAll(() => desktop.dispose());

  it('shows', async () => {
    await takePictures(desktop, 'entry-list', true);
    expect(desktop.pageErrors).toEqual([]);
  });
});
