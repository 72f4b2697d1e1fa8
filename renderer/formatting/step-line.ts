/** What a step's row says besides its verdict. */
import type { ExchangeOutcome } from '#shared/contract/exchange.ts';
import type { StepSnapshot } from '#shared/contract/run.ts';
import { formatLatency } from '#shared/transcript/latency-text.ts';
import { toVisibleText } from '#shared/xml/visible-text.ts';

/** How it went in a few words; empty while there is nothing to say. */
export function headlineOfStep(step: StepSnapshot): string {
  if (step.verdict !== null) return step.verdict.headline;
  if (step.note !== '') return step.note;
  if (step.state === 'sent') return 'waiting for the answer';
  if (step.leaveOut === true) return 'to be left out';
  return step.editedXml === undefined ? '' : 'edited by hand';
}

/** The condition of the last failed exchange; empty when none failed. */
export function conditionOfStep(step: StepSnapshot): string {
  if (step.state !== 'failed') return '';
  const failed = step.exchanges.findLast(
    (exchange) => exchange.outcome !== null && exchange.outcome.kind !== 'result',
  );
  return failed?.outcome ? conditionOfOutcome(failed.outcome) : '';
}

function conditionOfOutcome(outcome: ExchangeOutcome): string {
  return outcome.kind === 'error'
    ? toVisibleText(outcome.error.condition || 'error')
    : outcome.kind === 'result'
      ? ''
      : outcome.kind;
}

/** How an exchange ended, in words. */
export function describeOutcome(outcome: ExchangeOutcome | null): string {
  if (outcome === null) return 'waiting for the answer';
  switch (outcome.kind) {
    case 'result':
      return 'result';
    case 'error':
      return toVisibleText(
        ['error', outcome.error.type, outcome.error.condition].filter(Boolean).join(' '),
      );
    case 'error-without-reason':
      return 'error that names no reason';
    case 'timeout':
      return `no answer within ${formatLatency(outcome.afterMs)}`;
    case 'disconnected':
      return `the connection ended: ${toVisibleText(outcome.reason)}`;
    case 'cancelled':
      return 'given up';
    default:
      return outcome satisfies never;
  }
}
