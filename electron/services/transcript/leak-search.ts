/** Searches a finished file for what must not be in it; with many values in a thread of its own. */
import { createReadStream } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Secret } from '#shared/transcript/redaction/classes.ts';
import { createLeakCheck } from './leak-check.ts';

/** What the thread is started with; it posts the places of the found among the secrets. */
export interface LeakSearchTask {
  readonly path: string;
  readonly secrets: readonly Secret[];
}

/** Preparing a search for more takes longer than a window may wait. */
const MANY = 2_000;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Finds the secrets that a file contains.
 * @param signal ends the search; it then rejects
 * @throws the file system's error, or why the thread ended: a search that did not come to its end found nothing out
 */
export function findLeaks(
  path: string,
  secrets: readonly Secret[],
  signal: AbortSignal | undefined,
): Promise<readonly Secret[]> {
  return secrets.length < MANY
    ? searchFile({ path, secrets }, signal)
    : searchInThread({ path, secrets }, signal);
}

/** The search itself. @throws as {@link findLeaks} does */
export async function searchFile(
  { path, secrets }: LeakSearchTask,
  signal?: AbortSignal,
): Promise<readonly Secret[]> {
  const check = createLeakCheck(secrets);
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    signal?.throwIfAborted();
    check.push(chunk as Buffer);
  }
  return check.found();
}

async function searchInThread(
  task: LeakSearchTask,
  signal: AbortSignal | undefined,
): Promise<readonly Secret[]> {
  const worker = new Worker(new URL('./leak-search-worker.ts', import.meta.url), {
    workerData: task,
    stderr: false,
  });
  try {
    const places = await new Promise<readonly number[]>((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', reject);
      worker.on('exit', () => reject(new Error('The search for leaks did not come to its end')));
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    return places.flatMap((place) => task.secrets[place] ?? []);
  } finally {
    await worker.terminate();
  }
}
