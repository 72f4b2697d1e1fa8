/** The thread that brings the log of a recording into its file: it waits for the disk, the writer does not. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckpointRequest, CheckpointTask } from './checkpoint-thread.ts';
import { openLiveRecordingFile, type RecordingDatabase } from './schema.ts';

/** The log begins anew only when all of it was brought in; commits go on meanwhile. */
const PASSES = 3;

const { path } = workerData as CheckpointTask;
let database: RecordingDatabase | undefined;

function bringIn(): void {
  database ??= openLiveRecordingFile(path);
  const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)').raw();
  for (let pass = 0; pass < PASSES; pass += 1) {
    const [busy, pages, done] = checkpoint.get() as [number, number, number];
    if (busy === 1 || pages === done) return;
  }
}

parentPort?.on('message', (request: CheckpointRequest) => {
  try {
    if (request === 'checkpoint') bringIn();
    else database?.close();
  } catch {
    // The log grows until the writer brings it in, which tells what is wrong with the disk.
  }
  if (request === 'close') parentPort?.close();
  else parentPort?.postMessage('done');
});
