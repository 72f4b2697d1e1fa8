/**
 * Takes the receiver away so that the server counts it as offline, and brings it back.
 * MongooseIM pushes only when no session of the account has a priority of zero or more
 * (facts 5.2).
 */
import type { AwayMode } from '#shared/contract/run.ts';
import { createElement } from '#shared/xml/node.ts';
import { serializeXml } from '#shared/xml/serialize.ts';
import { NS_CLIENT } from '#shared/xmpp/namespaces.ts';
import { ask } from './ask.ts';
import { pause } from './pause.ts';
import { problemText } from './problem-text.ts';
import type { StepContext } from './step-context.ts';

/**
 * After its stream ended a session still has to leave the server's session table, which no answer
 * confirms. A message that overtakes it is delivered to the dying session and never pushed.
 */
const SETTLE_MS = 250;

/**
 * Lets the receiver go away, and waits until the server has taken note.
 * @returns an empty text, or why the receiver could not go away
 */
export async function goAway(context: StepContext): Promise<string> {
  const { sessionId, awayMode } = context.run().parameters;
  switch (awayMode) {
    case 'unavailable':
      return announce(context, presenceXml('unavailable', null));
    case 'negative-priority':
      return announce(context, presenceXml(null, -1));
    case 'close': {
      const closed = await context.sessions.disconnect(sessionId);
      await pause(SETTLE_MS, context.signal);
      return closed.ok ? '' : problemText(closed.error);
    }
    case 'drop': {
      const dropped = context.sessions.drop(sessionId);
      await pause(SETTLE_MS, context.signal);
      return dropped.ok ? '' : problemText(dropped.error);
    }
    case 'silent':
    case 'inactive':
      return 'This manner of going away is not built yet.';
    default:
      return awayMode satisfies never;
  }
}

/**
 * Brings the receiver back: opens its session again if it ended. Its presence stays negative, since a
 * console that counts as online would swallow the pushes of the account's real devices.
 * @returns an empty text, or why the receiver is still away
 */
export async function comeBack(context: StepContext): Promise<string> {
  const { sessionId, awayMode } = context.run().parameters;
  if (endsSession(awayMode)) {
    const opened = await context.sessions.reopen(sessionId);
    if (!opened.ok) return problemText(opened.error);
  }
  return sendPresence(context, presenceXml(null, -1));
}

function endsSession(mode: AwayMode): boolean {
  return mode === 'close' || mode === 'drop';
}

/** Presence is never answered; an IQ sent after it is, and streams keep their order (RFC 6120 §10.1). */
async function announce(context: StepContext, presence: string): Promise<string> {
  const problem = await sendPresence(context, presence);
  if (problem !== '') return problem;
  await ask(context, {
    label: 'Confirm that the presence was processed',
    templateId: 'disco-info',
    values: { to: context.runContext().serverDomain },
  });
  return '';
}

async function sendPresence(context: StepContext, xml: string): Promise<string> {
  const { sessionId, timeoutMs } = context.run().parameters;
  const { id: runId } = context.run();
  const sent = await context.sessions.send(sessionId, xml, {
    timeoutMs,
    runId,
    stepId: context.stepId,
  });
  return sent.ok ? '' : problemText(sent.error);
}

function presenceXml(type: string | null, priority: number | null): string {
  const children =
    priority === null ? [] : [createElement('priority', NS_CLIENT, {}, [String(priority)])];
  return serializeXml(createElement('presence', NS_CLIENT, { type }, children));
}
