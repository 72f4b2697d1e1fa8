import { describe, expect, it } from 'vitest';
import {
  asksForAnswer,
  describeExchange,
  summarizeExchange,
} from '#renderer/formatting/exchange-line.ts';
import { buildRow } from '#tests/support/contract-builders.ts';
import type { EntryRow } from '#shared/transcript/entry.ts';

const REQUEST = buildRow(1, { direction: 'out', type: 'set', monotonicMs: 100 });

function reply(relation: EntryRow['relation'], given: Partial<EntryRow> = {}): EntryRow {
  return buildRow(2, { replyTo: 1, relation, monotonicMs: 350, ...given });
}

describe('describeExchange', () => {
  it.each([
    ['answer', {}, 'answered', 'passed'],
    ['answer', { type: 'error', condition: 'forbidden' }, 'refused', 'failed'],
    ['late', {}, 'answered too late', 'attention'],
    ['wrong-sender', {}, 'answered by somebody else', 'attention'],
    ['timeout', { direction: 'local' }, 'timed out', 'failed'],
    ['cancelled', { direction: 'local' }, 'cancelled', 'attention'],
    ['disconnected', { direction: 'local' }, 'connection lost', 'failed'],
  ] as const)('names %s', (relation, given, word, tone) => {
    expect(describeExchange([REQUEST, reply(relation, given)])).toMatchObject([
      { word: 'asked', after: '' },
      { word, tone, after: '250 ms' },
    ]);
  });

  it('takes the measured latency where there is one', () => {
    const [, answer] = describeExchange([REQUEST, reply('answer', { latencyMs: 12 })]);
    expect(answer?.after).toBe('12 ms');
  });
});

describe('summarizeExchange', () => {
  it.each([
    ['a request alone', [REQUEST], 'waiting since 10:00:00.000'],
    ['an answer', [REQUEST, reply('answer')], 'answered after 250 ms'],
    [
      'an answer after a stranger',
      [REQUEST, reply('wrong-sender'), reply('answer')],
      'answered after 250 ms',
    ],
    ['an answer too late', [REQUEST, reply('timeout'), reply('late')], 'timed out after 250 ms'],
    ['an answer alone', [reply('answer')], 'answered'],
  ])('tells the end of %s', (_name, rows, line) => {
    expect(summarizeExchange(describeExchange(rows))).toBe(line);
  });
});

it.each([
  ['a set', {}, true],
  ['a get', { type: 'get' }, true],
  ['a result', { type: 'result' }, false],
  ['what came in', { direction: 'in' }, false],
  ['a message', { name: 'message' }, false],
] as const)('knows whether %s asks for an answer', (_name, given, asks) => {
  expect(asksForAnswer({ ...REQUEST, ...given })).toBe(asks);
});
