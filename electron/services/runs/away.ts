/**
 * Takes the receiver away as the run's parameters say, and brings it back.
 * MongooseIM pushes only when no session of the account has a priority of zero or more (facts 5.2).
 */
import type { AwayMode } from '#shared/contract/run.ts';
import type { SendContext } from '../xmpp/session-port.ts';
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
 * Manners in which a client goes away without telling, so that it has to be there first: a session that
 * never sent presence is in a state of its own (facts 4.4).
 */
const LEAVE_AVAILABLE: readonly AwayMode[] = ['silent', 'inactive'];

/**
 * Lets the receiver go away, and waits until the server has taken note.
 * @returns an empty text, or why the receiver could not go away
 */
export async function goAway(context: StepContext): Promise<string> {
  const { sessionId, awayMode } = context.run().parameters;
  if (LEAVE_AVAILABLE.includes(awayMode)) {
    const problem = await announce(context, '<presence/>');
    if (problem !== '') return problem;
  }
  const went = await context.sessions.goAway(sessionId, awayMode, sendContext(context));
  if (awayMode === 'close' || awayMode === 'drop') await pause(SETTLE_MS, context.signal);
  return went.ok ? '' : problemText(went.error);
}

/**
 * Brings the receiver back: opens its session again if it ended. Its presence stays negative, since a
 * console that counts as online would swallow the pushes of the account's real devices.
 * @returns an empty text, or why the receiver is still away
 */
export async function comeBack(context: StepContext): Promise<string> {
  const { sessionId, awayMode } = context.run().parameters;
  const back = await context.sessions.comeBack(sessionId, sendContext(context));
  if (!back.ok) return problemText(back.error);
  return LEAVE_AVAILABLE.includes(awayMode) ? sendPresence(context, NEGATIVE_PRESENCE) : '';
}

const NEGATIVE_PRESENCE = '<presence><priority>-1</priority></presence>';

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
  const { sessionId } = context.run().parameters;
  const sent = await context.sessions.send(sessionId, xml, sendContext(context));
  return sent.ok ? '' : problemText(sent.error);
}

function sendContext(context: StepContext): SendContext {
  const { id, parameters } = context.run();
  return { timeoutMs: parameters.timeoutMs, runId: id, stepId: context.stepId };
}
