import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ANSWER_TRAPS } from './answer-traps.ts';
import { CONNECT_TRAPS } from './connect-traps.ts';
import type { Trap } from './trap.ts';
import { WIRE_TRAPS } from './wire-traps.ts';

const NO_TRAPS: readonly Trap[] = [
  {
    fact: 14,
    title: 'parsing is fast enough',
    run: { because: 'a measurement, and no fault; what capturing costs is measured by the bench' },
  },
  {
    fact: 19,
    title: 'what is there at run time is missing from the published types',
    run: { because: 'seen by the compiler only; own declarations stand in xmpp-library.d.ts' },
  },
];

const TRAPS = [...CONNECT_TRAPS, ...ANSWER_TRAPS, ...WIRE_TRAPS, ...NO_TRAPS].toSorted(
  (left, right) => left.fact - right.fact,
);

describe('the trap table', () => {
  it('has a row for every library fact', () => {
    const facts = readFileSync('docs/server-facts.md', 'utf8').split('## Library facts')[1] ?? '';
    const numbers = [...facts.matchAll(/^(\d+)\. /gm)].map((match) => Number(match[1]));
    expect(TRAPS.map(({ fact }) => fact)).toEqual(numbers);
  });

  for (const { fact, title, run } of TRAPS) {
    if ('because' in run) {
      it(`${fact}: ${title} (not applicable: ${run.because})`, () => {
        expect(run.because).not.toBe('');
      });
      continue;
    }
    it(`${fact}: ${title}`, async () => {
      const { stock, ours } = await run();
      console.info(`${fact}  stock: ${stock.saw}\n    ours:  ${ours.saw}`);
      expect(stock).toEqual({ ...stock, wrong: true });
      expect(ours).toEqual({ ...ours, right: true });
    });
  }
});
