/**
 * The thread that writes one recording: SQLite takes longer over an entry than everything before it
 * together. It alone writes the file; the main thread reads through a connection of its own.
 */
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { prepareInsert, type EntryBatch } from './entry-insert.ts';
import { createRecordingFolder } from './recording-files.ts';
import type { WorkerAnswer, WorkerRequest, WorkerTask } from './recording-thread.ts';
import { createRecordingFile, settleRecordingFile, type RecordingDatabase } from './schema.ts';

const { path, facts } = workerData as WorkerTask;
let database: RecordingDatabase | undefined;
let insert: ((batch: EntryBatch) => void) | undefined;

function open(): RecordingDatabase {
  if (database !== undefined) return database;
  createRecordingFolder(dirname(path));
  database = createRecordingFile(path, facts);
  return database;
}

/** Marks the recording as ended; a file that cannot be written stays unfinished. */
function finish(endedAt: string, dropped: number): void {
  if (database === undefined) return;
  try {
    database.prepare('UPDATE recording SET ended_at = ?, dropped = ?').run(endedAt, dropped);
    settleRecordingFile(database);
  } finally {
    database.close();
    database = undefined;
  }
}

function serve(request: WorkerRequest): void {
  if (request.kind === 'finish') {
    finish(request.endedAt, request.dropped);
    return;
  }
  insert ??= prepareInsert(open());
  insert(request.batch);
}

function answerTo(request: WorkerRequest): WorkerAnswer {
  try {
    serve(request);
    return { ok: true };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { ok: false, code };
  }
}

parentPort?.on('message', (request: WorkerRequest) => {
  parentPort?.postMessage(answerTo(request));
});
