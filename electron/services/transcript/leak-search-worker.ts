/** The thread that searches a finished export for what must not be in it. */
import { parentPort, workerData } from 'node:worker_threads';
import { searchFile, type LeakSearchTask } from './leak-search.ts';

const task = workerData as LeakSearchTask;
const found = new Set(await searchFile(task));
parentPort?.postMessage(
  task.secrets.flatMap((secret, place) => (found.has(secret) ? [place] : [])),
);
