/** Ends threads that read with SQLite, which must not be killed within it. */
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { condemn, type MatchState } from './match-watch.ts';
import type { ReaderEnd } from './reader-protocol.ts';

/** How often it is asked whether a thread that is to end can be ended, in milliseconds. */
const WATCH_MS = 10;

/** Ends a reading thread, which may hear nothing any more. Resolves when it has ended. */
export async function endThread(worker: Worker, state: MatchState): Promise<void> {
  if (worker.threadId < 0) return;
  worker.ref();
  const ended = once(worker, 'exit');
  worker.postMessage({ name: 'end' } satisfies ReaderEnd);
  const timer = setInterval(() => {
    if (condemn(state)) void worker.terminate();
  }, WATCH_MS);
  await ended.catch(() => undefined);
  clearInterval(timer);
}
