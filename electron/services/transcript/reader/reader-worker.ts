/**
 * The thread that reads recordings for whoever looks at them: a search over a million entries must not
 * keep sockets or the window waiting.
 */
import { parentPort } from 'node:worker_threads';
import { createReader } from './reader.ts';
import type { ReaderMessage, ReaderRequest } from './reader-protocol.ts';

function post(message: ReaderMessage): void {
  parentPort?.postMessage(message);
}

const reader = createReader({
  now: () => new Date(),
  onChange: (snapshot) => post({ kind: 'changed', snapshot }),
});

parentPort?.on('message', ({ number, name, ask }: ReaderRequest) => {
  void reader.serve(name, ask).then((result) => post({ kind: 'answer', number, result }));
});
