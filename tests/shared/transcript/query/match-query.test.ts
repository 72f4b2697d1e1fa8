import { describe, expect, it } from 'vitest';
import { createEntryMatcher } from '#shared/transcript/query/match-query.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';
import {
  QUERY_CASES,
  QUERY_CLOCK,
  QUERY_ENTRIES,
  QUERY_SURROUNDINGS,
} from '#tests/support/query-cases.ts';

function find(text: string): readonly number[] | string {
  const query = parseQuery(text, QUERY_CLOCK);
  if (!query.ok) return query.error.why ?? query.error.what;
  const matches = createEntryMatcher(query.value);
  return QUERY_ENTRIES.filter((entry) => matches(entry, QUERY_SURROUNDINGS)).map(({ seq }) => seq);
}

describe('the matcher', () => {
  it.each(QUERY_CASES)('finds by %s', (text, expected) => {
    expect(find(text)).toEqual(expected);
  });
});
