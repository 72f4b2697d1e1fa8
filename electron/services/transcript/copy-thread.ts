/** Masks a large copy in a thread of its own, as the window does not answer while this one is busy. */
import { Worker } from 'node:worker_threads';
import { fail, type Result } from '#shared/contract/result.ts';
import { copyableText, type CopyTask } from './copy-entries.ts';

/** Masked in less time than a thread takes to start. */
const SMALL_CHARS = 100_000;

/** Does what {@link copyableText} does; fails with `copy-failed` when the thread ended without an answer. */
export function copyText(task: CopyTask): Promise<Result<string>> {
  const chars = task.entries.reduce((sum, { xml }) => sum + xml.length, 0);
  if (chars <= SMALL_CHARS) return Promise.resolve(copyableText(task));
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./copy-worker.ts', import.meta.url), {
      workerData: task,
      stderr: false,
    });
    const failed = (): void =>
      resolve(
        fail({
          code: 'copy-failed',
          what: 'Nothing was copied.',
          why: 'The thread that masks the entries ended without an answer: there may be too little memory.',
          next: 'Select fewer entries, or export them to a file.',
        }),
      );
    worker.once('message', resolve);
    worker.once('error', failed);
    worker.once('exit', failed);
  });
}
