import { describe, expect, it } from 'vitest';
import { faultOf, MAX_QUERY_LENGTH, parseQuery } from '#shared/transcript/query/parse-query.ts';

/** The part of the query that is at fault between « and », and what is said of it. */
function faultIn(text: string): readonly string[] {
  const query = parseQuery(text);
  if (query.ok) return [text];
  const { from, to, message, hint = '' } = faultOf(query.error);
  return [`${text.slice(0, from)}«${text.slice(from, to)}»${text.slice(to)}`, message, hint];
}

describe('a fault', () => {
  it.each([
    ['form:bob', '«form»:bob', 'no field', 'Did you mean from:?'],
    ['a latncy>5', 'a «latncy»>5', 'no field', 'Did you mean latency:?'],
    ['colour:red', '«colour»:red', 'no field', 'Fields are from, to'],
    ['from:', 'from«:»', 'missing', 'from:alice@example.org'],
    ['id:a,', 'id:a«,»', 'missing', ''],
    ['id:,a', 'id«:»,a', 'missing', ''],
    ['is:foo', 'is:«foo»', 'never', 'It can be error'],
    ['is:late,tiemout', 'is:late,«tiemout»', 'never', 'Did you mean timeout?'],
    ['dir:up', 'dir:«up»', 'no direction', 'in, out, local'],
    ['kind:stanzas', 'kind:«stanzas»', 'no kind', 'Did you mean stanza?'],
    ['latency>abc', 'latency>«abc»', 'no duration', 'latency>200ms'],
    ['latency>5kB', 'latency>«5kB»', 'no duration', ''],
    ['latency>', 'latency«>»', 'missing', ''],
    ['size:1,2', 'size:1,«2»', 'one value', ''],
    ['no:"1"', 'no:«"1"»', 'no number', ''],
    ['type>error', 'type«>»error', 'takes a colon', 'type:value'],
    ['after:yesterday', 'after:«yesterday»', 'no time', 'after:-5m'],
    ['after:2026-02-30', 'after:«2026-02-30»', 'no time', ''],
    ['before:25:00', 'before:«25:00»', 'no time', ''],
    ['id:"abc', 'id:«"abc»', 'not closed', ''],
    ['"abc', '«"abc»', 'not closed', ''],
    ['a ""', 'a «""»', 'empty', ''],
    ['type:""', 'type:«""»', 'empty', ''],
    ['/ab', '«/ab»', 'not closed', 'quotes'],
    ['a /(/ b', 'a «/(/» b', 'wrong: ', ''],
    ['/a/gx', '«/a/gx»', 'no flags', 'i, m, s or u'],
    ['id:/[/', 'id:«/[/»', 'not closed', ''],
    ['//', '«//»', 'empty', ''],
    ['(a or b', '«(»a or b', 'not closed', 'Add “)”'],
    ['a)', 'a«)»', 'no “(”', ''],
    ['()', '(«)»', 'between “(” and “)”', ''],
    ['or a', '«or» a', 'before “or”', 'quotes'],
    ['a or', 'a «or»', 'follow “or”', ''],
    ['a and or b', 'a and «or» b', 'between “and” and “or”', ''],
    ['iq[type=error', 'iq«[type=error»', 'not closed', 'iq[type=error]'],
    ['iq.', 'iq«.»', 'no name', ''],
    ['iq..error', 'iq.«.error»', 'no name', ''],
    ['iq{urn:x', 'iq«{urn:x»', 'not closed', ''],
    ['not', '«not»', 'follow “not”', ''],
  ])('in %s', (text, place, message, hint) => {
    const [shown, said = '', hinted = ''] = faultIn(text);
    expect(shown).toBe(place);
    expect(said).toContain(message);
    expect(hinted).toContain(hint);
  });

  it('is said as a problem', () => {
    expect(parseQuery('is:foo')).toMatchObject({
      error: { code: 'bad-query', why: 'Entries are never “foo”.', place: 'character 4' },
    });
  });

  it('stops at a deep nesting', () => {
    for (const text of ['('.repeat(2_000), '-'.repeat(2_000) + 'a', 'not '.repeat(1_000)]) {
      expect(faultIn(text)[1]).toBe('The query is nested too deep');
    }
  });

  it('stops at a great length', () => {
    expect(faultIn('a'.repeat(MAX_QUERY_LENGTH + 1))[1]).toContain('longer than');
  });
});

describe('a time', () => {
  const clock = { from: '2026-11-02T23:50:00.000Z', to: '2026-11-03T00:10:00.000Z' };
  it.each([
    ['2026-11-02', '2026-11-02T00:00:00.000Z'],
    ['2026-11-02T12:04', '2026-11-02T12:04:00.000Z'],
    ['2026-11-02t12:04:31.2z', '2026-11-02T12:04:31.200Z'],
    ['2026-11-02T12:04:31+02:00', '2026-11-02T10:04:31.000Z'],
    ['23:55:01.5', '2026-11-02T23:55:01.500Z'],
    ['00:05', '2026-11-03T00:05:00.000Z'],
    ['23:00', '2026-11-02T23:00:00.000Z'],
    ['01:00', '2026-11-03T01:00:00.000Z'],
    ['-5m', '2026-11-03T00:05:00.000Z'],
    ['-1.5h', '2026-11-02T22:40:00.000Z'],
    ['"-200ms"', '2026-11-03T00:09:59.800Z'],
  ])('%s is taken', (text, time) => {
    expect(parseQuery(`after:${text}`, clock)).toMatchObject({ value: { kind: 'after', time } });
  });

  it('that nobody lives to see is none', () => {
    expect(parseQuery('after:-999999999d', clock)).toMatchObject({ ok: false });
  });
});
