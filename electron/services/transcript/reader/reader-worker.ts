/**
 * The thread that reads recordings for whoever looks at them: a search over a million entries must not
 * keep sockets or the window waiting.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createMatchWatch, type MatchState } from './match-watch.ts';
import { createReader } from './reader.ts';
import type { ReaderEnd, ReaderMessage, ReaderRequest } from './reader-protocol.ts';

function post(message: ReaderMessage): void {
  parentPort?.postMessage(message);
}

const reader = createReader({
  now: () => new Date(),
  watch: createMatchWatch(workerData as MatchState),
  onChange: (snapshot) => post({ kind: 'changed', snapshot }),
  onProgress: (progress) => post({ kind: 'progress', ...progress }),
});

parentPort?.on('message', (message: ReaderRequest | ReaderEnd) => {
  if (message.name === 'end') process.exit();
  const { number, name, ask } = message;
  void reader.serve(name, ask).then((result) => post({ kind: 'answer', number, result }));
});
