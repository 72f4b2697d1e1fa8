/** Entries that nobody sends in good faith, in every view of the real window: none of them may freeze it. */
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  answerOpenDialogs,
  describeDesktop,
  startDesktop,
  type Desktop,
} from '#tests/support/desktop.ts';
import { entryRows, goTo } from '#tests/support/desktop-journey.ts';
import { buildDraft, openStore } from '#tests/support/entries.ts';
import { recordFrames } from '#tests/support/frame-record.ts';
import { HOSTILE_TEXTS } from '#tests/support/hostile-texts.ts';

/**
 * Longest time the window may not answer. Building an editor full of signs and laying it out takes up to a
 * tenth of a second here by itself; twice that begins to be felt as standing still.
 */
const LONGEST_TASK_MS = 200;
/** A comparison builds two editors and what differs between them, in one task. */
const LONGEST_COMPARING_MS = 500;

const NAMES = Object.keys(HOSTILE_TEXTS);
const ALL = NAMES.map((name, index) => [name, index] as const);

describeDesktop('hostile entries', () => {
  let folder: string;
  let desktop: Desktop;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pushscope-hostile-'));
    desktop = await startDesktop({ size: { width: 1280, height: 800 } });
    await answerOpenDialogs(desktop.app, await writeRecording(folder));
    await goTo(desktop.page, 'Transcripts');
    await desktop.page.getByRole('button', { name: 'Open transcript…' }).click();
    await desktop.page.getByText(`${NAMES.length} entries`).first().waitFor();
    await entryRows(desktop.page)
      .nth(NAMES.length - 1)
      .waitFor();
  });
  afterAll(async () => {
    await desktop.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  async function answersDuring(
    work: (page: Page) => Promise<void>,
    mostMs = LONGEST_TASK_MS,
  ): Promise<void> {
    const { longTasks } = await recordFrames(desktop.page, () => work(desktop.page));
    const longest = Math.max(0, ...longTasks);
    console.info(`longest task ${longest} ms`);
    expect(longest).toBeLessThanOrEqual(mostMs);
    expect(desktop.pageErrors).toEqual([]);
  }

  it.each(ALL)('answers while it shows %s', (_name, index) =>
    answersDuring(async (page) => {
      await entryRows(page).nth(index).click();
      await page.getByText(`no.${index + 1}`).waitFor();
      await lookAtAll(page);
      await showAll(page);
      await lookAtAll(page);
    }),
  );

  it.each(ALL)('answers while it searches in %s', (_name, index) =>
    answersDuring(async (page) => {
      await entryRows(page).nth(index).click();
      await page.getByText(`no.${index + 1}`).waitFor();
      await page.getByRole('radio', { name: 'Pretty' }).click();
      await showAll(page);
      await page.getByText('Laying out…').waitFor({ state: 'detached', timeout: 60_000 });
      await page.getByRole('button', { name: 'Search in the text' }).click();
      const field = page.getByRole('textbox', { name: 'Find' });
      await field.pressSequentially('nowhere');
      await field.press('Enter');
      await field.press('Control+a');
      await field.pressSequentially('<');
      await field.press('Enter');
      await page.locator('.cm-searchMatch-selected').waitFor();
      await field.press('Escape');
    }),
  );

  it.each(ALL)('answers while it copies %s, or says why it cannot', (_name, index) =>
    answersDuring(async (page) => {
      await desktop.app.evaluate(({ clipboard }) => clipboard.writeText(''));
      await entryRows(page).nth(index).click();
      await page.keyboard.press('Control+c');
      const notices = page.getByRole('region', { name: 'Notices' });
      await notices.getByText(/Copied|not copied/).waitFor({ timeout: 60_000 });
      await notices.getByRole('button', { name: 'Dismiss' }).click();
    }),
  );

  it.each(ALL.slice(1))('answers while it compares %s with another one', (_name, index) =>
    answersDuring(async (page) => {
      await entryRows(page)
        .nth(index - 1)
        .click();
      await entryRows(page)
        .nth(index)
        .click({ modifiers: ['Control'] });
      await page.getByRole('button', { name: /^Compare no\. \d+ with no\. \d+$/ }).click();
      const dialog = page.getByRole('dialog', { name: 'Compare entries' });
      await dialog
        .getByRole('status')
        .getByText(/difference/i)
        .waitFor({ timeout: 60_000 });
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    }, LONGEST_COMPARING_MS),
  );
});

/** Goes through the views, scrolls each to its end, and waits until it is laid out. */
async function lookAtAll(page: Page): Promise<void> {
  for (const view of ['Exact', 'Pretty', 'Tree', 'Bytes']) {
    await page.getByRole('radio', { name: view }).click();
    await page.getByText('Laying out…').waitFor({ state: 'detached', timeout: 60_000 });
    const scroller = page.locator('.cm-scroller, .entry-tree, .bytes-view .dump').first();
    await scroller.evaluate(async (element) => {
      for (const part of [0.3, 0.7, 1]) {
        element.scrollTop = element.scrollHeight * part;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      }
    });
  }
}

async function showAll(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /^Show all/ });
  if (!(await button.isVisible())) return;
  await button.click();
  await button.waitFor({ state: 'detached' });
}

/** Records one entry of each kind. @returns the file */
async function writeRecording(folder: string): Promise<string> {
  const store = openStore(folder);
  for (const xml of Object.values(HOSTILE_TEXTS)) {
    store.record(buildDraft({ name: 'message', xml, bytes: Buffer.byteLength(xml) }));
  }
  await store.flush();
  await store.dispose();
  const file = readdirSync(folder).find((name) => /\.(db|sqlite)$/.test(name));
  if (file === undefined) throw new Error('No recording was written.');
  return join(folder, file);
}
