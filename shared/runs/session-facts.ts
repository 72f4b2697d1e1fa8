/** What the preflight found out about the account's other sessions, in words. Facts 5.2. */
import type { PreflightFact } from '../contract/run.ts';
import type { PreflightAnswer } from './preflight.ts';
import { answerOf, type OtherResource, type PreflightFindings } from './preflight-findings.ts';

/** A line about other sessions of the account; none when nothing tells of any. */
export function describeSessions(
  { others }: PreflightFindings,
  answers: readonly PreflightAnswer[],
): PreflightFact[] {
  if (others === null || others.length === 0) return [];
  const blocking = others.filter(countsAsOnline);
  const unsure = others.some(({ priority }) => priority === null);
  const consequence =
    blocking.length === 0
      ? 'All have a negative priority, so they keep nobody from being pushed.'
      : unsure
        ? 'One with priority 0 or more keeps every device from being pushed.'
        : 'While that is so, no device of the account is pushed.';
  return [
    {
      id: 'resources',
      label: 'Other sessions',
      value: `${others.map(sayResource).join(', ')}. ${consequence}`,
      tone: blocking.length === 0 ? 'neutral' : 'attention',
      exchangeId: answerOf(answers, 'account-items')?.exchangeId ?? null,
    },
  ];
}

/** Without a priority it may be any; a session that never sent presence counts as online, too. */
export function countsAsOnline({ priority }: OtherResource): boolean {
  return priority === null || priority >= 0;
}

function sayResource({ resource, priority }: OtherResource): string {
  return priority === null ? resource : `${resource} (priority ${priority})`;
}
