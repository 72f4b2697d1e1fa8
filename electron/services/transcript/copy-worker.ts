/** The thread of one copy. */
import { parentPort, workerData } from 'node:worker_threads';
import { copyableText, type CopyTask } from './copy-entries.ts';

parentPort?.postMessage(copyableText(workerData as CopyTask));
