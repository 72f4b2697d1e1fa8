/** The thread of one export. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ExportMessage } from './export-thread.ts';
import { writeExport, type ExportTask } from './write-export.ts';

/** Nobody sees more, and each time wakes the thread that is told. */
const TELL_EVERY_MS = 100;

function post(message: ExportMessage): void {
  parentPort?.postMessage(message);
}

// Heard between two steps of a search and while a piece is written.
parentPort?.on('message', () => process.exit());
let toldAt = -Infinity;
const result = await writeExport(workerData as ExportTask, (progress) => {
  const now = performance.now();
  if (now - toldAt < TELL_EVERY_MS) return;
  toldAt = now;
  post({ kind: 'progress', progress });
});
post({ kind: 'end', result });
parentPort?.close();
