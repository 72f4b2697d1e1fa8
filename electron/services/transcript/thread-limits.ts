/** How much memory the threads that live as long as the program may take for what soon is garbage. */
import type { ResourceLimits } from 'node:worker_threads';

/**
 * They work on a batch of rows at a time, which fits in this. Without a limit their heaps for new objects grow to a
 * multiple of it, one busy minute after the other, and stay so.
 */
export const LASTING_THREAD: ResourceLimits = { maxYoungGenerationSizeMb: 6 };
