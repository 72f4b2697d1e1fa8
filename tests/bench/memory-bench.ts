/** Whether memory stays flat while the window records and shows two thousand stanzas a second. */
import { toFigure, type Figure } from './figure.ts';
import { readMemory, requireWindow, type Memory } from './inspector-window.ts';
import { withLiveTraffic } from './live-window.ts';

const PER_SECOND = 2_000;
const SAMPLE_MS = 10_000;
/** Caches fill and code is compiled meanwhile: as long, but at most two minutes. */
const WARM_UP_PART = 0.25;
const MOST_WARM_UP_MS = 120_000;
/**
 * What counts as flat, in MB a minute. At this rate it is less than nine bytes an entry, of which the timeline
 * keeps four; a day of it at this load is less than what one process takes anyway.
 */
const FLAT_MB = 1;

interface Sample extends Memory {
  readonly minutes: number;
}

/**
 * @param progress hears what is being done, and every sample
 * @param minutes how long
 */
export async function benchMemory(
  progress: (text: string) => void,
  minutes: number,
): Promise<Figure[]> {
  requireWindow();
  progress(`memory: ${PER_SECOND} stanzas/s for ${minutes} minutes`);
  const { seen } = await withLiveTraffic(
    { perSecond: PER_SECOND, seconds: Math.ceil(minutes * 60) },
    async (desktop) => {
      const samples: Sample[] = [];
      const start = performance.now();
      const elapsedMinutes = (): number => (performance.now() - start) / 60_000;
      while (elapsedMinutes() < minutes) {
        await desktop.page.waitForTimeout(SAMPLE_MS);
        const sample = { minutes: elapsedMinutes(), ...(await readMemory(desktop)) };
        samples.push(sample);
        progress(
          `  ${sample.minutes.toFixed(1)} min: main ${sample.mainMb.toFixed(1)} MB, window ${sample.rendererHeapMb.toFixed(1)} MB`,
        );
      }
      return samples;
    },
  );
  const warmUp = Math.min(minutes * WARM_UP_PART, MOST_WARM_UP_MS / 60_000);
  const warm = seen.filter((sample) => sample.minutes > warmUp);
  const perMinute = (read: (sample: Sample) => number): number =>
    slope(warm.map((sample) => [sample.minutes, read(sample)]));
  const goal = { atMost: FLAT_MB };
  return [
    toFigure(
      'memory.main-mb-per-min',
      'growth of the main process, MB a minute',
      perMinute((sample) => sample.mainMb),
      goal,
    ),
    toFigure(
      'memory.window-mb-per-min',
      "growth of the window's heap, MB a minute",
      perMinute((sample) => sample.rendererHeapMb),
      goal,
    ),
    toFigure('memory.main-mb', 'main process at the end, MB', seen.at(-1)?.mainMb ?? 0),
    toFigure(
      'memory.window-mb',
      "the window's heap at the end, MB",
      seen.at(-1)?.rendererHeapMb ?? 0,
    ),
  ];
}

/** Of the straight line with the least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const middleX = mean(points.map(([x]) => x));
  const middleY = mean(points.map(([, y]) => y));
  const along = points.reduce((sum, [x, y]) => sum + (x - middleX) * (y - middleY), 0);
  return along / points.reduce((sum, [x]) => sum + (x - middleX) ** 2, 0);
}
