import { describe, expect, it } from 'vitest';
import { createLineCache, MOST_PAGES, PAGE_LINES } from '#renderer/stores/line-cache.ts';
import { buildRow } from '#tests/support/contract-builders.ts';
import { entryLine } from '#tests/support/scripted-queries.ts';

interface Asked {
  readonly from: number;
  readonly count: number;
  readonly answer: (revision?: number) => Promise<void>;
}

function openCache(bounds: { first: number; end: number }) {
  const asked: Asked[] = [];
  let arrivals = 0;
  const cache = createLineCache({
    revision: 0,
    bounds: () => bounds,
    onArrived: () => (arrivals += 1),
    read: (from, count) =>
      new Promise((resolve) => {
        asked.push({
          from,
          count,
          answer: async (revision = 0) => {
            const lines = Array.from({ length: count }, (_, at) => entryLine(buildRow(from + at)));
            resolve({ revision, from, lines });
            await settle();
          },
        });
      }),
  });
  return { cache, asked, bounds, arrivals: () => arrivals };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('line cache', () => {
  it('asks for a page once', async () => {
    const { cache, asked, arrivals } = openCache({ first: 0, end: 5_000 });
    for (let index = 3 * PAGE_LINES; index < 4 * PAGE_LINES; index += 1)
      expect(cache.at(index)).toBeUndefined();
    await settle();
    cache.at(3 * PAGE_LINES + 10);
    await settle();
    expect(asked.map(({ from, count }) => [from, count])).toEqual([[3 * PAGE_LINES, PAGE_LINES]]);
    await asked[0]?.answer();
    const last = 4 * PAGE_LINES - 1;
    expect(cache.at(last)).toMatchObject({ row: { seq: last } });
    expect(arrivals()).toBe(1);
  });

  it('asks for what is looked at last first', async () => {
    const { cache, asked } = openCache({ first: 0, end: 1_000_000 });
    for (let page = 0; page < 100; page += 1) cache.at(page * PAGE_LINES);
    await settle();
    expect(asked.map(({ from }) => from / PAGE_LINES)).toEqual([99, 98]);
    await asked[0]?.answer();
    await asked[1]?.answer();
    await settle();
    expect(asked.map(({ from }) => from / PAGE_LINES)).toEqual([99, 98, 97, 96]);
  });

  it('completes the page that grows', async () => {
    const { cache, asked, bounds } = openCache({ first: 0, end: 210 });
    cache.at(205);
    await settle();
    await asked[0]?.answer();
    bounds.end = 230;
    cache.at(225);
    await settle();
    expect([asked[1]?.from, asked[1]?.count]).toEqual([210, 20]);
  });

  it('reads before index nought', async () => {
    const { cache, asked } = openCache({ first: -30, end: 10 });
    cache.at(-5);
    await settle();
    expect([asked[0]?.from, asked[0]?.count]).toEqual([-30, 30]);
    await asked[0]?.answer();
    expect(cache.at(-30)).toBeDefined();
    expect(cache.at(-31)).toBeUndefined();
  });

  it('forgets what was not looked at for long', async () => {
    const { cache, asked } = openCache({ first: 0, end: 1_000_000 });
    for (let page = 0; page <= MOST_PAGES; page += 1) {
      cache.at(page * PAGE_LINES);
      await settle();
      await asked.at(-1)?.answer();
    }
    expect(cache.peek(0)).toBeUndefined();
    expect(cache.peek(PAGE_LINES)).toBeDefined();
  });

  it('drops answers of another revision', async () => {
    const { cache, asked, arrivals } = openCache({ first: 0, end: 100 });
    cache.at(0);
    await settle();
    await asked[0]?.answer(1);
    expect([cache.peek(0), arrivals()]).toEqual([undefined, 0]);
  });

  it('reads long ranges in parts', async () => {
    const { cache, asked } = openCache({ first: 0, end: 5_000 });
    const loading = cache.load(0, 2_500);
    for (let part = 0; part < 3; part += 1) {
      await settle();
      await asked[part]?.answer();
    }
    expect(await loading).toBe(true);
    expect(asked.map(({ count }) => count)).toEqual([1_000, 1_000, 500]);
  });

  it('asks for nothing once it is disposed', async () => {
    const { cache, asked } = openCache({ first: 0, end: 100 });
    cache.at(0);
    cache.dispose();
    await settle();
    expect(asked).toEqual([]);
  });
});
