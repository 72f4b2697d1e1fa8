/** The main thread's end of the thread that writes a recording. */
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { RecordingLimit } from '#shared/contract/channels.ts';
import { createCheckpointThread } from './checkpoint-thread.ts';
import type { EntryBatch } from './entry-insert.ts';
import type { RecordingIdentityFacts } from './schema.ts';
import type { TrimmedChunk } from './size-cap.ts';

/**
 * It works on one batch at a time, which fits in this. Without a limit its heap for new objects grows to a multiple
 * of it, one busy minute after the other, and stays so.
 */
const LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 6 };

/** What a writing thread is started with. */
export interface WorkerTask {
  readonly path: string;
  readonly facts: RecordingIdentityFacts;
  readonly limit: RecordingLimit;
}

/** What the writing thread is asked; it answers each request, in order. */
export type WorkerRequest =
  | { readonly kind: 'write'; readonly batch: EntryBatch; readonly limit: RecordingLimit }
  | { readonly kind: 'finish'; readonly endedAt: string; readonly dropped: number };

/** What the writing thread says. */
export type WorkerMessage =
  | ({ readonly kind: 'answer' } & WorkerAnswer)
  /** Not asked for: the oldest entries have gone. */
  | { readonly kind: 'trimmed'; readonly chunk: TrimmedChunk };

type WorkerAnswer =
  | {
      readonly ok: true;
      /** The file was gone, and is a new one. */
      readonly anew: boolean;
    }
  | { readonly ok: false; /** Of SQLite or the system. */ readonly code: string };

/** A write that failed. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
  readonly code: string;

  constructor(code: string) {
    super(`The recording was not written: ${code}`);
    this.code = code;
  }
}

/** Writes one recording file. */
export interface RecordingThread {
  /**
   * Writes a batch as one transaction.
   * @returns once it is committed, whether its file had gone and was begun anew. Rejects with {@link WriteError}
   */
  write(batch: EntryBatch, limit: RecordingLimit): Promise<boolean>;
  /** Marks the recording as ended, closes its file, and ends the thread. Never rejects. */
  finish(endedAt: string, dropped: number): Promise<void>;
}

/**
 * Creates the writer of one file; thread and file come with the first batch.
 * @param onTrimmed told when old entries went because of the limit
 */
export function createRecordingThread(
  task: WorkerTask,
  onTrimmed: (chunk: TrimmedChunk) => void,
): RecordingThread {
  let worker: Worker | undefined;
  let settle: ((answer: WorkerAnswer) => void) | undefined;
  let checkpoints = createCheckpointThread(task);

  function start(): Worker {
    const started = new Worker(new URL('./recording-worker.ts', import.meta.url), {
      workerData: task,
      // The program's own streams are not this thread's business.
      stderr: false,
      resourceLimits: LIMITS,
    });
    const died = (): void => {
      if (worker === started) worker = undefined;
      settle?.({ ok: false, code: 'the end of its thread' });
    };
    started.on('message', (message: WorkerMessage) => {
      if (message.kind === 'trimmed') onTrimmed(message.chunk);
      else settle?.(message);
    });
    started.on('error', died);
    started.on('exit', died);
    // A forgotten recording must not keep a process from ending.
    started.unref();
    return started;
  }

  /** One request at a time; the writer waits for each answer. */
  async function ask(request: WorkerRequest): Promise<boolean> {
    const running = (worker ??= start());
    running.ref();
    const answer = await new Promise<WorkerAnswer>((resolve) => {
      settle = resolve;
      running.postMessage(request);
    });
    settle = undefined;
    running.unref();
    if (!answer.ok) throw new WriteError(answer.code);
    return answer.anew;
  }

  return {
    async write(batch, limit) {
      const anew = await ask({ kind: 'write', batch, limit });
      if (anew) {
        void checkpoints.close();
        checkpoints = createCheckpointThread(task);
      }
      checkpoints.written();
      return anew;
    },
    async finish(endedAt, dropped) {
      // While somebody else has it open, the file keeps its log.
      await checkpoints.close();
      const running = worker;
      if (running === undefined) return;
      // The disk may fail: the status has told it, and the file is listed as unfinished.
      await ask({ kind: 'finish', endedAt, dropped }).catch(() => undefined);
      await running.terminate();
    },
  };
}
