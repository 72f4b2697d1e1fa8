/** The queries that views have open over recordings; their results are with the reading thread. */
import type { RequestInput } from '#shared/contract/channels.ts';
import type {
  EntryMark,
  QueryDensity,
  QueryLines,
  QueryPlace,
  QuerySnapshot,
} from '#shared/contract/query.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { WireEntry } from '#shared/transcript/entry.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';
import type { EventHub } from '../event-hub.ts';
import type { IdSource } from '../platform.ts';
import { cutRow } from './cut-entry.ts';
import { toRow } from './entry-columns.ts';
import type { QueryToOpen } from './reader/reader-protocol.ts';
import type { ReaderThread } from './reader/reader-thread.ts';
import { mayNeverEnd } from './reader/may-never-end.ts';
import { matchUnwritten } from './unwritten-entries.ts';

/** What views ask of queries; see the requests `query.*` of the contract. */
export interface OpenQueries {
  open(request: RequestInput<'query.open'>): Promise<Result<QuerySnapshot>>;
  lines(request: RequestInput<'query.lines'>): Promise<Result<QueryLines>>;
  locate(queryId: string, seq: number): Promise<Result<QueryPlace>>;
  follow(queryId: string, follow: boolean): Promise<Result<QuerySnapshot>>;
  cancel(queryId: string): Promise<Result<QuerySnapshot>>;
  close(queryId: string): Promise<Result<null>>;
  density(request: RequestInput<'query.density'>): Promise<Result<QueryDensity>>;
  suggest(request: RequestInput<'query.suggest'>): Promise<Result<readonly string[]>>;
  /** A recording has grown. */
  grown(recordingId: string): Promise<void>;
  /** A query stands otherwise than it did. */
  changed(snapshot: QuerySnapshot): void;
  /** What the user has put on entries of a recording. */
  mark(recordingId: string, marks: readonly EntryMark[]): Promise<void>;
}

/** A recording as far as queries need it. */
export interface QuerySource {
  /**
   * Opens it in the reading thread.
   * @returns false while it has no file
   */
  ready(): Promise<Result<boolean>>;
  /** Entries that cannot be written at the moment. */
  unwritten(): readonly WireEntry[];
}

/**
 * Longest time the opening of a query goes without an answer while the thread may be in the midst of what
 * never ends, in milliseconds: whoever waits must be able to cancel it.
 */
const PATIENCE_MS = 500;

interface OpenQuery {
  readonly ask: QueryToOpen;
  readonly source: QuerySource;
  /** Without the entries that are not written. */
  snapshot: QuerySnapshot;
  /** Whether the thread has answered. */
  opened: boolean;
  /** While it is being opened. */
  opening?: Promise<Result<null>> | undefined;
  /** Whether the thread was asked. */
  asked: boolean;
  follow: boolean;
  unwritten: readonly WireEntry[];
}

/** Creates the place for queries. @param find answers a recording by its id */
export function createOpenQueries({
  find,
  reader,
  ids,
  events,
}: {
  readonly find: (recordingId: string) => Promise<Result<QuerySource>>;
  readonly reader: ReaderThread;
  readonly ids: Pick<IdSource, 'next'>;
  readonly events: Pick<EventHub, 'publish'>;
}): OpenQueries {
  const queries = new Map<string, OpenQuery>();

  async function begin(ask: QueryToOpen): Promise<Result<QuerySnapshot>> {
    const parsed = parseQuery(ask.text);
    if (!parsed.ok) return parsed;
    const source = await find(ask.recordingId);
    if (!source.ok) return source;
    const query: OpenQuery = {
      ...{ ask, source: source.value, snapshot: emptySnapshot(ask), opened: false, asked: false },
      ...{ follow: ask.follow, unwritten: [] },
    };
    // Known before it is answered, so that nothing it finds meanwhile is missed.
    queries.set(ask.queryId, query);
    const opening = openInThread(query);
    const mayWait = [...queries.values()].some((one) => mayNeverEnd(one.ask.text));
    const opened = mayWait ? await withinPatience(opening, PATIENCE_MS) : await opening;
    if (opened === null) {
      query.snapshot = { ...query.snapshot, state: 'searching' };
      void opening.then(() => changed(query));
      return ok(describe(query));
    }
    if (opened.ok) return ok(describe(query));
    queries.delete(ask.queryId);
    return opened;
  }

  function changed(query: OpenQuery): void {
    if (queries.get(query.ask.queryId) === query) events.publish('query.changed', describe(query));
  }

  function openInThread(query: OpenQuery): Promise<Result<null>> {
    query.opening ??= tryToOpen(query).finally(() => (query.opening = undefined));
    return query.opening;
  }

  /** A recording without a file is read from memory alone. */
  async function tryToOpen(query: OpenQuery): Promise<Result<null>> {
    const ready = await query.source.ready();
    if (!ready.ok) return failed(query, ready.error);
    if (ready.value) {
      query.asked = true;
      const opened = await reader.ask('query.open', { ...query.ask, follow: query.follow });
      query.opened = opened.ok;
      if (!opened.ok) return failed(query, opened.error);
      query.snapshot = opened.value;
    } else query.snapshot = emptySnapshot(query.ask);
    query.unwritten = matchUnwritten(query.ask, query.source.unwritten());
    return ok(null);
  }

  function failed(query: OpenQuery, problem: Problem): Result<never> {
    query.snapshot = { ...query.snapshot, state: 'failed', problem };
    return fail(problem);
  }

  function describe({ snapshot, unwritten, source }: OpenQuery): QuerySnapshot {
    if (unwritten.length === 0) return snapshot;
    const all = source.unwritten().length;
    return {
      ...snapshot,
      end: snapshot.end + unwritten.length,
      matching: snapshot.matching + unwritten.length,
      searched: snapshot.searched + all,
      total: snapshot.total + all,
    };
  }

  /** Asks the thread about a query; one that it does not know yet has nothing to answer. */
  async function use<Value>(
    queryId: string,
    none: (query: OpenQuery) => Value,
    ask: (query: OpenQuery) => Promise<Result<Value>>,
    since: 'asked' | 'opened' = 'opened',
  ): Promise<Result<Value>> {
    const query = queries.get(queryId);
    if (query === undefined) return fail(NO_SUCH_QUERY);
    return query[since] ? ask(query) : ok(none(query));
  }

  async function stand(
    queryId: string,
    ask: () => Promise<Result<QuerySnapshot>>,
    since: 'asked' | 'opened' = 'opened',
  ): Promise<Result<QuerySnapshot>> {
    const answered = await use(queryId, ({ snapshot }) => snapshot, ask, since);
    const query = queries.get(queryId);
    if (!answered.ok || query === undefined) return answered;
    query.snapshot = answered.value;
    return ok(describe(query));
  }

  /** The unwritten entries of a span of lines. */
  function unwrittenOf(
    query: OpenQuery,
    { from, count }: Pick<RequestInput<'query.lines'>, 'from' | 'count'>,
  ): readonly WireEntry[] {
    const { end } = query.snapshot;
    return query.unwritten.slice(Math.max(0, from - end), Math.max(0, from + count - end));
  }

  async function refresh(query: OpenQuery): Promise<void> {
    // Whoever opens it tells.
    if (query.opening !== undefined) return;
    const before = { opened: query.opened, unwritten: query.unwritten.length };
    if (query.opened) query.unwritten = matchUnwritten(query.ask, query.source.unwritten());
    else await openInThread(query);
    // What the thread finds it tells by itself.
    const after = query.unwritten.length;
    if (before.opened && before.unwritten === 0 && after === 0) return;
    events.publish('query.changed', describe(query));
  }

  return {
    open: (request) =>
      begin({
        ...request,
        ...{ queryId: ids.next('q'), revision: 0, follow: true, ended: null },
      }),
    async lines(request) {
      const read = await use(
        request.queryId,
        ({ snapshot }): QueryLines => ({
          revision: snapshot.revision,
          ...{ from: Math.max(request.from, snapshot.end), lines: [] },
        }),
        () => reader.ask('query.lines', request),
      );
      const query = queries.get(request.queryId);
      if (!read.ok || query === undefined || query.unwritten.length === 0) return read;
      const more = unwrittenOf(query, request);
      const lines = more.map((entry) => ({ kind: 'entry', row: cutRow(toRow(entry)) }) as const);
      return ok({ ...read.value, lines: [...read.value.lines, ...lines] });
    },
    async locate(queryId, seq) {
      const query = queries.get(queryId);
      const place = query?.unwritten.findIndex((entry) => entry.seq === seq) ?? -1;
      if (query !== undefined && place >= 0) {
        const index = query.snapshot.end + place;
        return ok({ revision: query.snapshot.revision, index, nearest: index });
      }
      return use(
        queryId,
        ({ snapshot }): QueryPlace => ({
          ...{ revision: snapshot.revision, index: null, nearest: snapshot.end },
        }),
        () => reader.ask('query.locate', { queryId, seq }),
      );
    },
    follow: (queryId, follow) =>
      stand(queryId, () => {
        const query = queries.get(queryId);
        if (query !== undefined) query.follow = follow;
        return reader.ask('query.follow', { queryId, follow });
      }),
    cancel: (queryId) => stand(queryId, () => reader.ask('query.cancel', { queryId }), 'asked'),
    async close(queryId) {
      const query = queries.get(queryId);
      if (query === undefined) return fail(NO_SUCH_QUERY);
      queries.delete(queryId);
      return query.asked ? reader.ask('query.close', { queryId }) : ok(null);
    },
    density: (request) =>
      use(
        request.queryId,
        (): QueryDensity => ({
          fromMs: 0,
          toMs: 1,
          fromTime: new Date(0).toISOString(),
          buckets: [],
        }),
        () => reader.ask('query.density', request),
      ),
    async suggest(request) {
      const source = await find(request.recordingId);
      if (!source.ok) return source;
      const ready = await source.value.ready();
      if (!ready.ok) return ready;
      return ready.value ? reader.ask('query.suggest', request) : ok([]);
    },
    async grown(recordingId) {
      const own = [...queries.values()].filter(({ ask }) => ask.recordingId === recordingId);
      const seen = own.filter(({ follow }) => follow);
      if (seen.some(({ opened }) => opened)) void reader.ask('recording.grown', { recordingId });
      for (const query of seen) await refresh(query);
    },
    changed(snapshot) {
      const query = queries.get(snapshot.id);
      if (query === undefined) return;
      query.snapshot = snapshot;
      events.publish('query.changed', describe(query));
    },
    async mark(recordingId, marks) {
      await reader.ask('recording.mark', { recordingId, marks });
    },
  };
}

function emptySnapshot({
  queryId,
  recordingId,
  text,
  order,
  revision,
}: QueryToOpen): QuerySnapshot {
  return {
    ...{ id: queryId, recordingId, text, order, revision, first: 0, end: 0 },
    ...{ matching: 0, searched: 0, total: 0, state: 'done' },
  };
}

const NO_SUCH_QUERY: Problem = {
  code: 'not-found',
  what: 'There is no such query.',
  why: 'It was closed, or its recording was.',
};

/** @returns null when it takes longer */
async function withinPatience<Value>(
  work: Promise<Value>,
  patienceMs: number,
): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  const done = await Promise.race([work, late]);
  clearTimeout(timer);
  return done;
}
