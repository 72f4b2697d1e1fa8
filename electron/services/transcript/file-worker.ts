/** The thread of one task on recording files. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FileTask } from './file-thread.ts';
import { readRecordingFacts } from './recording-facts.ts';
import { recoverRecordings } from './recover.ts';
import { salvageRecording } from './salvage.ts';

const task = workerData as FileTask;
const isEnding = (): boolean => Atomics.load(task.ending, 0) !== 0;

function run(): unknown {
  switch (task.kind) {
    case 'recover':
      return recoverRecordings(task.input.folder, task.input.ids, isEnding);
    case 'facts':
      return task.input.ids.map((id) => readRecordingFacts(task.input.folder, id));
    case 'salvage':
      return salvageRecording(task.input, isEnding);
  }
}

const output = run();
if (!isEnding()) parentPort?.postMessage(output);
