/** How long the main thread was busy, so that nothing else could run on it. */
import { performance } from 'node:perf_hooks';

/**
 * Runs something and measures how long the event loop was at work meanwhile, and not waiting.
 * @returns milliseconds
 */
export async function measureBusyMs(work: () => Promise<unknown>): Promise<number> {
  const before = performance.eventLoopUtilization();
  await work();
  return performance.eventLoopUtilization(before).active;
}
