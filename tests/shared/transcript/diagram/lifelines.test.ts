import { describe, expect, it } from 'vitest';
import { createLifelineBook } from '#shared/transcript/diagram/lifelines.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { buildEntry } from '#tests/support/entries.ts';

const ALICE = 'alice@example.org/phone';

let seq = 0;
const row = (change: Partial<EntryRow>): EntryRow => buildEntry({ seq: (seq += 1), ...change });
/** An answer of the server: from here on it is known who `s1` is. */
const told = () => row({ direction: 'in', to: ALICE });

function namesAfter(...rows: readonly EntryRow[]): readonly string[] {
  const book = createLifelineBook();
  book.take(rows);
  return book.lifelines().map(({ kind, name }) => `${kind} ${name}`);
}

function endsAfter(...rows: readonly EntryRow[]): string {
  const book = createLifelineBook();
  book.take(rows);
  const { from, to } = book.endsOf(rows.at(-1) ?? told());
  return `${from} → ${to}`;
}

describe('lifelines', () => {
  it('stand by kind, then as they came', () => {
    expect(
      namesAfter(
        row({ sessionId: '', sessionName: 'Gateway', kind: 'push' }),
        told(),
        row({ direction: 'out', to: 'juliet@elsewhere.org/balcony' }),
        row({ direction: 'out', to: 'pubsub.example.org' }),
        row({ direction: 'in', from: 'push.example.org', to: ALICE }),
        row({ direction: 'in', sessionId: 's2', sessionName: 'Bob', to: 'bob@example.org/r' }),
      ),
    ).toEqual([
      ...['session Alice', 'session Bob', 'server example.org', 'service pubsub.example.org'],
      ...['service push.example.org', 'account juliet@elsewhere.org', 'gateway Gateway'],
    ]);
  });

  it('learn a server later than they draw it', () => {
    const book = createLifelineBook();
    book.take([row({ direction: 'out', kind: 'nonza' })]);
    expect(book.lifelines().map(({ key }) => key)).toEqual(['session:s1', 'server:server']);
    book.take([told()]);
    expect(book.lifelines().map(({ key }) => key)).toEqual(['session:s1', 'server:example.org']);
  });

  it('count each entry once', () => {
    const book = createLifelineBook();
    const rows = [told(), told()];
    book.take(rows);
    book.take(rows);
    expect(book.lifelines().map(({ entries }) => entries)).toEqual([2, 2]);
  });

  it('know sessions that are told of beforehand', () => {
    const book = createLifelineBook([{ sessionId: 's1', jid: 'alice@example.org' }]);
    const sent = row({ direction: 'out', to: 'alice@example.org' });
    expect(book.endsOf(sent)).toEqual({ from: 'session:s1', to: 'server:example.org' });
  });
});

describe('ends of an entry', () => {
  it.each<[string, Partial<EntryRow>, string]>([
    ['without address', { direction: 'out' }, 'session:s1 → server:example.org'],
    ['to the server', { direction: 'out', to: 'example.org' }, 'session:s1 → server:example.org'],
    ['to oneself', { direction: 'out', to: ALICE }, 'session:s1 → server:example.org'],
    ['to a service', { direction: 'out', to: 'muc.x.org/r' }, 'session:s1 → service:muc.x.org'],
    ['from an account', { direction: 'in', from: 'a@x.org/r' }, 'account:a@x.org → session:s1'],
    ['to no JID', { direction: 'out', to: 'a b' }, 'session:s1 → account:a b'],
    ['of a nonza', { direction: 'in', kind: 'nonza' }, 'server:example.org → session:s1'],
    ['of what crossed nothing', { direction: 'local' }, 'session:s1 → session:s1'],
    ['of a push', { sessionId: '', kind: 'push' }, 'server:example.org → gateway:'],
  ])('are right %s', (_name, change, ends) => {
    expect(endsAfter(told(), row(change))).toBe(ends);
  });

  it('lead over the server to another session', () => {
    const bob = row({ direction: 'in', sessionId: 's2', to: 'bob@example.org/r' });
    expect(endsAfter(told(), bob, row({ direction: 'out', to: 'bob@example.org' }))).toBe(
      'session:s1 → server:example.org',
    );
  });

  it('learn the server from the stream', () => {
    const open = row({ kind: 'stream', direction: 'out', to: 'example.org' });
    expect(endsAfter(open)).toBe('session:s1 → server:example.org');
  });
});
