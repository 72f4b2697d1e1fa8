/** A step that the server refused: what its own verdict says. */
import type { Diagnosis, StepSnapshot } from '../../contract/run.ts';
import type { DiagnosisSubject } from './subject.ts';

/** Steps whose failure is judged by rules of their own. */
const JUDGED_ELSEWHERE: readonly string[] = ['probe', 'proof'];

/** One diagnosis for each step that failed and says why. */
export function refusedSteps({ run }: DiagnosisSubject): Diagnosis[] {
  return run.steps
    .filter(({ id, state }) => state === 'failed' && !JUDGED_ELSEWHERE.includes(id))
    .flatMap(diagnose);
}

function diagnose({ id, exchanges, verdict }: StepSnapshot): Diagnosis[] {
  if (verdict === null) return [];
  const cause = verdict.explanation?.cause;
  return [
    {
      id: `step-${id}`,
      title: verdict.headline,
      sure: cause === undefined ? 'possible' : 'likely',
      because: [cause ?? verdict.proved],
      exchangeIds: exchanges.slice(-1).map(({ exchangeId }) => exchangeId),
      next: verdict.next,
    },
  ];
}
