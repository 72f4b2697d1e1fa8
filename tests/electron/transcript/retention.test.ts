import { describe, expect, it } from 'vitest';
import type { RetentionRule } from '#shared/contract/channels.ts';
import { chooseExpired, type KeptRecording } from '#services/transcript/retention.ts';

const NOW = new Date('2026-08-20T10:00:00.000Z');

function kept(id: string, day: string, megabytes: number, held = false): KeptRecording {
  return { id, startedAt: `${day}T00:00:00.000Z`, bytes: megabytes * 1_000_000, held };
}

const RECORDINGS = [
  kept('newest', '2026-08-20', 30),
  kept('middle', '2026-08-10', 30),
  kept('held', '2026-07-01', 30, true),
  kept('oldest', '2026-06-01', 30),
];

describe('chooseExpired', () => {
  it.each<[string, RetentionRule, string[]]>([
    ['keeps all without a limit', { days: null, megabytes: null }, []],
    ['goes by age', { days: 5, megabytes: null }, ['oldest', 'middle']],
    ['goes by size, the oldest first', { days: null, megabytes: 100 }, ['oldest']],
    ['counts what is held', { days: null, megabytes: 31 }, ['oldest', 'middle', 'newest']],
    ['goes by both', { days: 60, megabytes: 60 }, ['oldest', 'middle']],
  ])('%s', (_what, rule, expected) => {
    expect(chooseExpired(RECORDINGS, rule, NOW)).toEqual(expected);
  });
});
