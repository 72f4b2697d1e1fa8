/**
 * The main thread's end of the thread that reads recordings. A regular expression can take longer than
 * anybody waits, and nothing but the end of its thread ends it: when a query does not let itself be
 * cancelled, the thread is started anew, and opens and answers what it was asked before. Searches for a
 * regular expression that were under way keep what they had found and look no further: any of them may be
 * the one.
 */
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { QuerySnapshot } from '#shared/contract/query.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import { endThread } from './end-thread.ts';
import { createMatchState } from './match-watch.ts';
import type {
  QueryToOpen,
  ReaderAnswer,
  ReaderAsk,
  ReaderCallName,
  ReaderMessage,
  RecordingToRead,
  SearchProgress,
} from './reader-protocol.ts';
import { mayNeverEnd } from './may-never-end.ts';

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

/** A request that was not answered yet. */
interface Waiting {
  readonly name: ReaderCallName;
  readonly ask: unknown;
  settle(result: Result<unknown>): void;
}

/** What a new thread is told before all else; a query that was cancelled answers when it is open again. */
const REOPENING: readonly ReaderCallName[] = [
  ...(['recording.open', 'recording.mark', 'query.open', 'query.cancel'] as const),
];

const NOT_BEGUN = { looked: { after: 0, upTo: 0 } } as const;

/** More than one thread can have given out. */
const REVISIONS = 1_000_000;
/**
 * What a thread of hours has seen counts for V8, not what it keeps: without a limit its space for new objects grows
 * to many times what it needs. A smaller one slows searches down.
 */
const LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 12 };
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
  const pending = new Map<number, Waiting>();
  const recordings = new Map<string, RecordingToRead>();
  const queries = new Map<string, QueryToOpen>();
  const marks = new Map<string, ReaderAsk<'recording.mark'>>();
  const progress = new Map<string, SearchProgress>();
  let worker: Worker | undefined;
  let matchState = createMatchState();
  let lastNumber = 0;

  function start(): Worker {
    matchState = createMatchState();
    const started = new Worker(new URL('./reader-worker.ts', import.meta.url), {
      stderr: false,
      workerData: matchState,
      resourceLimits: LIMITS,
    });
    started.on('message', (message: ReaderMessage) => {
      if (worker === started) hear(message);
    });
    // A thread that fails by itself is started again by whoever asks next.
    started.on('error', () => undefined);
    started.on('exit', () => {
      if (worker === started) giveUp();
    });
    started.unref();
    return started;
  }

  function hear(message: ReaderMessage): void {
    switch (message.kind) {
      case 'changed':
        onChange(message.snapshot);
        return;
      case 'progress':
        if (queries.has(message.queryId)) progress.set(message.queryId, message);
        return;
      case 'answer':
        pending.get(message.number)?.settle(message.result);
        pending.delete(message.number);
    }
  }

  function forget(): readonly Waiting[] {
    const waiting = [...pending.values()];
    worker = undefined;
    pending.clear();
    return waiting;
  }

  function giveUp(): void {
    for (const { settle } of forget()) settle(fail(READER_ENDED));
  }

  async function post(name: ReaderCallName, ask: unknown): Promise<Result<unknown>> {
    const running = (worker ??= start());
    const number = (lastNumber += 1);
    running.ref();
    const result = await new Promise<Result<unknown>>((settle) => {
      pending.set(number, { name, ask, settle });
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
    } else if (name === 'query.follow') {
      const { queryId, follow } = ask as ReaderAsk<'query.follow'>;
      const query = queries.get(queryId);
      if (query !== undefined) queries.set(queryId, { ...query, follow });
    }
  }

  function forgetQuery(queryId: string): void {
    queries.delete(queryId);
    progress.delete(queryId);
  }

  /**
   * Opens in a new thread what was open in the one before, and asks again what that did not answer.
   * @param waiting those who asked
   */
  function reopen(waiting: readonly Waiting[]): void {
    const again = <Name extends ReaderCallName>(name: Name, ask: ReaderAsk<Name>) => {
      const answered = post(name, ask);
      for (const one of waiting) {
        if (isAnsweredBy(one.name, name) && isOfSame(one.ask, ask)) void answered.then(one.settle);
      }
      return answered;
    };
    for (const recording of recordings.values()) void again('recording.open', recording);
    for (const marked of marks.values()) void again('recording.mark', marked);
    for (const query of queries.values()) {
      const next: QueryToOpen = { ...query, revision: query.revision + REVISIONS };
      queries.set(query.queryId, next);
      void again('query.open', next).then((result) => {
        if (result.ok) onChange(result.value as QuerySnapshot);
      });
    }
    for (const { name, ask, settle } of waiting) {
      const { queryId } = ask as Partial<QueryToOpen>;
      if (name === 'query.close') settle(ok(null));
      else if (queryId !== undefined && !queries.has(queryId)) settle(fail(READER_ENDED));
      else if (!REOPENING.includes(name)) void post(name, ask).then(settle);
    }
  }

  function restart(): void {
    const ended = worker;
    if (ended === undefined) return;
    const waiting = forget();
    void endThread(ended, matchState);
    for (const { name, ask } of waiting) {
      if (name === 'query.close') forgetQuery((ask as ReaderAsk<'query.close'>).queryId);
    }
    reopen(waiting);
  }

  /** Lets searches look no further: those that were cancelled, and those that may never come to their end. */
  function endSearches(): void {
    const cancelled = [...pending.values()].filter(({ name }) => name === 'query.cancel');
    const searching = [...queries.values()].filter(
      ({ queryId }) => progress.get(queryId)?.searching ?? true,
    );
    const endless = searching.filter(
      ({ queryId, text }) => progress.has(queryId) && mayNeverEnd(text),
    );
    for (const query of searching) {
      const isCancelled = cancelled.some(({ ask }) => isOfSame(ask, query));
      // One that had not begun would come to where another of the same text came to a stop.
      const isEndless = endless.some(({ text }) => text === query.text);
      const { looked } = progress.get(query.queryId) ?? NOT_BEGUN;
      if (isCancelled || isEndless) queries.set(query.queryId, { ...query, ended: looked });
    }
  }

  /** Ends a query, if need be by force. */
  async function end(
    name: 'query.cancel' | 'query.close',
    queryId: string,
  ): Promise<Result<unknown>> {
    const asked = post(name, { queryId });
    const running = worker;
    const timer = setTimeout(() => {
      // Somebody else may have done it meanwhile.
      if (worker !== running) return;
      endSearches();
      restart();
    }, PATIENCE_MS);
    const answered = await asked;
    clearTimeout(timer);
    if (name === 'query.close') forgetQuery(queryId);
    return answered;
  }

  return {
    async ask<Name extends ReaderCallName>(name: Name, ask: ReaderAsk<Name>) {
      if (worker === undefined) reopen([]);
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
      giveUp();
      if (ended !== undefined) await endThread(ended, matchState);
    },
  };
}

const READER_ENDED: Problem = {
  code: 'reader-ended',
  what: 'The recording was not read.',
  why: 'A search took too long and had to be ended.',
  next: 'Try again.',
};

function isAnsweredBy(name: ReaderCallName, reopening: ReaderCallName): boolean {
  return name === reopening || (name === 'query.cancel' && reopening === 'query.open');
}

function isOfSame(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other] as Partial<QueryToOpen>[];
  return (
    a?.queryId === b?.queryId && (a?.queryId !== undefined || a?.recordingId === b?.recordingId)
  );
}
