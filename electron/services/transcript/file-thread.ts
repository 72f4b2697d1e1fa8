/** Work on recording files that takes long, done by a thread that ends with it. */
import { Worker } from 'node:worker_threads';
import type { RecordingFacts } from '#shared/contract/channels.ts';
import { fail, type Result } from '#shared/contract/result.ts';
import type { RecoveredRecording } from './recover.ts';
import type { SalvageReport, SalvageTask } from './salvage.ts';

/** What can be done, and what comes of it. */
export interface FileTasks {
  /** Closes recordings whose process was killed. */
  readonly recover: {
    readonly input: { readonly folder: string; readonly ids: readonly string[] };
    readonly output: readonly RecoveredRecording[];
  };
  /** Reads what recordings say about themselves. */
  readonly facts: {
    readonly input: { readonly folder: string; readonly ids: readonly string[] };
    readonly output: readonly RecordingFacts[];
  };
  /** Reads what can be read of a damaged file into a new one. */
  readonly salvage: { readonly input: SalvageTask; readonly output: Result<SalvageReport> };
}

/** A task as it travels to the thread. */
export type FileTask = {
  [Kind in keyof FileTasks]: { readonly kind: Kind; readonly input: FileTasks[Kind]['input'] };
}[keyof FileTasks] & {
  /** Not 0 once the thread is to end: one that is ended within SQLite's library takes the process with it. */
  readonly ending: Int32Array<SharedArrayBuffer>;
};

/**
 * Does a task.
 * @param signal ends the thread early
 * @returns what came of it. Fails with `file-task-failed` when the thread ended without an answer
 */
export function runFileTask<Kind extends keyof FileTasks>(
  kind: Kind,
  input: FileTasks[Kind]['input'],
  signal?: AbortSignal,
): Promise<Result<FileTasks[Kind]['output']>> {
  return new Promise((resolve) => {
    const ending = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const worker = new Worker(new URL('./file-worker.ts', import.meta.url), {
      workerData: { kind, input, ending },
    });
    const failed = (): void =>
      resolve(
        fail({
          code: 'file-task-failed',
          what: 'The recording files could not be read.',
          why: 'The thread that reads them ended without an answer.',
          next: 'Try again.',
        }),
      );
    worker.once('message', (output: FileTasks[Kind]['output']) =>
      resolve({ ok: true, value: output }),
    );
    worker.once('error', failed);
    worker.once('exit', failed);
    signal?.addEventListener('abort', () => void Atomics.store(ending, 0, 1), { once: true });
  });
}
