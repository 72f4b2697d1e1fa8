import { describe, expect, it } from 'vitest';
import { completeQuery, valueOption } from '#shared/transcript/query/complete-query.ts';

/** The completion at `|`: what it replaces, its options, and the field it asks a recording for. */
function completeAt(marked: string) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const completion = completeQuery(text, caret);
  if (completion === null) return null;
  const { from, to, options, suggest } = completion;
  return { over: text.slice(from, to), options: options.map((option) => option.text), suggest };
}

describe('completion', () => {
  it('offers every field at the start', () => {
    const options = completeAt('|')?.options ?? [];
    expect(options).toContain('from:');
    expect(options).toContain('latency>');
    expect(options).not.toContain('and ');
  });

  it.each([
    ['fr|', 'fr', ['from:']],
    ['x AN|', 'AN', ['and ']],
    ['-nam|', 'nam', ['name:']],
    ['(si|) x', 'si', ['size>']],
    ['is:unan|', 'unan', ['unanswered']],
    ['is:late,ti|', 'ti', ['timeout']],
    ['dir:|', '', ['in', 'out', 'local', 'sent', 'received']],
    ['kind:no|', 'no', ['nonza', 'note']],
    ['name:m|', 'm', ['message']],
    ['after:|', '', ['-1m', '-10m', '-1h']],
    ['xyz|', 'xyz', []],
  ])('in %s replaces the word', (marked, over, options) => {
    expect(completeAt(marked)).toEqual({ over, options, suggest: null });
  });

  it('finds steps by their titles', () => {
    expect(completeAt('step:create n|')?.over).toBe('n');
    expect(completeAt('step:"create n|')).toMatchObject({ over: '"create n', options: ['create'] });
  });

  it.each([
    ['from:|', '', { field: 'from', prefix: '' }],
    ['a jid:bob@|', 'bob@', { field: 'jid', prefix: 'bob@' }],
    ['session:"Bob (|', '"Bob (', { field: 'session', prefix: 'Bob (' }],
    ['FROM:x,y|', 'y', { field: 'from', prefix: 'y' }],
  ])('in %s asks the recording', (marked, over, suggest) => {
    expect(completeAt(marked)).toMatchObject({ over, suggest });
  });

  it.each(['latency>|', 'id:|', '"abc|', '/ab|', 'iq.err|', 'colour:r|', 'id:/a|'])(
    'leaves %s alone',
    (marked) => {
      expect(completeAt(marked)).toBeNull();
    },
  );

  it('writes values as they are read', () => {
    expect(valueOption('Bob (phone)').text).toBe('"Bob (phone)"');
    expect(valueOption('bob@localhost/x').text).toBe('bob@localhost/x');
  });
});
