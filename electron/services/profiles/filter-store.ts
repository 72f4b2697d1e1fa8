/** Queries that the user has given a name. */
import { join } from 'node:path';
import { z } from 'zod';
import type { SavedFilter } from '#shared/contract/query.ts';
import { fail, type Problem, type Result } from '#shared/contract/result.ts';
import { savedFilterSchema } from '#shared/contract/schemas.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';
import type { EventHub } from '../event-hub.ts';
import type { Clock } from '../platform.ts';
import { openVersionedFile } from './versioned-file.ts';

/** The saved filters. */
export interface FilterStore {
  /** In the order in which they were first saved. */
  list(): readonly SavedFilter[];
  /**
   * Adds a filter or replaces the one of its id, and tells (`filter.changed`).
   * @returns all of them. Fails with `bad-query`, `name-taken`, `too-many` or `not-saved`
   */
  save(filter: SavedFilter): Result<readonly SavedFilter[]>;
  /** Answers those that are left. Fails with `not-found` or `not-saved`. */
  delete(id: string): Result<readonly SavedFilter[]>;
  /** What was wrong with the file; null when nothing was. */
  problem(): Problem | null;
}

const FILE_VERSION = 1;
const MAX_FILTERS = 200;
const contentSchema = z.array(savedFilterSchema);

/**
 * Opens the saved filters of a data folder. A file that cannot be read is set aside.
 * @param folder the data folder; created with the first save
 */
export function createFilterStore({
  folder,
  clock,
  events,
}: {
  readonly folder: string;
  readonly clock: Clock;
  readonly events: Pick<EventHub, 'publish'>;
}): FilterStore {
  const file = openVersionedFile<readonly SavedFilter[]>({
    path: join(folder, 'filters.json'),
    version: FILE_VERSION,
    read: (content) => contentSchema.parse(content),
    empty: [],
    clock,
  });

  function write(filters: readonly SavedFilter[]): Result<readonly SavedFilter[]> {
    const saved = file.write(filters);
    if (saved.ok) events.publish('filter.changed', saved.value);
    return saved;
  }

  return {
    list: file.read,
    save(filter) {
      const query = parseQuery(filter.text);
      if (!query.ok) return query;
      const before = file.read();
      const name = filter.name.trim();
      const taken = before.some((other) => other.name === name && other.id !== filter.id);
      if (name === '' || taken) return fail(taken ? NAME_TAKEN : NO_NAME);
      const named = { ...filter, name };
      if (before.some(({ id }) => id === filter.id)) {
        return write(before.map((other) => (other.id === filter.id ? named : other)));
      }
      return before.length >= MAX_FILTERS ? fail(TOO_MANY) : write([...before, named]);
    },
    delete(id) {
      const before = file.read();
      const left = before.filter((filter) => filter.id !== id);
      return left.length === before.length ? fail(NO_SUCH_FILTER) : write(left);
    },
    problem: file.problem,
  };
}

const NO_NAME: Problem = {
  code: 'bad-input',
  what: 'The filter was not saved.',
  why: 'It has no name.',
  next: 'Give it one.',
  place: 'name',
};

const NAME_TAKEN: Problem = {
  code: 'name-taken',
  what: 'The filter was not saved.',
  why: 'Another filter has this name.',
  next: 'Choose another name, or delete the other filter.',
  place: 'name',
};

const TOO_MANY: Problem = {
  code: 'too-many',
  what: 'The filter was not saved.',
  why: `There are ${MAX_FILTERS} filters already.`,
  next: 'Delete some that are not needed.',
};

const NO_SUCH_FILTER: Problem = {
  code: 'not-found',
  what: 'There is no such filter.',
  why: 'It was deleted already.',
};
