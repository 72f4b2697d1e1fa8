import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEntryMatcher } from '#shared/transcript/query/match-query.ts';
import { faultOf, parseQuery } from '#shared/transcript/query/parse-query.ts';
import { printQuery } from '#shared/transcript/query/print-query.ts';
import type { QueryNode } from '#shared/transcript/query/query-node.ts';
import { tokenizeQuery } from '#shared/transcript/query/query-token.ts';
import {
  queryArbitrary,
  queryTextArbitrary,
  withoutPlaces,
} from '#tests/support/query-arbitraries.ts';
import { QUERY_ENTRIES, QUERY_SURROUNDINGS } from '#tests/support/query-cases.ts';

const anyText = fc.oneof(queryTextArbitrary, fc.string({ unit: 'binary', maxLength: 60 }));
const NOWHERE = { from: 0, to: 0 };

function parsed(text: string): QueryNode {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(`${text}: ${query.error.why ?? ''}`);
  return query.value;
}

function find(query: QueryNode): readonly number[] {
  const matches = createEntryMatcher(query);
  return QUERY_ENTRIES.filter((entry) => matches(entry, QUERY_SURROUNDINGS)).map(({ seq }) => seq);
}

describe('any text', () => {
  it('is cut into its tokens', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokenizeQuery(text);
        for (const { raw, from, to } of tokens) expect(raw).toBe(text.slice(from, to));
        expect(tokens.map(({ raw }) => raw).join('')).toBe(restOf(text, tokens));
      }),
    );
  });

  it('is a query or a fault in place', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const query = parseQuery(text);
        if (query.ok) return;
        const { from, to, message } = faultOf(query.error);
        expect(message).not.toBe('');
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('says the same when written again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const query = parseQuery(text);
        if (!query.ok) return;
        const again = parsed(printQuery(query.value));
        expect(withoutPlaces(again)).toEqual(withoutPlaces(query.value));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('any query', () => {
  it('reads as it was written', () => {
    fc.assert(
      fc.property(queryArbitrary, (query) => {
        expect(withoutPlaces(parsed(printQuery(query)))).toEqual(withoutPlaces(query));
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds what its negation leaves', () => {
    fc.assert(
      fc.property(queryArbitrary, (query) => {
        const others = new Set(find({ kind: 'not', part: query, ...NOWHERE }));
        const rest = QUERY_ENTRIES.map(({ seq }) => seq).filter((seq) => !others.has(seq));
        expect(find(query)).toEqual(rest);
      }),
    );
  });

  it("keeps De Morgan's laws", () => {
    fc.assert(
      fc.property(queryArbitrary, queryArbitrary, (left, right) => {
        const not = (part: QueryNode): QueryNode => ({ kind: 'not', part, ...NOWHERE });
        const join = (kind: 'and' | 'or', ...parts: QueryNode[]): QueryNode => ({
          ...{ kind, parts },
          ...NOWHERE,
        });
        expect(find(not(join('and', left, right)))).toEqual(
          find(join('or', not(left), not(right))),
        );
        expect(find(not(join('or', left, right)))).toEqual(
          find(join('and', not(left), not(right))),
        );
      }),
    );
  });
});

/** What is left of a text when the blanks between tokens are taken out. */
function restOf(text: string, tokens: ReturnType<typeof tokenizeQuery>): string {
  const ends = [0, ...tokens.map(({ to }) => to)];
  const starts = [...tokens.map(({ from }) => from), text.length];
  for (const [index, end] of ends.entries()) {
    expect(text.slice(end, starts[index])).toMatch(/^\s*$/);
  }
  return tokens.map(({ from, to }) => text.slice(from, to)).join('');
}
