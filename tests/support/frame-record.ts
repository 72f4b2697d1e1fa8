/** Records how evenly a page draws: the time from frame to frame, and tasks that kept it from answering. */
import type { Page } from 'playwright-core';

export interface FrameRecord {
  /** Milliseconds from each frame to the next, in order. */
  readonly frames: readonly number[];
  /** Milliseconds of tasks longer than 50 ms. */
  readonly longTasks: readonly number[];
}

interface RecordingPage {
  endFrameRecord?: () => FrameRecord;
}

/** Records while something is done with the page. */
export async function recordFrames(page: Page, work: () => Promise<void>): Promise<FrameRecord> {
  await startFrameRecord(page);
  await work();
  return endFrameRecord(page);
}

/** Begins to record; a page that is loaded anew forgets it. */
export async function startFrameRecord(page: Page): Promise<void> {
  await page.evaluate(() => {
    const frames: number[] = [];
    const longTasks: number[] = [];
    const keep = (list: PerformanceEntryList): void => {
      longTasks.push(...list.map(({ duration }) => duration));
    };
    const observer = new PerformanceObserver((list) => keep(list.getEntries()));
    observer.observe({ entryTypes: ['longtask'] });
    let last = 0;
    let request = requestAnimationFrame(function onFrame(time) {
      if (last > 0) frames.push(time - last);
      last = time;
      request = requestAnimationFrame(onFrame);
    });
    (window as RecordingPage).endFrameRecord = () => {
      cancelAnimationFrame(request);
      keep(observer.takeRecords());
      observer.disconnect();
      return { frames, longTasks };
    };
  });
}

/** Ends what {@link startFrameRecord} began. */
export async function endFrameRecord(page: Page): Promise<FrameRecord> {
  const record = await page.evaluate(() => (window as RecordingPage).endFrameRecord?.());
  if (record === undefined) throw new Error('The page was loaded anew.');
  return record;
}
