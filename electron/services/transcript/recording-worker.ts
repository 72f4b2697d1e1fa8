/**
 * The thread that writes one recording: SQLite takes longer over an entry than everything before it
 * together. It alone writes the file; others read through connections of their own.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerMessage, WorkerRequest, WorkerTask } from './recording-thread.ts';
import { openWrittenFile, type WrittenFile } from './written-file.ts';

/** What upkeep failed at is tried again with the next write, or after this many milliseconds. */
const UPKEEP_AGAIN_MS = 5_000;

const { path, facts, limit } = workerData as WorkerTask;
let file: WrittenFile | undefined;
let upkeep: NodeJS.Immediate | NodeJS.Timeout | undefined;

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

/** A file that was taken away is written anew: whoever writes on would write to nowhere. */
function open(): { readonly file: WrittenFile; readonly anew: boolean } {
  const gone = file !== undefined && !file.inPlace();
  if (gone) {
    file?.abandon();
    file = undefined;
  }
  file ??= openWrittenFile({
    ...{ path, facts, limit },
    onTrimmed: (chunk) => tell({ kind: 'trimmed', chunk }),
  });
  return { file, anew: gone };
}

function serve(request: WorkerRequest): boolean {
  if (request.kind === 'finish') {
    file?.finish(request.endedAt, request.dropped);
    file = undefined;
    return false;
  }
  const opened = open();
  opened.file.write(request.batch, request.limit);
  return opened.anew;
}

function answerTo(request: WorkerRequest): WorkerMessage {
  try {
    return { kind: 'answer', ok: true, anew: serve(request) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { kind: 'answer', ok: false, code };
  }
}

function keepUp(): void {
  upkeep = undefined;
  try {
    const rest = file?.upkeep() ?? null;
    if (rest === null) return;
    // The next request comes first.
    upkeep = rest === 0 ? setImmediate(keepUp) : setTimeout(keepUp, rest);
  } catch {
    // The disk fails: writes tell it, and nothing is missing that readers cannot do without.
    upkeep = setTimeout(keepUp, UPKEEP_AGAIN_MS);
  }
}

parentPort?.on('message', (request: WorkerRequest) => {
  tell(answerTo(request));
  upkeep ??= setImmediate(keepUp);
});
