/** The thread of one task on recording files. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FileTask } from './file-thread.ts';
import { readRecordingFacts } from './recording-facts.ts';
import { recoverRecordings } from './recover.ts';
import { salvageRecording } from './salvage.ts';

function run(task: FileTask): unknown {
  switch (task.kind) {
    case 'recover':
      return recoverRecordings(task.input.folder, task.input.ids);
    case 'facts':
      return task.input.ids.map((id) => readRecordingFacts(task.input.folder, id));
    case 'salvage':
      return salvageRecording(task.input);
  }
}

parentPort?.postMessage(run(workerData as FileTask));
