/** The thread of one export. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ExportMessage } from './export-thread.ts';
import { writeExport, type ExportTask } from './write-export.ts';

function post(message: ExportMessage): void {
  parentPort?.postMessage(message);
}

// Heard between two steps of a search and while a piece is written.
parentPort?.on('message', () => process.exit());
const result = await writeExport(workerData as ExportTask, (progress) =>
  post({ kind: 'progress', progress }),
);
post({ kind: 'end', result });
parentPort?.close();
