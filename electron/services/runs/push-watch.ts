/**
 * Waits for what shows how the server treated the message of a proof: a push at the gateway, or the
 * message itself on the receiver's stream.
 */
import type { ReceivedPush } from '#shared/contract/gateway.ts';
import { findChild, ownText } from '#shared/xml/query.ts';
import { sameJid } from '#shared/xmpp/jid.ts';
import { isHopeless } from './proof-interruption.ts';
import type { StepContext } from './step-context.ts';

/**
 * A server that delivers live may still push to other services, and one that went away may have pushed
 * before; both within moments.
 */
const GRACE_MS = 1_000;

/** What had been seen when the wait ended. */
export interface Sighting {
  /** The first one. */
  readonly push: ReceivedPush | null;
  /** Device tokens of all of them. */
  readonly devices: readonly string[];
  /** The message came on a stream of the receiver's account: the server counted it as online. */
  readonly deliveredLive: boolean;
}

/** A wait that has begun. */
export interface PushWatch {
  /**
   * Resolves with the first push that carries the marker (where certain devices are awaited, soon after
   * all of them were pushed, so that others are seen as well), at the latest after `timeoutMs`, at once
   * when the run is cancelled, and soon after the message was delivered live or no push can come any more.
   */
  wait(timeoutMs: number): Promise<Sighting>;
  dispose(): void;
}

/**
 * Starts watching; must begin before the message is sent, or a fast push is missed.
 * @param marker text that only this proof's message contains
 * @param awaited device tokens that have to be pushed; null where any will do
 */
export function watchForPush(
  context: StepContext,
  marker: string,
  awaited: readonly string[] | null = null,
): PushWatch {
  let push: ReceivedPush | null = null;
  const devices = new Set<string>();
  let deliveredLive = false;
  let hopeless = false;
  let timer: NodeJS.Timeout | undefined;
  let finish: () => void = () => undefined;

  const stopGateway = context.gateway.onPush((received) => {
    if (!received.rawBody.includes(marker)) return;
    push ??= received;
    devices.add(received.deviceId);
    if (awaited === null) finish();
    else if (allSeen()) endWithin(GRACE_MS);
  });
  const stopStanzas = context.sessions.onStanza(({ sessionId, element }) => {
    // Any session of the receiver's account in this console will do: it was then counted as online.
    if (element.name !== 'message' || !isReceiver(context, sessionId)) return;
    const body = findChild(element, 'body');
    if (body === undefined || !ownText(body).includes(marker)) return;
    deliveredLive = true;
    endWithin(GRACE_MS);
  });

  // Any event may be the one that matters; what counts is how things stand.
  const stopEvents = context.events.subscribe(() => {
    if (!isHopeless(context) || hopeless) return;
    hopeless = true;
    endWithin(GRACE_MS);
  });

  function allSeen(): boolean {
    return awaited?.every((device) => devices.has(device)) ?? false;
  }

  function endWithin(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => finish(), ms);
  }

  return {
    wait: (timeoutMs) =>
      new Promise((resolve) => {
        finish = () => resolve({ push, deliveredLive, devices: [...devices] });
        context.signal.addEventListener('abort', () => finish(), { once: true });
        if ((push !== null && awaited === null) || context.signal.aborted) finish();
        else endWithin(deliveredLive || hopeless || allSeen() ? GRACE_MS : timeoutMs);
      }),
    dispose() {
      clearTimeout(timer);
      stopGateway();
      stopStanzas();
      stopEvents();
    },
  };
}

function isReceiver(context: StepContext, sessionId: string): boolean {
  const session = context.sessions.find(sessionId);
  return session !== undefined && sameJid(session.jid, context.runContext().ownBareJid);
}
