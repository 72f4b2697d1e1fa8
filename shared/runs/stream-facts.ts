/** What the stream's features offer beside push, read off the connection ladder. Facts 5.2, 8.3. */
import type { LadderRung } from '../contract/ladder.ts';
import type { PreflightFact } from '../contract/run.ts';

/**
 * Lines about stream management and client states; none when no features were seen.
 * @param server what the server calls itself
 */
export function streamFacts(ladder: readonly LadderRung[], server: string): PreflightFact[] {
  const lines = ladder.flatMap(({ facts }) => facts.filter(({ label }) => label === 'Features'));
  const last = lines.at(-1);
  if (last === undefined) return [];
  const names = last.value.split(', ');
  return [
    {
      id: 'stream-management',
      label: 'Stream management',
      value: names.includes('sm')
        ? 'Offered: a phone that lost its connection counts as online until it can no longer resume, and messages are pushed only then.'
        : 'Not offered: a phone that lost its connection counts as online until the server notices.',
      tone: 'neutral',
      exchangeId: null,
    },
    {
      id: 'client-state',
      label: 'Client states',
      value: names.includes('csi')
        ? `Offered.${/mongooseim/i.test(server) ? ' MongooseIM up to 6.8 pays no heed to them when it decides on a push.' : ''}`
        : 'Not offered.',
      tone: 'neutral',
      exchangeId: null,
    },
  ];
}
