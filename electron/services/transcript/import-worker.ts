/** The thread of one import. Once the file can be opened it goes on with the index of texts. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';
import { fail, type Result } from '#shared/contract/result.ts';
import { importFile, type ImportReport, type ImportTask } from './import-file.ts';
import type { ImportMessage } from './import-thread.ts';
import { settleRecordingFile, toRecordingProblem } from './schema.ts';
import { createTextIndexer } from './text-index.ts';

/** Least time between two reports, in milliseconds. */
const TELL_MS = 250;
/** How often it is asked whether to go on, in milliseconds. */
const SLICE_MS = 50;

const task = workerData as ImportTask;
const ending = new AbortController();
let toldMs = performance.now();

function tell(message: ImportMessage): void {
  parentPort?.postMessage(message);
}

async function run(): Promise<Result<ImportReport>> {
  try {
    return await importFile(task, {
      signal: ending.signal,
      onProgress(stand) {
        if (performance.now() - toldMs < TELL_MS) return;
        toldMs = performance.now();
        tell({ kind: 'progress', stand });
      },
    });
  } catch (error) {
    return fail(toRecordingProblem(error));
  }
}

/** Whoever searches meanwhile reads through what is not indexed yet. */
async function index(): Promise<void> {
  const database = new Database(task.target);
  try {
    database.exec('PRAGMA synchronous = OFF');
    const indexer = createTextIndexer(database);
    let sliceEnd = performance.now() + SLICE_MS;
    while (indexer.step()) {
      if (performance.now() < sliceEnd) continue;
      await nextTurn();
      if (ending.signal.aborted) return;
      sliceEnd = performance.now() + SLICE_MS;
    }
    settleRecordingFile(database);
  } catch {
    // It was closed, or the disk fails: without the index it reads like any other, but slower.
  } finally {
    database.close();
  }
}

parentPort?.on('message', () => ending.abort());
const result = await run();
tell({ kind: 'done', result });
if (result.ok && !ending.signal.aborted) await index();
parentPort?.close();
