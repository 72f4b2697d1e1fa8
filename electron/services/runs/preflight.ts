/**
 * The preflight: asks the server what it is, and chooses flow and pubsub service where the user left
 * them open. What the answers mean is judged in shared/runs/judge-preflight.ts.
 */
import type { PreflightFact } from '#shared/contract/run.ts';
import { verdictFor } from '#shared/explain/verdicts.ts';
import { judgePreflight } from '#shared/runs/judge-preflight.ts';
import {
  preflightRequests,
  serviceRequests,
  type PreflightAnswer,
  type PreflightRequest,
} from '#shared/runs/preflight.ts';
import { parseXml } from '#shared/xml/parse.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { sameJid, toBareJid } from '#shared/xmpp/jid.ts';
import { NS_CLIENT } from '#shared/xmpp/namespaces.ts';
import { ask } from './ask.ts';
import type { StepContext, StepEnd } from './step-context.ts';

/**
 * Asks in two rounds, each all at once: a server that answers nothing costs one time-out, not six.
 * @returns `failed` when no run can follow
 */
export async function runPreflight(context: StepContext): Promise<StepEnd> {
  const startedMs = context.clock.monotonicMs();
  const asking = context.runContext();
  const first = await askAll(context, preflightRequests(asking));
  const second = await askAll(context, serviceRequests(asking, first));
  const latencyMs = context.clock.monotonicMs() - startedMs;

  const { flow: wish, sessionId } = context.run().parameters;
  const { facts, proposal, verdict, server } = judgePreflight({
    context: asking,
    wish,
    answers: [...first, ...second],
    sessionIq: context.sessions.find(sessionId)?.facts.sessionIq ?? null,
  });
  context.update({ facts: [...facts, ...consoleFacts(context, asking.ownBareJid)] });
  if (context.signal.aborted) return cancelledPreflight(latencyMs);
  if (proposal === null) return { state: 'failed', verdict, latencyMs, note: '' };
  context.settle({ flow: proposal.flow, pubsubJid: proposal.pubsubJid, serverName: server });
  return { state: 'passed', verdict, latencyMs, note: '' };
}

/** What was answered before the cancel is too little to choose by. */
function cancelledPreflight(latencyMs: number): StepEnd {
  const outcome = { kind: 'cancelled' } as const;
  const verdict = verdictFor({ stepId: 'preflight', flow: 'full', outcome });
  return { state: 'failed', verdict, latencyMs, note: '' };
}

async function askAll(
  context: StepContext,
  requests: readonly PreflightRequest[],
): Promise<PreflightAnswer[]> {
  return Promise.all(requests.map((request) => askOne(context, request)));
}

async function askOne(context: StepContext, request: PreflightRequest): Promise<PreflightAnswer> {
  const { shown } = await ask(context, request);
  return {
    subject: request.subject,
    jid: request.jid,
    outcome: shown.outcome ?? { kind: 'cancelled' },
    element: readAnswer(shown.answerXml),
    exchangeId: shown.exchangeId,
  };
}

function readAnswer(xml: string): XmlElement | null {
  const parsed = parseXml(xml, { defaultNs: NS_CLIENT });
  return parsed.ok ? parsed.element : null;
}

/**
 * Other sessions of the same account in this console. They stay online during the proof, and an account
 * with any session online is not pushed (facts 5.2).
 */
function consoleFacts(context: StepContext, ownBareJid: string): PreflightFact[] {
  const { sessionId } = context.run().parameters;
  const others = context.sessions
    .list()
    .filter(({ id, state }) => id !== sessionId && state === 'online')
    .filter(({ jid }) => sameJid(toBareJid(jid), ownBareJid));
  if (others.length === 0) return [];
  return [
    {
      id: 'console-sessions',
      label: 'This console',
      value: `${others.map(({ name }) => name).join(', ')}: online as the same account. While that is so, no push is sent.`,
      tone: 'attention',
      exchangeId: null,
    },
  ];
}
