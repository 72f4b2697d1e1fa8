/** Sends one request of a step and follows it to its end, whatever the end is. */
import type { ExchangeSnapshot } from '#shared/contract/exchange.ts';
import type { StepExchange } from '#shared/contract/run.ts';
import type { StepRequest } from '#shared/runs/step-definitions.ts';
import { findTemplate } from '#shared/templates/catalogue.ts';
import { buildTemplate } from '#shared/templates/template.ts';
import type { IdSource } from '../platform.ts';
import { RequestNotBuilt } from './not-built.ts';
import { problemText } from './problem-text.ts';
import type { AskedRequest, StepContext } from './step-context.ts';

/**
 * Sends a request on the run's session and waits for its end.
 * @param context the step it belongs to; aborting its signal cancels the pending exchange
 * @param edited what the user wrote to be sent in its place
 * @returns how it ended; a request that could not be sent counts as `disconnected` and says why
 */
export async function ask(
  context: StepContext,
  request: StepRequest,
  edited?: string,
): Promise<AskedRequest> {
  const xml = edited ?? buildRequest(request, context.ids);
  const { sessionId, timeoutMs } = context.run().parameters;
  const sent = await context.sessions.send(sessionId, xml, {
    timeoutMs,
    runId: context.run().id,
    stepId: context.stepId,
  });
  if (!sent.ok) return notSent(context, request, xml, problemText(sent.error));
  const { entrySeq, exchange } = sent.value;
  if (exchange === null) throw new Error(`The request "${request.label}" is not an IQ get or set.`);

  const pending: StepExchange = {
    exchangeId: exchange.id,
    label: request.label,
    requestSeq: entrySeq,
    answerSeq: null,
    latencyMs: null,
    requestXml: (await context.entryText(entrySeq)) || xml,
    answerXml: '',
    outcome: null,
  };
  context.showExchange(pending);
  const ended = await untilEnded(context, exchange);
  const shown = {
    ...pending,
    answerSeq: ended.answerSeq,
    latencyMs: ended.latencyMs,
    answerXml: ended.answerSeq === null ? '' : await context.entryText(ended.answerSeq),
    outcome: ended.outcome,
  };
  context.showExchange(shown);
  return { request, shown, exchange: ended };
}

/**
 * The stanza of a request.
 * @throws RequestNotBuilt when a parameter of the run does not fit its template
 */
export function buildRequest(request: StepRequest, ids: Pick<IdSource, 'random'>): string {
  const template = findTemplate(request.templateId);
  if (template === undefined) throw new Error(`There is no template "${request.templateId}".`);
  const built = buildTemplate(template, request.values, { stanzaId: ids.random() });
  if (built.ok) return built.xml;
  const problems = built.problems.map((problem) => problem.message).join(' ');
  throw new RequestNotBuilt(`The request "${request.label}" could not be built. ${problems}`);
}

async function untilEnded(
  context: StepContext,
  exchange: { readonly id: string; readonly done: Promise<ExchangeSnapshot> },
): Promise<ExchangeSnapshot> {
  const cancel = (): void => void context.sessions.cancelExchange(exchange.id);
  if (context.signal.aborted) cancel();
  context.signal.addEventListener('abort', cancel, { once: true });
  try {
    return await exchange.done;
  } finally {
    context.signal.removeEventListener('abort', cancel);
  }
}

function notSent(
  context: StepContext,
  request: StepRequest,
  xml: string,
  reason: string,
): AskedRequest {
  const shown: StepExchange = {
    exchangeId: context.ids.next('unsent'),
    label: request.label,
    requestSeq: 0,
    answerSeq: null,
    latencyMs: null,
    requestXml: xml,
    answerXml: '',
    outcome: { kind: 'disconnected', reason },
  };
  context.showExchange(shown);
  return { request, shown, exchange: null };
}
