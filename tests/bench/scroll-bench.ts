/** How evenly the list draws while somebody scrolls through all of it. */
import type { Page } from 'playwright-core';
import { recordFrames, type FrameRecord } from '#tests/support/frame-record.ts';

const WHEEL_TURNS = 120;
const WHEEL_PIXELS = 400;
const BAR_STEPS = 240;
const PAGE_KEYS = 60;

/** Turns the wheel, presses keys, and drags the scrollbar from end to end. */
export async function scrollEndToEnd(page: Page): Promise<FrameRecord> {
  const list = page.getByRole('listbox', { name: 'Entries' });
  await list.hover();
  await list.focus();
  await page.keyboard.press('End');
  await settle(page);
  const frames = await recordFrames(page, async () => {
    for (let turn = 0; turn < WHEEL_TURNS; turn += 1) await page.mouse.wheel(0, -WHEEL_PIXELS);
    for (let key = 0; key < PAGE_KEYS; key += 1) await page.keyboard.press('PageUp');
    await dragScrollbar(page);
    await page.keyboard.press('End');
    await page.keyboard.press('Home');
    for (let turn = 0; turn < WHEEL_TURNS; turn += 1) await page.mouse.wheel(0, WHEEL_PIXELS);
  });
  await settle(page);
  return frames;
}

/** One step a frame, as the thumb follows a hand: up to the first entry and down to the last. */
async function dragScrollbar(page: Page): Promise<void> {
  await page.evaluate(async (steps) => {
    const scroller = document.querySelector<HTMLElement>('[role="listbox"]');
    if (scroller === null) throw new Error('There is no list.');
    const height = scroller.scrollHeight - scroller.clientHeight;
    for (let step = 0; step <= 2 * steps; step += 1) {
      scroller.scrollTop = (height * Math.abs(steps - step)) / steps;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, BAR_STEPS);
}

/** Waits until the rows in view are there. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('listbox', { name: 'Entries' }).getByRole('option').first().waitFor();
}
