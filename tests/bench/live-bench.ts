/** The window while five thousand stanzas a second are recorded: what is lost, and how long it stands still. */
import type { ElectronApplication } from 'playwright-core';
import { filterEntries } from '#tests/support/desktop-journey.ts';
import { recordFrames } from '#tests/support/frame-record.ts';
import { benchStanzas, hashTexts } from './bench-stanzas.ts';
import { quantile, toFigure, type Figure } from './figure.ts';
import { requireWindow } from './inspector-window.ts';
import { withLiveTraffic } from './live-window.ts';

const PER_SECOND = 5_000;
const SECONDS = 60;
/** Half of them have it. */
const FILTER = '-id:*1 -id:*3 -id:*5 -id:*7 -id:*9';

/** @param progress hears what is being done */
export async function benchLive(progress: (text: string) => void): Promise<Figure[]> {
  requireWindow();
  progress(`live: ${PER_SECOND} stanzas/s for ${SECONDS} s`);
  const { seen, recording } = await withLiveTraffic(
    { perSecond: PER_SECOND, seconds: SECONDS },
    async ({ app, page }) => {
      await watchMainLoop(app);
      // Half of the time everything is followed, then only what a filter lets through.
      const frames = await recordFrames(page, async () => {
        await page.waitForTimeout(SECONDS * 500);
        await filterEntries(page, FILTER);
        await page.waitForTimeout(SECONDS * 500);
      });
      return { ...frames, mainBlockMs: await longestMainBlock(app) };
    },
  );
  const sent = PER_SECOND * SECONDS;
  const changed = recording.hash === hashTexts(benchStanzas(recording.recorded)) ? 0 : 1;
  return [
    toFigure(
      'live.lost',
      `of ${sent} stanzas at ${PER_SECOND}/s, lost or changed`,
      Math.max(sent - recording.recorded, changed),
      { atMost: 0 },
    ),
    toFigure(
      'live.renderer-block-ms',
      'longest time the window could not answer',
      Math.max(0, ...seen.longTasks),
      { atMost: 100 },
    ),
    toFigure('live.frame-max-ms', 'longest frame', Math.max(...seen.frames)),
    toFigure('live.frame-p99-ms', 'frames, p99', quantile(seen.frames, 0.99)),
    toFigure('live.main-block-ms', 'longest block of the main process', seen.mainBlockMs),
  ];
}

interface WatchedMain {
  loopDelays?: { readonly max: number; disable(): void };
}

async function watchMainLoop(app: ElectronApplication): Promise<void> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    (globalThis as WatchedMain).loopDelays = delays;
  });
}

async function longestMainBlock(app: ElectronApplication): Promise<number> {
  return app.evaluate(() => {
    const delays = (globalThis as WatchedMain).loopDelays;
    delays?.disable();
    return (delays?.max ?? 0) / 1e6;
  });
}
