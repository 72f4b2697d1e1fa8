import { describe, expect, it } from 'vitest';
import { exchangeBars } from '#shared/transcript/diagram/exchange-bars.ts';
import { createLifelineBook } from '#shared/transcript/diagram/lifelines.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { buildEntry } from '#tests/support/entries.ts';

const request = (seq: number): EntryRow => buildEntry({ seq, direction: 'out', to: 'p.x' });
const answer = (seq: number, replyTo: number): EntryRow =>
  buildEntry({ seq, direction: 'in', from: 'p.x', replyTo });

function barsOf(rows: readonly (EntryRow | undefined)[]): readonly string[] {
  return exchangeBars(rows, createLifelineBook()).map((line) =>
    line.map(({ lifeline, from, to }) => `${lifeline} ${from}–${to}`).join(', '),
  );
}

describe('exchangeBars', () => {
  it('reach from request to answer', () => {
    expect(barsOf([request(1), buildEntry({ seq: 2 }), answer(3, 1)])).toEqual([
      ...['service:p.x arrow–foot', 'service:p.x top–foot', 'service:p.x top–arrow'],
    ]);
  });

  it('merge where requests overlap', () => {
    expect(barsOf([request(1), request(2), answer(3, 1), answer(4, 2)])).toEqual([
      ...['service:p.x arrow–foot', 'service:p.x top–foot'],
      ...['service:p.x top–foot', 'service:p.x top–arrow'],
    ]);
  });

  it('come from above when the request is further up', () => {
    expect(barsOf([undefined, answer(9, 1)])).toEqual([
      ...['service:p.x top–foot', 'service:p.x top–arrow'],
    ]);
  });

  it('are not there while an answer is missing', () => {
    expect(barsOf([request(1)])).toEqual(['']);
  });
});
