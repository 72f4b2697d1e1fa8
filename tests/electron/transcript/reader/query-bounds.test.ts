import { describe, expect, it } from 'vitest';
import { readSeqBounds, readTimeBounds } from '#services/transcript/reader/query-bounds.ts';
import { parseQuery } from '#shared/transcript/query/parse-query.ts';

function read(text: string) {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(query.error.what);
  return query.value;
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
    expect(readSeqBounds(read(text))).toEqual({ after, upTo });
  });
});

describe('readTimeBounds()', () => {
  const morning = '2026-08-20T06:00:00.000Z';
  const noon = '2026-08-20T12:00:00.000Z';

  it.each([
    [`after:${morning}`, morning, null],
    [`after:${morning} is:error after:${noon}`, noon, null],
    [`before:${noon} before:${morning}`, null, morning],
    [`after:${morning} before:${noon} (quokka or after:${noon})`, morning, noon],
  ])('reads %s', (text, from, before) => {
    expect(readTimeBounds(read(text))).toEqual({ from, before });
  });

  it.each([`not after:${noon}`, `after:${noon} or is:error`, 'quokka'])(
    'reads none of %s',
    (text) => {
      expect(readTimeBounds(read(text))).toBeNull();
    },
  );
});
