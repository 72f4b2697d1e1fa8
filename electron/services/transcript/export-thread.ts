/** Runs an export in a thread of its own: what it reads, parses and searches must hold up nobody. */
import { Worker } from 'node:worker_threads';
import type { ExportProgress } from '#shared/contract/channels.ts';
import { fail, type Result } from '#shared/contract/result.ts';
import { EXPORT_CANCELLED, EXPORT_ENDED } from './export-problems.ts';
import type { TranscriptTotals } from './export-writer.ts';
import { endThread } from './reader/end-thread.ts';
import type { ExportTask, TellProgress } from './write-export.ts';

/** What the thread says. */
export type ExportMessage =
  | { readonly kind: 'progress'; readonly progress: Omit<ExportProgress, 'exportId'> }
  | { readonly kind: 'end'; readonly result: Result<TranscriptTotals> };

/**
 * Does an export up to the file under its temporary name.
 * @param signal ends the thread
 * @param tell told after each batch
 * @returns once the thread is over, as {@link writeExport} does; or `export-cancelled`
 */
export async function runExport(
  task: ExportTask,
  signal: AbortSignal | undefined,
  tell: TellProgress,
): Promise<Result<TranscriptTotals>> {
  const worker = new Worker(new URL('./export-worker.ts', import.meta.url), {
    workerData: task,
    stderr: false,
  });
  const ended = new Promise<null>((resolve) => {
    worker.on('error', () => resolve(null));
    worker.on('exit', () => resolve(null));
  });
  let result: Result<TranscriptTotals> = fail(EXPORT_ENDED);
  worker.on('message', (message: ExportMessage) => {
    if (message.kind === 'end') result = message.result;
    else tell(message.progress);
  });
  const cancel = (): void => void endThread(worker, task.matching);
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted === true) cancel();
  // A thread that was told to end may still write.
  await ended;
  signal?.removeEventListener('abort', cancel);
  return signal?.aborted === true ? fail(EXPORT_CANCELLED) : result;
}
