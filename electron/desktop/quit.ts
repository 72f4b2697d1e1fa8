/** Quitting waits until sessions are closed and the recording is on disk, but not for ever. */
import type { Logger } from '#services/logger.ts';
import { app } from 'electron';

/** A server that does not answer a stream's end must not keep the application. */
const MAX_WAIT_MS = 3_000;

/**
 * @param end ends everything; run once
 */
export function endBeforeQuit(logger: Logger, end: () => Promise<void>): void {
  let state: 'running' | 'ending' | 'ended' = 'running';
  app.on('will-quit', (event) => {
    if (state === 'ended') return;
    event.preventDefault();
    if (state === 'ending') return;
    state = 'ending';
    const late = new Promise<void>((resolve) => setTimeout(resolve, MAX_WAIT_MS));
    void Promise.race([end(), late])
      .catch((cause: unknown) => logger.error('The application did not end properly.', cause))
      .finally(() => {
        state = 'ended';
        // Not in this turn of the loop: a quit from inside the event that was prevented never ends.
        setImmediate(() => app.quit());
      });
  });
}
