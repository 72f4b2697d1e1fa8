/** An import, done by a thread that ends with it. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { fail, type Problem, type Result } from '#shared/contract/result.ts';
import type { ImportReport, ImportTask } from './import-file.ts';
import type { ImportStand } from './import-watch.ts';

/** From the thread. */
export type ImportMessage =
  | { readonly kind: 'progress'; readonly stand: ImportStand }
  | { readonly kind: 'done'; readonly result: Result<ImportReport> };

/** An import on its way. */
export interface ImportThread {
  /** What came of it; the recording can be opened. Fails as the import does, or with `import-failed`. */
  readonly done: Promise<Result<ImportReport>>;
  /** Cancels it, or leaves the index of texts where it is. Resolves when the thread has ended. */
  end(): Promise<void>;
  /** Resolves when everything is in the index of texts. */
  readonly indexed: Promise<void>;
}

/** Begins an import. @param onProgress told a few times a second */
export function startImport(
  task: ImportTask,
  onProgress: (stand: ImportStand) => void,
): ImportThread {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), {
    workerData: task,
    stderr: false,
  });
  const ended = once(worker, 'exit').then(
    () => undefined,
    () => undefined,
  );
  const done = new Promise<Result<ImportReport>>((resolve) => {
    worker.on('message', (message: ImportMessage) => {
      if (message.kind === 'progress') onProgress(message.stand);
      else resolve(message.result);
    });
    void ended.then(() => resolve(fail(FAILED)));
  });
  return {
    done,
    indexed: ended,
    async end() {
      worker.postMessage('end');
      await ended;
    },
  };
}

const FAILED: Problem = {
  code: 'import-failed',
  what: 'The file could not be read.',
  why: 'The thread that reads it ended without an answer.',
  next: 'Try again.',
};
