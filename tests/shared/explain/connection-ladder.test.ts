import { describe, expect, it } from 'vitest';
import type { LadderRung } from '#shared/contract/ladder.ts';
import type { ConnectStep } from '#shared/contract/session.ts';
import { completeLadder, ladderLines } from '#shared/explain/connection-ladder.ts';

const rung = (step: ConnectStep, given: Partial<LadderRung> = {}): LadderRung => ({
  step,
  state: 'done',
  startedMs: 0,
  durationMs: 1,
  facts: [],
  ...given,
});

const statesOf = (rungs: readonly LadderRung[]): readonly string[] =>
  completeLadder(rungs).map(({ step, state }) => `${step} ${state}`);

describe('connection ladder', () => {
  it('lists what was not reached', () => {
    expect(statesOf([rung('resolve'), rung('connect'), rung('tls', { state: 'failed' })])).toEqual([
      'resolve done',
      'connect done',
      'tls failed',
      'stream unreached',
      'authenticate unreached',
      'bind unreached',
      'session unreached',
      'management unreached',
      'online unreached',
    ]);
  });

  it('expects encryption after a stream in clear', () => {
    const states = statesOf([rung('connect'), rung('stream', { state: 'failed' })]);
    expect(states.slice(0, 3)).toEqual(['connect done', 'stream failed', 'tls unreached']);
  });

  it('misses nothing once online', () => {
    expect(statesOf([rung('connect'), rung('bind'), rung('online')])).toHaveLength(3);
    expect(completeLadder([])).toEqual([]);
  });

  it('says everything as text', () => {
    const facts = [{ label: 'Valid', value: 'until yesterday', tone: 'bad' as const }];
    const lines = ladderLines([
      rung('connect', { durationMs: 3.04 }),
      rung('tls', { state: 'failed', durationMs: 12, facts }),
    ]);
    expect(lines.slice(0, 4)).toEqual([
      '✓ Reach the server  3.0 ms',
      '✗ Encrypt           failed after 12.0 ms',
      '    Valid: until yesterday (bad)',
      '· Open the stream   not reached',
    ]);
  });
});
