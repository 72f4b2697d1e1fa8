import { describe, expect, it } from 'vitest';
import { orderSrvRecords } from '#services/xmpp/srv-order.ts';

const record = (name: string, priority: number, weight: number) => ({ name, priority, weight });

/** A repeatable source of numbers from 0 up to 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function names(records: readonly { readonly name: string }[]): string {
  return records.map(({ name }) => name).join('');
}

describe('orderSrvRecords', () => {
  it('puts lower priorities first', () => {
    const records = [record('c', 30, 9), record('a', 1, 0), record('b', 20, 5)];
    expect(names(orderSrvRecords(records, seeded(1)))).toBe('abc');
  });

  it.each([
    [0, 'zab'],
    [0.999, 'baz'],
  ])('draws with %d the order %s', (drawn, order) => {
    const records = [record('a', 1, 10), record('z', 1, 0), record('b', 1, 30)];
    expect(names(orderSrvRecords(records, () => drawn))).toBe(order);
  });

  it('draws in proportion to the weights', () => {
    const records = [record('a', 1, 10), record('b', 1, 30), record('c', 1, 60)];
    const random = seeded(7);
    const firsts = { a: 0, b: 0, c: 0 };
    const draws = 20_000;
    for (let round = 0; round < draws; round += 1) {
      const first = orderSrvRecords(records, random)[0]?.name as 'a' | 'b' | 'c';
      firsts[first] += 1;
    }
    expect(firsts.a / draws).toBeCloseTo(0.1, 1);
    expect(firsts.b / draws).toBeCloseTo(0.3, 1);
    expect(firsts.c / draws).toBeCloseTo(0.6, 1);
  });

  it('keeps every record of a long list', () => {
    const records = Array.from({ length: 300 }, (_, index) => record(`${index}`, index % 3, 0));
    const ordered = orderSrvRecords(records, seeded(3));
    expect(new Set(ordered)).toEqual(new Set(records));
    expect(ordered).toHaveLength(300);
  });

  it('leaves the given list alone', () => {
    const records = [record('b', 2, 1), record('a', 1, 1)];
    orderSrvRecords(records, seeded(5));
    expect(names(records)).toBe('ba');
  });
});
