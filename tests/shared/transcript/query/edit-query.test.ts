import { describe, expect, it } from 'vitest';
import {
  addTerm,
  dropTimes,
  readTerm,
  readTimes,
  setTerm,
} from '#shared/transcript/query/edit-query.ts';

describe('a term', () => {
  it.each([
    ['', []],
    ['kind:tls', ['tls']],
    ['a kind:tls,push b', ['tls', 'push']],
    ['a (kind:tls) b', ['tls']],
    ['kind:t*', []],
    ['not kind:tls', []],
    ['a or kind:tls', []],
    ['kind:tls "', []],
  ])('is read from %s', (text, values) => {
    expect(readTerm(text, 'kind')).toEqual(values);
  });

  it('of states is read', () => {
    expect(readTerm('a is:late,error', 'is')).toEqual(['late', 'error']);
  });

  it.each([
    ['', ['tls'], 'kind:tls'],
    ['a', ['tls', 'push'], 'a kind:tls,push'],
    ['a  kind:tls  b', ['push'], 'a  kind:push  b'],
    ['a  kind:tls  b', [], 'a b'],
    ['a and kind:tls', [], 'a'],
    ['kind:tls and a', [], 'a'],
    ['a and kind:tls and b', [], 'a and b'],
    ['a ((kind:tls))', [], 'a'],
    ['kind:tls', [], ''],
    ['a or b', ['tls'], '(a or b) kind:tls'],
    ['a or kind:tls', [], 'a or kind:tls'],
    ['"a', ['tls'], '"a kind:tls'],
  ])('is set in %s', (text, values, expected) => {
    expect(setTerm(text, 'kind', values)).toBe(expected);
  });

  it('is quoted where it must be', () => {
    expect(setTerm('', 'session', ['Bob (phone)', 'x'])).toBe('session:"Bob (phone)",x');
  });

  it.each([
    ['', 'id:a', 'id:a'],
    [' b ', 'id:a', 'b id:a'],
    ['b or c', 'id:a', '(b or c) id:a'],
    ['after:12:00 x before:-5m', 'after:13:00 before:14:00', 'x after:13:00 before:14:00'],
    ['after:12:00', 'id:a', 'after:12:00 id:a'],
    ['after:12:00', 'before:13:00', 'before:13:00'],
  ])('is added to %s', (text, term, expected) => {
    expect(addTerm(text, term)).toBe(expected);
  });
});

describe('a span of time', () => {
  it.each([
    ['a', null, null],
    ['a after:2026-11-02', '2026-11-02T00:00:00.000Z', null],
    ['after:2026-11-02 before:2026-11-03', '2026-11-02T00:00:00.000Z', '2026-11-03T00:00:00.000Z'],
    ['a or after:2026-11-02', null, null],
    ['after:2026-11-02 "', null, null],
  ])('is read from %s', (text, after, before) => {
    expect(readTimes(text)).toEqual({ after, before });
  });

  it('is taken out', () => {
    expect(dropTimes('after:12:00 x before:-5m')).toBe('x');
    expect(dropTimes('after:12:00 "')).toBe('after:12:00 "');
  });
});
