/** Requests about queries over recordings, and about filters kept by name. */
import { ok } from '#shared/contract/result.ts';
import type { Handlers } from '../request-handlers.ts';

/** Answers `query.*` and `filter.*`. */
export const queryHandlers: Handlers<
  | 'query.open'
  | 'query.lines'
  | 'query.locate'
  | 'query.follow'
  | 'query.cancel'
  | 'query.close'
  | 'query.density'
  | 'query.suggest'
  | 'filter.list'
  | 'filter.save'
  | 'filter.delete'
> = {
  'query.open': ({ recordings }, request) => recordings.queries.open(request),
  'query.lines': ({ recordings }, request) => recordings.queries.lines(request),
  'query.locate': ({ recordings }, { queryId, seq }) => recordings.queries.locate(queryId, seq),
  'query.follow': ({ recordings }, { queryId, follow }) =>
    recordings.queries.follow(queryId, follow),
  'query.cancel': ({ recordings }, { queryId }) => recordings.queries.cancel(queryId),
  'query.close': ({ recordings }, { queryId }) => recordings.queries.close(queryId),
  'query.density': ({ recordings }, request) => recordings.queries.density(request),
  'query.suggest': ({ recordings }, request) => recordings.queries.suggest(request),
  'filter.list': ({ filters }) => ok(filters.list()),
  'filter.save': ({ filters }, filter) => filters.save(filter),
  'filter.delete': ({ filters }, { id }) => filters.delete(id),
};
