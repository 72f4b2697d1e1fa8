/**
 * Names what is wrong with a deployment by everything that a run has seen: what the server announces, what
 * it answered, what reached the gateway, and what did not. Pure, so that every rule can be read and tested.
 */
import type { Diagnosis, DiagnosisSureness } from '../../contract/run.ts';
import {
  DEVICE_GONE,
  LOST_BEFORE_GATEWAY,
  MONGOOSEPUSH_OFF,
  NO_PROVIDERS,
  NOT_SUBMITTED,
  POOL_MISSING,
  PUSH_SERVICE_OFF,
  SLOW_GATEWAY,
  WRONG_SERVICE_TOKEN,
} from './gateway-rules.ts';
import { FLAT_NODE, MISSING_AFFILIATION, SUBSCRIBERS_ONLY, WRONG_DOMAIN } from './node-rules.ts';
import { refusedSteps } from './refused-rule.ts';
import {
  NO_PUSH_MODULE,
  NO_PUSH_PLUGIN,
  OTHER_RESOURCE,
  PEP_ONLY,
  SERVICE_NOT_THERE,
} from './server-rules.ts';
import type { DiagnosisRule, DiagnosisSubject } from './subject.ts';
import { LESS_POOL, VIRTUAL_HOST } from './virtual-host-rule.ts';

/** All rules; of those that are equally sure the earlier one comes first. */
export const DIAGNOSIS_RULES: readonly DiagnosisRule[] = [
  NO_PUSH_MODULE,
  PEP_ONLY,
  SERVICE_NOT_THERE,
  NO_PUSH_PLUGIN,
  FLAT_NODE,
  WRONG_DOMAIN,
  MISSING_AFFILIATION,
  SUBSCRIBERS_ONLY,
  DEVICE_GONE,
  WRONG_SERVICE_TOKEN,
  SLOW_GATEWAY,
  MONGOOSEPUSH_OFF,
  NO_PROVIDERS,
  OTHER_RESOURCE,
  POOL_MISSING,
  PUSH_SERVICE_OFF,
  VIRTUAL_HOST,
  LESS_POOL,
  NOT_SUBMITTED,
  LOST_BEFORE_GATEWAY,
];

const RANKS: Readonly<Record<DiagnosisSureness, number>> = { certain: 0, likely: 1, possible: 2 };

/**
 * Diagnoses a run that has stopped.
 * @returns what is wrong, best explanation first; empty when nothing speaks for a cause
 */
export function diagnose(subject: DiagnosisSubject): readonly Diagnosis[] {
  const found = DIAGNOSIS_RULES.flatMap((rule): Diagnosis[] => {
    const finding = rule.judge(subject);
    return finding === null ? [] : [{ id: rule.id, ...finding }];
  });
  // A stable sort: rules that are equally sure stay in their order.
  return [...found, ...refusedSteps(subject)].sort((a, b) => RANKS[a.sure] - RANKS[b.sure]);
}
