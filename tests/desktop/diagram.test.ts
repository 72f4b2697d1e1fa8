/** Diagram and timeline in the real window: drawn, exported, zoomed, and even over many entries. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '#tests/support/axe.ts';
import {
  answerOpenDialogs,
  answerSaveDialogs,
  describeDesktop,
  startDesktop,
  type Desktop,
} from '#tests/support/desktop.ts';
import { filterEntries, goTo, runAll, takePictures } from '#tests/support/desktop-journey.ts';
import { recordFrames } from '#tests/support/frame-record.ts';
import { generatedRecording } from '#tests/support/generated-recording.ts';

const ENTRIES = 100_000;
/** What half of the frames may take at most: single ones depend on what else the machine does. */
const FRAME_MS = 50;
/** What the filter says while it is empty. */
const EMPTY = /^(Filter .*)?$/;

describeDesktop('diagram and timeline', () => {
  let desktop: Desktop;
  let page: Page;
  let diagram: Locator;
  let timeline: Locator;

  beforeAll(async () => {
    desktop = await startDesktop({ size: { width: 1280, height: 800 } });
    page = desktop.page;
    diagram = page.getByRole('listbox', { name: 'Sequence diagram' });
    timeline = page.getByRole('slider', { name: 'Timeline cursor' });
    await page.getByRole('button', { name: 'Practice' }).click();
    await page.getByRole('button', { name: 'Session bob, online' }).waitFor();
    await runAll(page);
  });
  afterAll(() => desktop.dispose());

  const arrows = (): Locator => diagram.getByRole('option');
  const exportAs = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  it('draws a run with its push', async () => {
    await page.getByRole('button', { name: 'Show as diagram' }).click();
    await diagram
      .getByRole('option', { name: /^alice to localhost: iq get/ })
      .first()
      .waitFor();
    await diagram.focus();
    await page.keyboard.press('End');
    await diagram.getByRole('option', { name: /^localhost to Gateway: POST/ }).waitFor();
    await takePictures(desktop, 'diagram', true);
  });

  it('shares the selection with the list', async () => {
    await page.getByRole('button', { name: 'All entries' }).click();
    await diagram.focus();
    await page.keyboard.press('End');
    const last = page.getByRole('listbox', { name: 'Entries' }).locator('[aria-selected="true"]');
    await last.filter({ hasText: 'iq result' }).waitFor();
  });

  it('draws only what is selected', async () => {
    const list = page.getByRole('listbox', { name: 'Entries' });
    await list.focus();
    await page.keyboard.press('End');
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Shift+ArrowUp');
    await page.getByRole('button', { name: 'Only the 4 selected' }).click();
    await expect.poll(() => arrows().count()).toBe(4);
    expect(await violations(desktop)).toEqual([]);
  });

  it.each([
    ['Save as SVG…', 'diagram.svg', /^<\?xml[^]*<svg[^]*session-1/],
    ['Save as Mermaid…', 'diagram.mmd', /^sequenceDiagram\n[^]*session-1/],
  ])('exports masked: %s', async (item, name, content) => {
    const path = join(desktop.dataFolder, name);
    await answerSaveDialogs(desktop.app, path);
    await exportAs(item);
    await page.getByText(`Saved ${name}: 4 entries`).first().waitFor();
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(content);
    expect(text).not.toMatch(/alice|bob/);
  });

  it('copies masked', async () => {
    await exportAs('Copy as Mermaid');
    await page.getByText('Copied 4 entries').first().waitFor();
    const text = await desktop.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(text).toMatch(/^sequenceDiagram\n[^]*session-1/);
    expect(text).not.toMatch(/alice|bob/);
  });

  it('zooms by keys and by dragging', async () => {
    await page.getByRole('button', { name: 'All entries' }).click();
    await timeline.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+PageUp');
    await page.keyboard.press('Enter');
    const filter = page.getByLabel('Filter text');
    await expect.poll(() => textOf(filter)).toMatch(/^after:\S+ before:\S+$/);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await expect.poll(() => textOf(filter)).toMatch(EMPTY);
    const box = (await timeline.boundingBox())!;
    await page.mouse.move(box.x + 10, box.y + 10);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + 10, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => textOf(filter)).toMatch(/^after:\S+ before:\S+$/);
    await takePictures(desktop, 'timeline', true);
    await timeline.focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => textOf(filter)).toMatch(EMPTY);
  });

  it('stays even over a hundred thousand entries', async () => {
    await answerOpenDialogs(desktop.app, generatedRecording(ENTRIES).path);
    await goTo(page, 'Transcripts');
    await page.getByRole('button', { name: 'Open transcript…' }).click();
    await page.locator(`[aria-posinset="${ENTRIES}"]`).waitFor();
    const { frames, longTasks } = await recordFrames(page, async () => {
      await goTo(page, 'Diagram');
      await diagram.locator(`[aria-posinset="${ENTRIES}"]`).waitFor();
      await diagram.focus();
      await page.keyboard.press('Home');
      await diagram.locator('[aria-posinset="1"]').waitFor();
      for (let press = 0; press < 20; press += 1) await page.keyboard.press('PageDown');
      await diagram.hover();
      for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, 2_000);
      await filterEntries(page, 'is:error');
      await page.getByText(/entries that match the filter$/).waitFor();
    });
    console.info(`long tasks: ${longTasks.map(Math.round).join(', ') || 'none'} ms`);
    expect(frames.toSorted((a, b) => a - b)[frames.length >> 1]).toBeLessThan(FRAME_MS);
    expect(await arrows().count()).toBeLessThan(60);
  });

  it('reports no error', () => expect(desktop.pageErrors).toEqual([]));
});

const textOf = (field: Locator): Promise<string> =>
  field.evaluate((element) =>
    element instanceof HTMLInputElement ? element.value : element.textContent,
  );
