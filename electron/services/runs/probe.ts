/**
 * The probe: publishes to the run's own node what the server would publish, so that the error which otherwise
 * the server alone is told comes to this session. Facts 2.6, 4.6, 6.5.
 */
import type { ReceivedPush } from '#shared/contract/gateway.ts';
import type { PreflightFact } from '#shared/contract/run.ts';
import { verdictFor } from '#shared/explain/verdicts.ts';
import type { GatewaySighting } from '#shared/runs/evidence.ts';
import { probeRequest } from '#shared/runs/step-definitions.ts';
import { mongooseVersion } from '#shared/xmpp/server-version.ts';
import { ask } from './ask.ts';
import type { StepContext, StepEnd } from './step-context.ts';

/**
 * Publishes once.
 * @returns `passed` when the publish was answered with a result
 */
export async function runProbe(context: StepContext): Promise<StepEnd> {
  const marker = `pushscope-probe-${context.ids.random()}`;
  const seen: ReceivedPush[] = [];
  const stop = context.gateway.onPush((push) => {
    if (push.rawBody.includes(marker)) seen.push(push);
  });
  try {
    const { shown, exchange } = await ask(context, probeRequest(context.runContext(), marker));
    const outcome = shown.outcome ?? { kind: 'cancelled' as const };
    const { exchangeId, latencyMs } = shown;
    const [push] = seen;
    context.note({ probe: { exchangeId, outcome, latencyMs, seen: sightingOf(push) } });
    if (push !== undefined) context.update({ facts: [pushFact(push)] });
    const { flow, resolved } = context.run();
    const serverVersion = mongooseVersion(resolved.serverName ?? '');
    const verdict = verdictFor({
      flow: flow ?? 'full',
      outcome,
      requestXml: shown.requestXml,
      foreignAnswers: exchange?.foreignAnswers ?? [],
      account: context.runContext().ownBareJid,
      ...(resolved.serverName === undefined ? {} : { serverName: resolved.serverName }),
      ...(serverVersion === undefined ? {} : { serverVersion }),
    });
    const state = outcome.kind === 'result' ? 'passed' : 'failed';
    return { state, verdict, latencyMs, note: '' };
  } finally {
    stop();
  }
}

/** What the gateway did with a push; null when it saw none. */
export function sightingOf(push: ReceivedPush | null | undefined): GatewaySighting | null {
  if (push === null || push === undefined) return null;
  return { status: push.answer.status, delayMs: push.answer.delayMs ?? 0 };
}

function pushFact({ apiVersion, service, shape, answer }: ReceivedPush): PreflightFact {
  return {
    id: 'push',
    label: 'Push received',
    value: `${service ?? 'no service'}, ${shape}, by the ${apiVersion} interface; answered ${answer.status}`,
    tone: answer.status >= 200 && answer.status < 300 ? 'good' : 'bad',
    exchangeId: null,
  };
}
