import { describe, expect, it } from 'vitest';
import { readSeqBounds } from '#services/transcript/reader/seq-bounds.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';

function boundsOf(text: string) {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.error.what);
  const { after, upTo } = readSeqBounds(query.value);
  return [after, upTo];
}

describe('readSeqBounds()', () => {
  it.each([
    ['no:7', 6, 7],
    ['no>7', 6, Infinity],
    ['no>=7 is:error no<10', 6, 10],
    ['no<=10 (no>3 or is:error)', -Infinity, 10],
    ['no:7 or no:9', -Infinity, Infinity],
    ['not no<10', -Infinity, Infinity],
    ['latency>7ms', -Infinity, Infinity],
  ])('reads %s', (text, after, upTo) => {
    expect(boundsOf(text)).toEqual([after, upTo]);
  });
});
