/** How the transcript tells that a request ended without an answer. */
import type { ExchangeOutcome } from '#shared/contract/exchange.ts';
import type { UnansweredRequest } from './entry-writer.ts';

/** @returns null for an outcome that an answer brought, which tells itself */
export function describeUnanswered(
  outcome: ExchangeOutcome,
): Pick<UnansweredRequest, 'relation' | 'text'> | null {
  switch (outcome.kind) {
    case 'timeout':
      return { relation: 'timeout', text: `No answer within ${outcome.afterMs / 1_000} s` };
    case 'cancelled':
      return { relation: 'cancelled', text: 'Waiting for the answer was given up' };
    case 'disconnected':
      return {
        relation: 'disconnected',
        text: `No answer came before the session ended. ${outcome.reason}`,
      };
    case 'result':
    case 'error':
    case 'error-without-reason':
      return null;
    default:
      return outcome satisfies never;
  }
}
