import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderSrvRecords, type SrvRanking } from '#services/xmpp/srv-order.ts';
import { assertProperty, PROPERTY_TIMEOUT_MS } from '#tests/support/property-runs.ts';

const record = fc.record({
  priority: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 65_535 })),
  weight: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 65_535 })),
  name: fc.string(),
});
const records = fc.array(record, { maxLength: 12 });
/** What `Math.random` may answer, its ends included. */
const chance = fc.oneof(
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  fc.constantFrom(0, 1 - Number.EPSILON),
);
const chances = fc.infiniteStream(chance);

describe('orderSrvRecords, for any records', { timeout: PROPERTY_TIMEOUT_MS }, () => {
  it('loses and doubles none', () =>
    assertProperty(
      0.4,
      fc.property(records, chances, (given, draws) => {
        const ordered = orderSrvRecords(given, () => nextOf(draws));
        expect(new Set(ordered)).toEqual(new Set(given));
        expect(ordered).toHaveLength(given.length);
      }),
    ));

  it('never puts a higher priority number first', () =>
    assertProperty(
      0.4,
      fc.property(records, chances, (given, draws) => {
        const ordered = orderSrvRecords(given, () => nextOf(draws));
        const priorities = ordered.map(({ priority }) => priority);
        expect(priorities).toEqual([...priorities].sort((a, b) => a - b));
      }),
    ));

  it('draws in proportion to the weights', () =>
    assertProperty(
      0.2,
      fc.property(fc.array(weights, { minLength: 1, maxLength: 6 }), (given) => {
        const total = given.reduce((sum, { weight }) => sum + weight, 0);
        const firsts = new Map<SrvRanking, number>();
        // Every number that can be drawn for the first place, once each.
        for (let target = 0; target <= total; target += 1) {
          const [first] = orderSrvRecords(given, () => (target + 0.5) / (total + 1));
          if (first !== undefined) firsts.set(first, (firsts.get(first) ?? 0) + 1);
        }
        for (const one of given) {
          // The one draw of 0 goes to whoever stands first, a record of weight 0 if there is one.
          const count = firsts.get(one) ?? 0;
          expect(count === one.weight || count === one.weight + 1).toBe(true);
        }
      }),
    ));
});

const weights = fc.record({ priority: fc.constant(1), weight: fc.integer({ min: 0, max: 12 }) });

function nextOf(draws: Iterator<number, unknown>): number {
  const { done, value } = draws.next();
  return done === true ? 0 : value;
}
