import { describe, expect, it } from 'vitest';
import { relativeText, timeTicks } from '#renderer/formatting/time-ticks.ts';

const WALL = Date.parse('2026-11-02T12:00:00.000Z');
const clock = { wallOffsetMs: WALL, startMs: 0 };

describe('timeTicks', () => {
  it.each([
    [90, 3, ['12:00:00.000', '12:00:00.050']],
    [10_000, 5, ['12:00:00', '12:00:02', '12:00:04', '12:00:06', '12:00:08', '12:00:10']],
    [600_000, 4, ['12:00', '12:05', '12:10']],
    [86_400_000, 2, ['12:00', '00:00', '12:00']],
    [300 * 86_400_000, 2, ['2027-02-01', '2027-07-01']],
  ])('stand at round times of %d ms', (toMs, most, expected) => {
    const absolute = timeTicks({ fromMs: 0, toMs }, clock, most).map((tick) => tick.absolute);
    expect(absolute).toEqual(expected);
  });

  it('are told from the beginning of the recording', () => {
    const [tick] = timeTicks({ fromMs: 61_000, toMs: 65_000 }, { ...clock, startMs: 1_000 }, 4);
    expect(tick).toEqual({ atMs: 61_000, absolute: '12:01:01', relative: '+1 min' });
  });

  it('leave out what nobody can see', () => {
    const ticks = timeTicks({ fromMs: 0, toMs: 6_000 }, { ...clock, startMs: -1 }, 3);
    expect(ticks.map((tick) => tick.relative)).toEqual(['start', '+2 s', '+4 s', '+6 s']);
  });

  it.each([
    ['just at it', 0, ['start', '+5 min', '+10 min']],
    ['a moment before', -1, ['start', '+5 min', '+10 min']],
    ['well before', -60_000, ['+1 min', '+6 min', '+11 min']],
  ])('name the beginning: %s', (_, startMs, expected) => {
    const ticks = timeTicks({ fromMs: 0, toMs: 600_000 }, { ...clock, startMs }, 4);
    expect(ticks.map((tick) => tick.relative)).toEqual(expected);
  });
});

it.each([
  [0, '+0 ms'],
  [1_500, '+1.5 s'],
  [-20, '−20 ms'],
  [-0.2, '+0 ms'],
  [125_000, '+2 min 5 s'],
  [3 * 3_600_000 + 720_000, '+3 h 12 min'],
  [52 * 3_600_000, '+2 d 4 h'],
])('says %d ms', (milliseconds, text) => {
  expect(relativeText(milliseconds)).toBe(text);
});
