/** Answers the requests of {@link ReaderCalls}, over all recordings that are open. */
import type { EntryMark, QuerySnapshot } from '#shared/contract/query.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';
import { cutEntry, cutRow } from '../cut-entry.ts';
import { toRecordingProblem } from '../schema.ts';
import { createEntryTimes, type EntryTimes } from './entry-times.ts';
import { createJobLoop, runSteps } from './job-loop.ts';
import { createOpenQuery, type OpenQuery } from './open-query.ts';
import type { MatchWatch } from './match-watch.ts';
import { openReadConnection, type ReadConnection } from './read-connection.ts';
import type {
  ReaderAnswer,
  ReaderAsk,
  ReaderCallName,
  ReaderCalls,
  SearchProgress,
} from './reader-protocol.ts';
import { suggestValues } from './suggest-values.ts';

/** Reads recordings. */
export interface Reader {
  /** Answers a request. Fails with the problem of the file, `bad-query`, or `not-found`. */
  serve<Name extends ReaderCallName>(
    name: Name,
    ask: ReaderAsk<Name>,
  ): Promise<Result<ReaderAnswer<Name>>>;
}

type Handlers = {
  readonly [Name in ReaderCallName]: (
    ask: ReaderCalls[Name]['ask'],
  ) => Result<ReaderCalls[Name]['answer']> | Promise<Result<ReaderCalls[Name]['answer']>>;
};

interface ReadRecording {
  readonly connection: ReadConnection;
  /** Whether it goes on. */
  readonly live: boolean;
  marks: readonly EntryMark[];
  readonly times: EntryTimes;
}

/**
 * Creates a reader.
 * @param now what times in a query are relative to while a recording goes on
 * @param watch told when entries are judged one by one
 * @param onChange told when a query stands otherwise than it did
 * @param onProgress told of each step of a search
 */
export function createReader({
  now,
  watch,
  onChange,
  onProgress,
}: {
  readonly now: () => Date;
  readonly watch: MatchWatch;
  readonly onChange: (snapshot: QuerySnapshot) => void;
  readonly onProgress: (progress: SearchProgress) => void;
}): Reader {
  const recordings = new Map<string, ReadRecording>();
  const queries = new Map<string, OpenQuery>();
  const jobs = createJobLoop();

  function using<Value>(
    recordingId: string,
    read: (connection: ReadConnection, recording: ReadRecording) => Value,
  ): Result<Value> {
    const recording = recordings.get(recordingId);
    if (recording === undefined) return fail(NO_SUCH_RECORDING);
    return ok(read(recording.connection, recording));
  }

  function asking<Value>(queryId: string, read: (query: OpenQuery) => Value): Result<Value> {
    const query = queries.get(queryId);
    return query === undefined ? fail(NO_SUCH_QUERY) : ok(read(query));
  }

  /** In a new thread queries are asked before they have found again what they had. */
  async function askingOpened<Value>(
    queryId: string,
    read: (query: OpenQuery) => Value,
  ): Promise<Result<Value>> {
    await queries.get(queryId)?.opened;
    return asking(queryId, read);
  }

  function queriesOf(recordingId: string): [string, OpenQuery][] {
    return [...queries].filter(([, query]) => query.recordingId === recordingId);
  }

  const handlers: Handlers = {
    'recording.open'(recording) {
      recordings.get(recording.recordingId)?.connection.close();
      const opened = openReadConnection(recording);
      if (!opened.ok) return opened;
      const connection = opened.value;
      const times = createEntryTimes(connection);
      recordings.set(recording.recordingId, { connection, live: recording.live, marks: [], times });
      return ok(connection.summary());
    },
    'recording.close'({ recordingId }) {
      for (const [queryId, query] of queriesOf(recordingId)) {
        query.close();
        queries.delete(queryId);
      }
      recordings.get(recordingId)?.connection.close();
      recordings.delete(recordingId);
      return ok(null);
    },
    'recording.grown'({ recordingId }) {
      for (const [, query] of queriesOf(recordingId)) query.grown();
      return ok(null);
    },
    'recording.summarize'({ path }) {
      const opened = openReadConnection({ path, live: false });
      if (!opened.ok) return opened;
      try {
        return ok(opened.value.summary());
      } finally {
        opened.value.close();
      }
    },
    'recording.mark': ({ recordingId, marks }) =>
      using(recordingId, (_connection, recording) => {
        recording.marks = marks;
        for (const [, query] of queriesOf(recordingId)) query.mark(marks);
        return null;
      }),
    'entry.read': ({ recordingId, seq, ...part }) =>
      using(recordingId, (connection) => {
        const entry = connection.read(seq);
        return entry === null ? null : cutEntry(entry, part);
      }),
    'entry.exchange': ({ recordingId, seq }) =>
      using(recordingId, (connection) => connection.exchange(seq).map(cutRow)),
    async 'query.open'(ask) {
      const recording = recordings.get(ask.recordingId);
      if (recording === undefined) return fail(NO_SUCH_RECORDING);
      const { connection, marks, live, times } = recording;
      const span = connection.span();
      const node = parseQuery(ask.text, live ? { ...span, to: now().toISOString() } : span);
      if (!node.ok) return node;
      const query = createOpenQuery({
        ...{ ask, node: node.value, connection, marks, narrow: times.narrow, jobs },
        ...{ watch, onChange, onProgress },
      });
      queries.set(ask.queryId, query);
      return ok(await query.opened);
    },
    'query.lines': ({ queryId, from, count }) =>
      askingOpened(queryId, (query) => query.lines(from, count)),
    'query.locate': ({ queryId, seq }) => askingOpened(queryId, (query) => query.locate(seq)),
    'query.follow': ({ queryId, follow }) => askingOpened(queryId, (query) => query.follow(follow)),
    'query.cancel': ({ queryId }) => asking(queryId, (query) => query.cancel()),
    'query.close': ({ queryId }) =>
      asking(queryId, (query) => {
        query.close();
        queries.delete(queryId);
        return null;
      }),
    async 'query.density'({ queryId, ...request }) {
      const query = queries.get(queryId);
      const recording = recordings.get(query?.recordingId ?? '');
      if (query === undefined || recording === undefined) return fail(NO_SUCH_QUERY);
      const counting = recording.times.count({ ...request, matching: query.matching() });
      return ok(await runSteps(jobs, counting));
    },
    'query.suggest': ({ recordingId, ...request }) =>
      using(recordingId, (connection) => suggestValues(connection, request)),
  };

  return {
    async serve(name, ask) {
      try {
        return await handlers[name](ask);
      } catch (error) {
        return fail(toRecordingProblem(error));
      }
    },
  };
}

const NO_SUCH_QUERY: Problem = {
  code: 'not-found',
  what: 'There is no such query.',
  why: 'It was closed, or its recording was.',
};

const NO_SUCH_RECORDING: Problem = {
  code: 'not-found',
  what: 'There is no such recording.',
  why: 'It was closed or its file is gone.',
  next: 'Choose a recording from the list.',
};
