import { describe, expect, it } from 'vitest';
import { arrowText, gapBefore, toArrow } from '#shared/transcript/diagram/arrow.ts';
import { createLifelineBook } from '#shared/transcript/diagram/lifelines.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';
import { buildEntry } from '#tests/support/entries.ts';

const book = createLifelineBook([{ sessionId: 's1', jid: 'alice@example.org' }]);
const arrowOf = (change: Partial<EntryRow>) => toArrow(buildEntry({ name: 'iq', ...change }), book);

describe('toArrow', () => {
  it.each<[string, Partial<EntryRow>, string, string]>([
    [
      'a request',
      { type: 'set', childName: 'pubsub', childAction: 'create' },
      'iq set create',
      'normal',
    ],
    ['an answer', { type: 'result', replyTo: 1, latencyMs: 12.4 }, 'iq result · 12 ms', 'normal'],
    [
      'an error',
      { type: 'error', condition: 'forbidden', latencyMs: 9 },
      'iq error · ✗ forbidden · 9 ms',
      'failed',
    ],
    ['an error without reason', { type: 'error' }, 'iq error · ✗ no reason given', 'failed'],
    [
      'a late answer',
      { type: 'result', relation: 'late', latencyMs: 5_100 },
      'iq result · ⚠ late answer · 5.10 s',
      'attention',
    ],
    [
      'a late error',
      { type: 'error', relation: 'late', condition: 'conflict' },
      'iq error · ⚠ late answer, ✗ conflict',
      'failed',
    ],
    [
      'a wrong sender',
      { type: 'result', relation: 'wrong-sender' },
      'iq result · ⚠ not from whom it was asked',
      'failed',
    ],
    [
      'an unasked answer',
      { type: 'result', relation: 'unsolicited' },
      'iq result · ⚠ nobody asked for it',
      'attention',
    ],
    [
      'a note',
      { name: null, direction: 'local', kind: 'tls', text: 'TLSv1.3' },
      'TLSv1.3',
      'normal',
    ],
    ['text that is no XML', { name: null, kind: 'nonza' }, 'nonza', 'normal'],
  ])('says and marks %s', (_name, change, text, tone) => {
    const arrow = arrowOf(change);
    expect([arrowText(arrow), arrow.tone]).toEqual([text, tone]);
  });

  it('draws answers dashed', () => {
    expect(arrowOf({ replyTo: 1 }).answer).toBe(true);
    expect(arrowOf({}).answer).toBe(false);
  });

  it('makes a note of what crossed nothing', () => {
    expect(arrowOf({ direction: 'local' })).toMatchObject({ kind: 'note', from: 'session:s1' });
  });

  it('leads a lost answer to whom was asked', () => {
    const request = buildEntry({ seq: 1, direction: 'out', to: 'pubsub.example.org' });
    const given: Partial<EntryRow> = {
      ...({ seq: 2, name: null, direction: 'local', kind: 'note', replyTo: 1 } as const),
      relation: 'timeout',
      text: 'No answer within 5 s',
    };
    const arrow = toArrow(buildEntry(given), book, request);
    expect(arrow).toMatchObject({
      ...{ kind: 'loss', from: 'session:s1', to: 'service:pubsub.example.org', answer: true },
      ...{ tone: 'failed' },
    });
    expect(arrowText(arrow)).toBe('✗ No answer within 5 s');
    expect(arrowOf(given)).toMatchObject({ kind: 'loss', to: 'session:s1' });
  });
});

it('marks time in which nothing happened', () => {
  const at = (monotonicMs: number): EntryRow => buildEntry({ monotonicMs });
  expect(gapBefore(at(5_000), at(1_000))).toBe(4_000);
  expect(gapBefore(at(1_999), at(1_000))).toBeNull();
  expect(gapBefore(at(5_000), undefined)).toBeNull();
});
