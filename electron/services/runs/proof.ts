/**
 * The proof: the receiver goes away, a second session sends it a chat message with a body nobody else
 * could have written, and a push with that body has to reach the gateway. Only this shows that push
 * works, because a server accepts `enable` for anything (facts 1.5 and 5.1).
 */
import type { ReceivedPush } from '#shared/contract/gateway.ts';
import type { PreflightFact } from '#shared/contract/run.ts';
import { devicesVerdict } from '#shared/explain/devices-verdict.ts';
import { proofVerdict } from '#shared/explain/verdicts.ts';
import { expectedDevices } from '#shared/runs/procedures.ts';
import { createElement } from '#shared/xml/node.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { sameJid, toBareJid } from '#shared/xmpp/jid.ts';
import { NS_CLIENT } from '#shared/xmpp/namespaces.ts';
import { comeBack, goAway } from './away.ts';
import { problemText } from './problem-text.ts';
import { sightingOf } from './probe.ts';
import { interruptionOf } from './proof-interruption.ts';
import { watchForPush, type PushWatch, type Sighting } from './push-watch.ts';
import { findStep } from './run-state.ts';
import { skippedStep } from './skipped-step.ts';
import type { StepContext, StepEnd } from './step-context.ts';

/**
 * Runs the proof.
 * @returns `skipped` when there is no gateway or no peer to prove it with, `failed` when no push came
 */
export async function runProof(context: StepContext): Promise<StepEnd> {
  const missing = missingForProof(context);
  if (missing !== '') return skippedStep(context, missing);
  const marker = `pushscope-proof-${context.ids.random()}`;
  const expected = expectedDevices(context.run().parameters);
  const watch = watchForPush(context, marker, expected?.pushed ?? null);
  const end = await prove(context, marker, watch).finally(() => watch.dispose());
  // Also after a cancel or a failure: a receiver left away could not clean up.
  const stillAway = await comeBack(context);
  return stillAway === '' ? end : { ...end, note: `The receiver did not come back. ${stillAway}` };
}

async function prove(context: StepContext, marker: string, watch: PushWatch): Promise<StepEnd> {
  context.update({ note: 'The receiver goes away.' });
  const stayed = await goAway(context);
  if (stayed !== '') return notCarriedOut(context, `The receiver could not go away. ${stayed}`);

  const sentAtMs = context.clock.monotonicMs();
  const unsent = await sendMessage(context, marker);
  if (unsent !== '') return notCarriedOut(context, `The peer could not send. ${unsent}`);

  context.update({
    note: 'The message is sent; its push should reach the gateway now.',
    facts: [messageFact(context, marker)],
  });
  const seen = await watch.wait(context.run().parameters.timeoutMs);
  if (context.signal.aborted) return notCarriedOut(context, 'The run was cancelled.');
  // Where a push was lost can only be judged when everybody was there to the end.
  const interruption = seen.push === null && !seen.deliveredLive ? interruptionOf(context) : '';
  if (interruption !== '') {
    return { ...notCarriedOut(context, interruption), push: { received: false, latencyMs: null } };
  }
  return judge(context, seen, sentAtMs);
}

function judge(
  context: StepContext,
  { push, deliveredLive, devices }: Sighting,
  sentAtMs: number,
): StepEnd {
  const { flow, parameters } = context.run();
  const waitedMs = context.clock.monotonicMs() - sentAtMs;
  const { awayMode } = parameters;
  context.note({ proof: { awayMode, seen: sightingOf(push), deliveredLive, waitedMs } });
  if (push !== null) context.update({ facts: [...shownFacts(context), pushFact(push)] });
  const latencyMs = push === null ? null : Math.max(0, push.monotonicMs - sentAtMs);
  const general = proofVerdict({
    account: context.runContext().ownBareJid,
    flow: flow ?? 'full',
    awayMode: parameters.awayMode,
    push,
    latencyMs,
    deliveredLive,
    waitedMs,
  });
  const accepted = push !== null && isAccepted(push.answer.status);
  const expected = expectedDevices(parameters);
  const specific = expected === null || !accepted ? null : devicesVerdict(expected, devices);
  return {
    state: accepted && specific?.asExpected !== false ? 'passed' : 'failed',
    verdict: specific?.verdict ?? general,
    latencyMs,
    note: '',
    push: { received: push !== null, latencyMs },
  };
}

function shownFacts(context: StepContext): readonly PreflightFact[] {
  return findStep(context.run(), context.stepId)?.facts ?? [];
}

function messageFact(context: StepContext, marker: string): PreflightFact {
  const { sessionId, peerSessionId } = context.run().parameters;
  const name = (id: string | null): string => context.sessions.find(id ?? '')?.jid ?? '';
  return {
    id: 'message',
    label: 'Message',
    value: `${name(peerSessionId)} to ${name(sessionId)}: ${marker}`,
    tone: 'neutral',
    exchangeId: null,
  };
}

function pushFact({ apiVersion, service, shape, answer }: ReceivedPush): PreflightFact {
  return {
    id: 'push',
    label: 'Push received',
    value: `${service ?? 'no service'}, ${shape}, by the ${apiVersion} interface; answered ${answer.status}`,
    tone: isAccepted(answer.status) ? 'good' : 'bad',
    exchangeId: null,
  };
}

function isAccepted(status: number): boolean {
  return status >= 200 && status < 300;
}

function notCarriedOut(context: StepContext, problem: string): StepEnd {
  const { flow, parameters } = context.run();
  const verdict = proofVerdict({
    account: context.runContext().ownBareJid,
    flow: flow ?? 'full',
    awayMode: parameters.awayMode,
    push: null,
    latencyMs: null,
    deliveredLive: false,
    waitedMs: 0,
    problem,
  });
  return { state: 'failed', verdict, latencyMs: null, note: '' };
}

/** @returns an empty text when nothing is missing */
function missingForProof(context: StepContext): string {
  const { sessionId, peerSessionId } = context.run().parameters;
  if (!context.gateway.snapshot().running) {
    return 'No gateway is running, so nobody would see the push. Start the gateway and let the server push to it.';
  }
  if (peerSessionId === null) {
    return 'There is no second session to send the message. Connect another account and choose it as the peer.';
  }
  const peer = context.sessions.find(peerSessionId);
  if (peer?.state !== 'online') return 'The peer’s session is not online. Connect it again.';
  const receiver = context.sessions.find(sessionId);
  // The peer stays online, and an account with any session online is not pushed (facts 5.2).
  if (receiver !== undefined && sameJid(toBareJid(peer.jid), toBareJid(receiver.jid))) {
    return 'The peer is the same account as the receiver, which then never counts as offline. Choose another account.';
  }
  return '';
}

/** Type `chat` with a body: nothing else is pushed (facts 5.1). @returns an empty text, or why not */
async function sendMessage(context: StepContext, marker: string): Promise<string> {
  const { id: runId, parameters } = context.run();
  const body = createElement('body', NS_CLIENT, {}, [`${marker} (sent by Pushscope)`]);
  const message = createElement(
    'message',
    NS_CLIENT,
    { type: 'chat', id: context.ids.random(), to: context.runContext().ownBareJid },
    [body],
  );
  const sent = await context.sessions.send(parameters.peerSessionId ?? '', serializeXml(message), {
    timeoutMs: parameters.timeoutMs,
    runId,
    stepId: context.stepId,
  });
  return sent.ok ? '' : problemText(sent.error);
}
