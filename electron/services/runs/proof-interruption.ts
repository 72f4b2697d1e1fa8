/** What comes between the message of a proof and its push: the gateway stops, or the server goes away. */
import type { SessionSnapshot } from '#shared/contract/session.ts';
import type { StepContext } from './step-context.ts';

/**
 * Says what went wrong around a proof that is still waiting or has waited in vain.
 * @returns an empty text when gateway and sessions are as the proof left them
 */
export function interruptionOf(context: StepContext): string {
  if (!context.gateway.snapshot().running) {
    return 'The gateway was stopped while the push was awaited.';
  }
  const { receiver, peer } = participants(context);
  return ended('The peer’s session', peer) || ended('The receiver’s session', receiver);
}

/** Whether no push can be expected any more: nobody would hear it, or nobody is connected. */
export function isHopeless(context: StepContext): boolean {
  if (!context.gateway.snapshot().running) return true;
  const { receiver, peer } = participants(context);
  // One lost connection says little about the server, and the message is with it already.
  return hasFailed(peer) && receiver?.state !== 'online';
}

function participants(context: StepContext) {
  const { sessionId, peerSessionId } = context.run().parameters;
  return {
    receiver: context.sessions.find(sessionId),
    peer: context.sessions.find(peerSessionId ?? ''),
  };
}

function hasFailed(session: SessionSnapshot | undefined): boolean {
  return session?.state === 'offline' && session.failure !== null;
}

function ended(who: string, session: SessionSnapshot | undefined): string {
  if (!hasFailed(session)) return '';
  const { what = '', why = '' } = session?.failure ?? {};
  return `${who} ended while the push was awaited. ${what} ${why}`;
}
