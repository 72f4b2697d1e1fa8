/**
 * The preflight: asks the server what it is, and chooses flow and pubsub service where the user left
 * them open. What the answers mean is judged in shared/runs/judge-preflight.ts.
 */
import type { PreflightFact } from '#shared/contract/run.ts';
import { verdictFor } from '#shared/explain/verdicts.ts';
import { judgePreflight, pubsubServiceFor } from '#shared/runs/judge-preflight.ts';
import { healthFact, type PushHealth } from '#shared/runs/push-health.ts';
import { streamFacts } from '#shared/runs/stream-facts.ts';
import {
  nodeRequests,
  preflightRequests,
  serviceRequests,
  type PreflightAnswer,
  type PreflightRequest,
} from '#shared/runs/preflight.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { parseJid, sameJid, toBareJid } from '#shared/xmpp/jid.ts';
import { NS_CLIENT } from '#shared/xmpp/namespaces.ts';
import { ask } from './ask.ts';
import { checkHealth } from './push-health.ts';
import type { StepContext, StepEnd } from './step-context.ts';

/**
 * Asks in three rounds, each all at once: a server that answers nothing costs one time-out, not six.
 * @returns `failed` when no run can follow
 */
export async function runPreflight(context: StepContext): Promise<StepEnd> {
  const startedMs = context.clock.monotonicMs();
  const { flow: wish, sessionId, node } = context.run().parameters;
  // A node that nobody named is made up and cannot be there yet.
  const asking = { ...context.runContext(), node };
  await standBack(context);
  const first = await askAll(context, preflightRequests(asking));
  const second = await askAll(context, serviceRequests(asking, first));
  const service = pubsubServiceFor(asking, [...first, ...second]);
  const third = await askAll(context, nodeRequests(asking, service));
  const health = await askHealth(context);
  const latencyMs = context.clock.monotonicMs() - startedMs;

  const session = context.sessions.find(sessionId);
  const judgement = judgePreflight({
    context: asking,
    wish,
    answers: [...first, ...second, ...third],
    surroundings: {
      node,
      ownResource: parseJid(session?.boundJid ?? '')?.resource ?? '',
      presences: context.presences.of(sessionId),
    },
    sessionIq: session?.facts.sessionIq ?? null,
  });
  const { facts, findings, proposal, verdict, server } = judgement;
  context.note({ preflight: findings, ...(health === null ? {} : { health }) });
  context.update({
    facts: [
      ...facts,
      ...streamFacts(session?.ladder ?? [], server),
      ...(health === null ? [] : [healthFact(health)]),
      ...consoleFacts(context, asking.ownBareJid),
    ],
  });
  if (context.signal.aborted) return cancelledPreflight(latencyMs);
  if (proposal === null) return { state: 'failed', verdict, latencyMs, note: '' };
  context.settle({ flow: proposal.flow, pubsubJid: proposal.pubsubJid, serverName: server });
  return { state: 'passed', verdict, latencyMs, note: '' };
}

/**
 * A negative priority: this console is then nobody's reason for a missing push (facts 5.2), and a server
 * that hears a first presence tells those of the account's other sessions (RFC 6121 §4.2.2), which come
 * while the requests that follow are answered.
 */
async function standBack(context: StepContext): Promise<void> {
  const { id: runId, parameters } = context.run();
  const priority = createElement('priority', NS_CLIENT, {}, ['-1']);
  const presence = createElement('presence', NS_CLIENT, {}, [priority]);
  await context.sessions.send(parameters.sessionId, serializeXml(presence), {
    timeoutMs: parameters.timeoutMs,
    ...{ runId, stepId: context.stepId },
  });
}

async function askHealth(context: StepContext): Promise<PushHealth | null> {
  const url = context.run().parameters.mongoosePushUrl ?? '';
  return url === '' ? null : checkHealth(url, context.signal);
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
 * This session's own presence, and other sessions of the same account in this console. They stay online
 * during the proof, and an account with any session online is not pushed (facts 5.2).
 */
function consoleFacts(context: StepContext, ownBareJid: string): PreflightFact[] {
  const { sessionId } = context.run().parameters;
  const others = context.sessions
    .list()
    .filter(({ id, state }) => id !== sessionId && state === 'online')
    .filter(({ jid }) => sameJid(toBareJid(jid), ownBareJid));
  const own: PreflightFact = {
    id: 'own-presence',
    label: 'This session',
    value:
      'It has sent a presence with priority -1: it keeps nobody from being pushed, and contacts see it online.',
    tone: 'neutral',
    exchangeId: null,
  };
  if (others.length === 0) return [own];
  return [
    own,
    {
      id: 'console-sessions',
      label: 'This console',
      value: `${others.map(({ name }) => name).join(', ')}: online as the same account. While that is so, no push is sent.`,
      tone: 'attention',
      exchangeId: null,
    },
  ];
}
