/** What a user does in the window, by the names that a screen reader would say. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Settings } from '#shared/contract/channels.ts';
import { ask, PROJECT_FOLDER, resizeWindow, type Desktop } from './desktop.ts';

/** 64 hexadecimal digits, as APNs hands them out. */
export const DEVICE_TOKEN = 'b7'.repeat(32);

export interface ConnectFields {
  readonly jid: string;
  readonly password: string;
  readonly service: string;
}

/** Fills in the form for a server whose authority is chosen from a file. The dialog is answered elsewhere. */
export async function fillConnectForm(page: Page, fields: ConnectFields): Promise<void> {
  await page.getByRole('button', { name: 'Connect to a server' }).click();
  await page.getByLabel('JID').fill(fields.jid);
  await page.getByLabel('Password').fill(fields.password);
  await page.getByLabel('Server address').fill(fields.service);
  await page.getByRole('radio', { name: 'CA file' }).click();
  await page.getByRole('button', { name: 'Choose CA file…' }).click();
}

/** Presses the form's button. */
export async function submitConnectForm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
}

/** One of the places in the rail. */
export async function goTo(
  page: Page,
  place: 'Run' | 'Compose' | 'Ledger' | 'Diagram' | 'Gateway' | 'Transcripts',
): Promise<void> {
  await page.getByRole('tab', { name: place }).click();
}

/** Opens or closes the parameters of a run. */
export async function toggleParameters(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Parameters/ }).click();
}

/** Runs all steps and waits until the last has ended. */
export async function runAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run all' }).click();
  await page.getByRole('progressbar', { name: /^(\d+) of \1 steps done$/ }).waitFor();
  await page.getByRole('button', { name: 'Run all' }).waitFor();
}

/** What the steps say of themselves, e.g. `Create node: passed`. */
export async function stepStates(page: Page): Promise<readonly string[]> {
  const labels = await steps(page).evaluateAll((items) =>
    items.map((item) => item.getAttribute('aria-label') ?? ''),
  );
  return labels.map((label) => label.replace(/^Step \d+ /, ''));
}

/** Opens a step and reads the stanza it sent and the answer, as they are shown. */
export async function readStep(
  page: Page,
  title: string,
): Promise<{ sent: string; answer: string }> {
  await toggleStep(page, title);
  const step = stepItem(page, title);
  const sent = await step.getByLabel('Stanza sent').innerText();
  const answer = await step.getByLabel('Answer received').innerText();
  await toggleStep(page, title);
  return { sent, answer };
}

/** Opens a step's evidence, or closes it. */
export async function toggleStep(page: Page, title: string): Promise<void> {
  await stepItem(page, title).getByRole('button').first().click();
}

function stepItem(page: Page, title: string): Locator {
  return page.getByRole('listitem', { name: new RegExp(`^Step \\d+ ${title}:`) });
}

function steps(page: Page): Locator {
  return page.getByRole('list', { name: 'Steps' }).locator(':scope > li');
}

/** The rows of the inspector, as announced: `received, alice, iq result, …`. Only those near the view exist. */
export function entryRows(page: Page): Locator {
  return page.getByRole('listbox', { name: 'Entries' }).getByRole('option');
}

/** Selects the newest entry whose row holds a text: pages up from the end until it is in view. */
export async function selectEntry(page: Page, text: string): Promise<void> {
  const rows = entryRows(page);
  const row = rows.filter({ hasText: text }).last();
  await page.getByRole('listbox', { name: 'Entries' }).press('End');
  while ((await row.count()) === 0) {
    if ((await rows.and(page.locator('[aria-posinset="1"]')).count()) > 0) break;
    await page.keyboard.press('PageUp');
  }
  await row.click();
}

/** Number of rows of the inspector, those out of view included. */
export async function entryCount(page: Page): Promise<number> {
  const size = await entryRows(page)
    .first()
    .getAttribute('aria-setsize', { timeout: 5_000 })
    .catch(() => '0');
  return Number(size);
}

export async function filterEntries(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Filter text' }).fill(text);
}

const USUAL = { width: 1280, height: 800 };
const SMALL = { width: 900, height: 600 };

/**
 * Takes a picture of the documentation in light and dark: with PUSHSCOPE_UPDATE_IMAGES=1 into
 * docs/images, else where only a curious developer finds it.
 * @param alsoSmall takes it at 900×600 too
 */
export async function takePictures(
  desktop: Desktop,
  name: string,
  alsoSmall = false,
): Promise<void> {
  const folder =
    process.env['PUSHSCOPE_UPDATE_IMAGES'] === '1'
      ? join(PROJECT_FOLDER, 'docs', 'images')
      : join(PROJECT_FOLDER, 'tests', 'output', 'images');
  await mkdir(folder, { recursive: true });
  for (const size of alsoSmall ? [USUAL, SMALL] : [USUAL]) {
    await resizeWindow(desktop.app, size);
    for (const theme of ['light', 'dark'] as const) {
      await setTheme(desktop.page, theme);
      await desktop.page.screenshot({
        path: join(folder, `${name}-${theme}-${size.width}x${size.height}.png`),
        animations: 'disabled',
        caret: 'hide',
      });
    }
  }
  await resizeWindow(desktop.app, USUAL);
  await setTheme(desktop.page, 'system');
}

/** Chooses a theme and waits until the page has it. */
export async function setTheme(page: Page, theme: Settings['theme']): Promise<void> {
  await ask(page, 'settings.save', { theme });
  if (theme === 'system') return;
  await page.waitForFunction(
    (name) => matchMedia(`(prefers-color-scheme: ${name})`).matches,
    theme,
  );
}
