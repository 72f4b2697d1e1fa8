/** A step that is one request or several, each of which must be answered with a result. */
import { verdictFor } from '#shared/explain/verdicts.ts';
import type { ExchangeOutcome } from '#shared/contract/exchange.ts';
import { judgedAs } from '#shared/runs/procedures.ts';
import type { StepDefinition } from '#shared/runs/step-definitions.ts';
import { mongooseVersion } from '#shared/xmpp/server-version.ts';
import { ask } from './ask.ts';
import { findStep } from './run-state.ts';
import type { AskedRequest, StepContext, StepEnd } from './step-context.ts';

/**
 * Sends the requests of a step in order, up to the first that fails.
 * @returns `passed` when all were answered with a result
 */
export async function runExchangeStep(
  context: StepContext,
  definition: StepDefinition,
): Promise<StepEnd> {
  const requests = definition.requests?.(context.runContext()) ?? [];
  const editedXml = findStep(context.run(), context.stepId)?.editedXml;
  const asked: AskedRequest[] = [];
  for (const request of requests) {
    const one = await ask(context, request, editedXml);
    asked.push(one);
    if (one.shown.outcome?.kind !== 'result') break;
  }
  const last = asked.at(-1);
  if (last === undefined) throw new Error(`The step "${definition.id}" has no request.`);
  const outcome: ExchangeOutcome = last.shown.outcome ?? { kind: 'cancelled' };
  const goesOn = isThereAlready(context, outcome);
  return {
    state: outcome.kind === 'result' || goesOn ? 'passed' : 'failed',
    verdict: judge(context, last, outcome),
    latencyMs: totalLatency(asked),
    note: goesOn ? NODE_IN_USE : editedXml === undefined ? '' : EDITED,
  };
}

/** A node that the user named may well exist; what it is like, the preflight has looked at. */
function isThereAlready(context: StepContext, outcome: ExchangeOutcome): boolean {
  const named = context.run().parameters.node !== '';
  const taken = outcome.kind === 'error' && outcome.error.condition === 'conflict';
  return judgedAs(context.stepId) === 'create' && named && taken;
}

const EDITED = 'A stanza edited by hand was sent.';

const NODE_IN_USE =
  'The run goes on with the node that is there and does not delete it. Enabling replaces what this account has registered for it.';

function judge(context: StepContext, asked: AskedRequest, outcome: ExchangeOutcome) {
  const { flow, parameters, resolved } = context.run();
  return verdictFor({
    stepId: judgedAs(context.stepId),
    flow: flow ?? 'full',
    outcome,
    requestXml: asked.shown.requestXml,
    foreignAnswers: asked.exchange?.foreignAnswers ?? [],
    sessionIq: context.sessions.find(parameters.sessionId)?.facts.sessionIq ?? null,
    account: context.runContext().ownBareJid,
    ...serverOf(resolved.serverName),
  });
}

function serverOf(serverName: string | undefined): { serverName?: string; serverVersion?: string } {
  if (serverName === undefined) return {};
  const serverVersion = mongooseVersion(serverName);
  return { serverName, ...(serverVersion === undefined ? {} : { serverVersion }) };
}

/** Milliseconds of all answers together; null when nothing was answered. */
function totalLatency(asked: readonly AskedRequest[]): number | null {
  const answered = asked.flatMap(({ shown }) =>
    shown.latencyMs === null ? [] : [shown.latencyMs],
  );
  return answered.length === 0 ? null : answered.reduce((sum, ms) => sum + ms, 0);
}
