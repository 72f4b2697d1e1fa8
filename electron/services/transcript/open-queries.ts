/** The queries that views have open over recordings, and their results. */
import type {
  QueryDensity,
  QueryLine,
  QueryLines,
  QueryPlace,
  QuerySnapshot,
} from '#shared/contract/query.ts';
import type { RequestInput } from '#shared/contract/channels.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import type { EventHub } from '../event-hub.ts';
import type { IdSource } from '../platform.ts';
import { countDensity } from './count-density.ts';
import type { EntrySource } from './export.ts';

/** What views ask of queries; see the requests `query.*` of the contract. */
export interface OpenQueries {
  open(request: RequestInput<'query.open'>): Promise<Result<QuerySnapshot>>;
  lines(request: RequestInput<'query.lines'>): Promise<Result<QueryLines>>;
  locate(queryId: string, seq: number): Promise<Result<QueryPlace>>;
  density(request: RequestInput<'query.density'>): Promise<Result<QueryDensity>>;
  close(queryId: string): Result<null>;
  snapshot(queryId: string): Result<QuerySnapshot>;
  /** The live recording has grown. */
  grown(recordingId: string): void;
}

interface OpenQuery {
  snapshot: QuerySnapshot;
  readonly rows: EntryRow[];
  seenSeq: number;
}

/** Creates the place for queries. @param find answers a recording by its id */
export function createOpenQueries({
  find,
  ids,
  events,
}: {
  readonly find: (recordingId: string) => Result<EntrySource>;
  readonly ids: Pick<IdSource, 'next'>;
  readonly events: Pick<EventHub, 'publish'>;
}): OpenQueries {
  const queries = new Map<string, OpenQuery>();

  function search(query: OpenQuery, source: EntrySource): void {
    const { text } = query.snapshot;
    for (;;) {
      const page = source.page({
        filter: text === '' ? {} : { text },
        afterSeq: query.seenSeq,
        limit: 1_000,
        fromEnd: false,
      });
      query.rows.push(...page.rows);
      const last = page.rows.at(-1);
      if (last === undefined || page.rows.length < 1_000) {
        query.seenSeq = Math.max(query.seenSeq, page.total);
        const { length } = query.rows;
        query.snapshot = {
          ...query.snapshot,
          ...{ end: length, matching: length, searched: page.total, total: page.total },
        };
        return;
      }
      query.seenSeq = last.seq;
    }
  }

  function use<Value>(queryId: string, read: (query: OpenQuery) => Value): Result<Value> {
    const query = queries.get(queryId);
    return query === undefined ? fail(NO_SUCH_QUERY) : ok(read(query));
  }

  return {
    async open({ recordingId, text, order, afterSeq }) {
      const source = find(recordingId);
      if (!source.ok) return source;
      const snapshot: QuerySnapshot = {
        ...{ id: ids.next('q'), recordingId, text, order, first: 0, end: 0, revision: 0 },
        ...{ matching: 0, searched: 0, total: 0, state: 'done' },
      };
      const query: OpenQuery = { snapshot, rows: [], seenSeq: afterSeq };
      search(query, source.value);
      queries.set(snapshot.id, query);
      return ok(query.snapshot);
    },
    lines: async ({ queryId, from, count }) =>
      use(queryId, ({ rows, snapshot }) => {
        const start = Math.max(0, from);
        const lines = rows
          .slice(start, start + count)
          .map((row): QueryLine => ({ kind: 'entry', row }));
        return { revision: snapshot.revision, from: start, lines };
      }),
    locate: async (queryId, seq) =>
      use(queryId, ({ rows, snapshot }) => {
        const nearest = rows.findIndex((row) => row.seq >= seq);
        const index = rows[nearest]?.seq === seq ? nearest : null;
        const place = nearest < 0 ? rows.length - 1 : nearest;
        return { revision: snapshot.revision, index, nearest: place };
      }),
    async density({ queryId, ...request }) {
      const query = queries.get(queryId);
      if (query === undefined) return fail(NO_SUCH_QUERY);
      const source = find(query.snapshot.recordingId);
      if (!source.ok) return source;
      const matching = new Set(query.rows.map(({ seq }) => seq));
      const rows = allRows(source.value);
      return ok(countDensity({ ...request, rows, matches: (seq) => matching.has(seq) }));
    },
    close(queryId) {
      return queries.delete(queryId) ? ok(null) : fail(NO_SUCH_QUERY);
    },
    snapshot: (queryId) => use(queryId, (query) => query.snapshot),
    grown(recordingId) {
      for (const query of queries.values()) {
        if (query.snapshot.recordingId !== recordingId) continue;
        const source = find(recordingId);
        if (!source.ok) continue;
        search(query, source.value);
        events.publish('query.changed', query.snapshot);
      }
    },
  };
}

function* allRows(source: EntrySource): Generator<EntryRow> {
  for (let afterSeq = 0; ;) {
    const { rows } = source.page({ filter: {}, afterSeq, limit: 1_000, fromEnd: false });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    afterSeq = last.seq;
  }
}

const NO_SUCH_QUERY: Problem = {
  code: 'not-found',
  what: 'There is no such query.',
  why: 'It was closed, or its recording was.',
};
