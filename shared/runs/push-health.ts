/** What MongoosePush says of itself: `GET /healthcheck`. Facts 7.1. */
import type { PreflightFact } from '../contract/run.ts';

/** The end of a health check. */
export type PushHealth =
  /** It runs and reaches its providers, or some of them. */
  | { readonly kind: 'up'; readonly url: string }
  /** It runs, and none of its pools is connected (503). */
  | { readonly kind: 'no-pools'; readonly url: string }
  /** Something else answers there. */
  | { readonly kind: 'other'; readonly url: string; readonly status: number }
  /** Nobody answers: refused, unknown name, no TLS, or no answer in time. */
  | { readonly kind: 'unreachable'; readonly url: string; readonly reason: string };

/** The line about it. */
export function healthFact(health: PushHealth): PreflightFact {
  return { id: 'health', label: 'MongoosePush', ...sayHealth(health), exchangeId: null };
}

function sayHealth(health: PushHealth): Pick<PreflightFact, 'value' | 'tone'> {
  switch (health.kind) {
    case 'up':
      return { value: `${health.url} is up, seen from this computer.`, tone: 'good' };
    case 'no-pools':
      return {
        value: `${health.url} runs and reaches no provider (503).`,
        tone: 'bad',
      };
    case 'other':
      return {
        value: `${health.url} answers its health check with ${health.status}, as no MongoosePush does.`,
        tone: 'attention',
      };
    case 'unreachable':
      return {
        value: `${health.url} cannot be reached from this computer: ${health.reason}.`,
        tone: 'bad',
      };
    default:
      return health satisfies never;
  }
}
