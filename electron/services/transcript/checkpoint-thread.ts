/** The main thread's end of the thread that brings in the log of a recording. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What the thread is started with. */
export interface CheckpointTask {
  readonly path: string;
}

/** What the thread is asked; it answers each checkpoint, and ends after `close`. */
export type CheckpointRequest = 'checkpoint' | 'close';

/** Batches after which the log is worth a sync of the disk: some megabytes in a flood. */
const BATCHES = 32;

/** Brings in the log of one recording behind its writer. */
export interface CheckpointThread {
  /** A batch was committed. */
  written(): void;
  /** Closes the file; resolves when it is closed. */
  close(): Promise<void>;
}

/** Creates the thread's end; the thread comes when the log is first worth it. */
export function createCheckpointThread(task: CheckpointTask): CheckpointThread {
  let worker: Worker | undefined;
  let batches = 0;
  let busy = false;

  function start(): Worker {
    const started = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), {
      workerData: task,
      stderr: false,
    });
    started.on('message', () => (busy = false));
    started.on('error', () => undefined);
    // Without it the writer brings in the log by itself.
    started.on('exit', () => (busy = true));
    started.unref();
    return started;
  }

  return {
    written() {
      batches += 1;
      if (batches < BATCHES || busy) return;
      batches = 0;
      busy = true;
      (worker ??= start()).postMessage('checkpoint' satisfies CheckpointRequest);
    },
    async close() {
      const running = worker;
      worker = undefined;
      busy = true;
      if (running === undefined || running.threadId < 0) return;
      running.ref();
      const ended = once(running, 'exit');
      running.postMessage('close' satisfies CheckpointRequest);
      await ended.catch(() => undefined);
    },
  };
}
