/** Holds the practice server to the recordings of a real MongooseIM 6.8.0. */
import { afterAll, describe, expect, it } from 'vitest';
import { goldenIds } from '#tests/support/golden-recording.ts';
import { replayGolden } from '#tests/support/golden-replay.ts';
import { COVERED, UNCOVERED } from '#tests/support/golden-scenarios.ts';

describe('conformance to the recordings', () => {
  let passed = 0;
  afterAll(() => {
    process.stdout.write(`conformance: ${passed} passed / ${COVERED.length} applicable\n`);
  });

  it('lists every recording exactly once', () => {
    const listed = [...COVERED, ...UNCOVERED].map(({ id }) => id).sort();
    expect(listed).toEqual(goldenIds());
  });

  it.each(COVERED)('answers as recorded in $id', async (scenario) => {
    const outcome = await replayGolden(scenario);
    expect(outcome.problems.join('\n')).toBe('');
    expect(outcome.compared).toBeGreaterThan(0);
    passed += 1;
  });
});
