/**
 * The main thread's end of the thread that reads recordings. A regular expression can take longer than
 * anybody waits, and nothing but the end of its thread ends it: when a query does not let itself be
 * cancelled, the thread is started anew, with everything open that was, but that query's search.
 */
import { Worker } from 'node:worker_threads';
import type { QuerySnapshot } from '#shared/contract/query.ts';
import { fail, type Problem, type Result } from '#shared/contract/result.ts';
import type {
  QueryToOpen,
  ReaderAnswer,
  ReaderAsk,
  ReaderCallName,
  ReaderMessage,
  RecordingToRead,
} from './reader-protocol.ts';

/** Reads recordings in a thread of its own. */
export interface ReaderThread {
  /** @see {@link ReaderCalls}. Fails with `reader-ended` when the thread ended meanwhile */
  ask<Name extends ReaderCallName>(
    name: Name,
    ask: ReaderAsk<Name>,
  ): Promise<Result<ReaderAnswer<Name>>>;
  /** Opens all files anew: one of them is another than it was. */
  restart(): void;
  dispose(): Promise<void>;
}

/** More than one thread can have given out. */
const REVISIONS = 1_000_000;
/** Longest time a query may take to let itself be ended, in milliseconds. */
const PATIENCE_MS = 1_000;

/**
 * Creates the reader; its thread comes with the first request.
 * @param onChange told when a query stands otherwise than it did
 */
export function createReaderThread({
  onChange,
}: {
  readonly onChange: (snapshot: QuerySnapshot) => void;
}): ReaderThread {
  const pending = new Map<number, (result: Result<unknown>) => void>();
  const recordings = new Map<string, RecordingToRead>();
  const queries = new Map<string, QueryToOpen>();
  const marks = new Map<string, ReaderAsk<'recording.mark'>>();
  let worker: Worker | undefined;
  let lastNumber = 0;

  function start(): Worker {
    const started = new Worker(new URL('./reader-worker.ts', import.meta.url), { stderr: false });
    started.on('message', (message: ReaderMessage) => {
      if (worker === started) hear(message);
    });
    // A thread that fails by itself is started again by whoever asks next.
    started.on('error', () => undefined);
    started.on('exit', () => {
      if (worker === started) forget();
    });
    started.unref();
    return started;
  }

  function hear(message: ReaderMessage): void {
    if (message.kind === 'changed') {
      onChange(message.snapshot);
      return;
    }
    pending.get(message.number)?.(message.result);
    pending.delete(message.number);
  }

  function forget(): void {
    worker = undefined;
    for (const settle of pending.values()) settle(fail(READER_ENDED));
    pending.clear();
  }

  async function post(name: ReaderCallName, ask: unknown): Promise<Result<unknown>> {
    const running = (worker ??= start());
    const number = (lastNumber += 1);
    running.ref();
    const result = await new Promise<Result<unknown>>((resolve) => {
      pending.set(number, resolve);
      running.postMessage({ number, name, ask });
    });
    if (pending.size === 0) running.unref();
    return result;
  }

  function remember(name: ReaderCallName, ask: unknown): void {
    if (name === 'recording.open') {
      const recording = ask as RecordingToRead;
      recordings.set(recording.recordingId, recording);
    } else if (name === 'recording.close') {
      recordings.delete((ask as RecordingToRead).recordingId);
      marks.delete((ask as RecordingToRead).recordingId);
    } else if (name === 'recording.mark') {
      const marked = ask as ReaderAsk<'recording.mark'>;
      marks.set(marked.recordingId, marked);
    } else if (name === 'query.open') {
      const query = ask as QueryToOpen;
      queries.set(query.queryId, query);
    } else if (name === 'query.close') {
      queries.delete((ask as QueryToOpen).queryId);
    } else if (name === 'query.follow') {
      const { queryId, follow } = ask as ReaderAsk<'query.follow'>;
      const query = queries.get(queryId);
      if (query !== undefined) queries.set(queryId, { ...query, follow });
    }
  }

  /** Opens in a new thread what was open in the one before. */
  function reopen(): void {
    for (const recording of recordings.values()) void post('recording.open', recording);
    for (const marked of marks.values()) void post('recording.mark', marked);
    for (const query of queries.values()) {
      const again: QueryToOpen = { ...query, revision: query.revision + REVISIONS };
      queries.set(query.queryId, again);
      void post('query.open', again).then((result) => {
        if (result.ok) onChange(result.value as QuerySnapshot);
      });
    }
  }

  function restart(): void {
    const ended = worker;
    if (ended === undefined) return;
    forget();
    void ended.terminate();
    reopen();
  }

  /** Ends a query, if need be by force. */
  async function end(
    name: 'query.cancel' | 'query.close',
    queryId: string,
  ): Promise<Result<unknown>> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), PATIENCE_MS);
    });
    const answered = await Promise.race([post(name, { queryId }), late]);
    clearTimeout(timer);
    if (answered !== null) return answered;
    const query = queries.get(queryId);
    if (query !== undefined) queries.set(queryId, { ...query, cancelled: true });
    restart();
    return post(name, { queryId });
  }

  return {
    async ask<Name extends ReaderCallName>(name: Name, ask: ReaderAsk<Name>) {
      if (worker === undefined) reopen();
      remember(name, ask);
      const result =
        name === 'query.cancel' || name === 'query.close'
          ? await end(name, (ask as ReaderAsk<'query.cancel'>).queryId)
          : await post(name, ask);
      return result as Result<ReaderAnswer<Name>>;
    },
    restart,
    async dispose() {
      const ended = worker;
      forget();
      await ended?.terminate();
    },
  };
}

const READER_ENDED: Problem = {
  code: 'reader-ended',
  what: 'The recording was not read.',
  why: 'A search took too long and had to be ended.',
  next: 'Try again.',
};
