/**
 * What a client may do once its session is open: stanzas, client state, stream management.
 * RFC 6120 "XMPP: Core", 2011-03, §8 and §10; XEP-0198 1.6.3 §5 "Resumption"; XEP-0352 1.0.0.
 * Checks of `from` and `to`: facts 8.4. Sessions that wait to be resumed: facts 5.2, recordings 79 to 81.
 */
import type { XmlElement } from '#shared/xml/node.ts';
import { parseJid, sameJid } from '#shared/xmpp/jid.ts';
import { NS_CSI_0, NS_SM_3 } from '#shared/xmpp/namespaces.ts';
import type { PracticeHost } from './host.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import { announceEnd, handleOwnPresence } from './presence.ts';
import { handleSubscription, isSubscription } from './roster.ts';
import { createSessionOutbox } from './session-outbox.ts';
import type { ConnectedSession } from './sessions.ts';
import { withAttributes } from './stanza-attributes.ts';
import { errorElement, routingError } from './stanza-reply.ts';
import { createStreamManagement, type StreamViolation } from './stream-management.ts';
import type { StreamServer } from './stream-server.ts';

const STANZAS: ReadonlySet<string> = new Set(['iq', 'message', 'presence']);

/** `buffer_max`, and the milliseconds an overflow may last: facts 8.4, 8.8. */
const MAX_UNACKED = 100;
const OVERFLOW_CHECK_MS = 5_000;

/** The stream that carries a session. */
export interface SessionStream {
  send(element: XmlElement): void;
  /** The server ends the session. */
  end(violation: StreamViolation): void;
  /** Another stream has resumed the session; this one closes and leaves the session alone. */
  release(): void;
}

/** One open session. */
export interface OnlineSession {
  readonly bareJid: string;
  /** Handles what the client sent; a violation ends the stream. */
  handle(element: XmlElement): Promise<StreamViolation | null>;
  /**
   * Switches on what Bind 2 asks for along with the resource.
   * @returns the answers, for `<bound/>`
   */
  enable(features: readonly XmlElement[]): readonly XmlElement[];
  /** The stream was closed: takes the session off the server and routes anew what was not acknowledged. */
  end(): void;
  /** The link was lost: with stream management the session waits to be resumed, else it ends. */
  lose(): void;
  /**
   * Another stream takes over.
   * @param acknowledged how many stanzas the client says it handled
   * @param greet sends `<resumed/>`, before what is sent again
   */
  resume(stream: SessionStream, acknowledged: number, greet: (handled: number) => void): void;
  /** The server stops: nothing is sent and nothing routed any more. */
  discard(): void;
}

/** What {@link openSession} needs. */
export interface SessionOptions {
  readonly server: StreamServer;
  readonly host: PracticeHost;
  readonly policy: ListenerPolicy;
  readonly fullJid: string;
  readonly bareJid: string;
  readonly stream: SessionStream;
}

/** Opens a session with priority 0 and no presence: facts 5.2. */
export function openSession(options: SessionOptions): OnlineSession {
  const { server, host, policy, fullJid, bareJid } = options;
  let stream: SessionStream | null = options.stream;
  let resumeTimer: NodeJS.Timeout | undefined;
  let overflowTimer: NodeJS.Timeout | undefined;
  let ended = false;

  const outbox = createSessionOutbox(
    (element) => stream?.send(element),
    (stanza) => {
      if (stanza.name === 'message') void pushUnacknowledged(stanza).catch(server.onCrash);
    },
  );
  const management = createStreamManagement(outbox, (resumeId) => {
    server.resumable.set(resumeId, online);
  });
  const session: ConnectedSession = {
    fullJid,
    bareJid,
    priority: 0,
    presence: null,
    presenceSent: false,
    deliver(stanza) {
      outbox.deliver(stanza);
      if (outbox.pendingCount() > MAX_UNACKED) {
        overflowTimer ??= setTimeout(checkOverflow, OVERFLOW_CHECK_MS);
      }
    },
    replaced() {
      if (stream === null) end();
      else stream.end({ condition: 'conflict', text: 'Replaced by new connection' });
    },
  };

  async function pushUnacknowledged(message: XmlElement): Promise<void> {
    await host.push?.onUnacknowledged(fullJid, message);
  }

  function checkOverflow(): void {
    overflowTimer = undefined;
    if (outbox.pendingCount() <= MAX_UNACKED) return;
    stream?.end({ condition: 'resource-constraint', text: 'too many unacked stanzas' });
  }

  function leave(): boolean {
    if (ended) return false;
    ended = true;
    clearTimeout(resumeTimer);
    clearTimeout(overflowTimer);
    server.resumable.delete(management.resumeId());
    server.sessions.close(session);
    return true;
  }

  function end(): void {
    if (!leave()) return;
    host.push?.forgetSession(fullJid);
    announceEnd(server.sessions, session);
    const left = outbox.unacknowledged().filter(({ name }) => name === 'message');
    void server.router.routeAgain(host, left).catch(server.onCrash);
  }

  function handleNonza(
    element: XmlElement,
    answer: (nonza: XmlElement) => void,
  ): StreamViolation | null {
    if (element.ns === NS_CSI_0 && host.modules.has('csi')) {
      outbox.setActive(element.name !== 'inactive');
    } else if (element.ns === NS_SM_3 && host.modules.has('stream_management')) {
      return management.handle(element, answer);
    }
    return null;
  }

  async function handleStanza(element: XmlElement): Promise<StreamViolation | null> {
    management.countStanza();
    const from = element.attrs['from'];
    if (from !== undefined && !sameJid(from, fullJid) && !sameJid(from, bareJid)) {
      return { condition: 'invalid-from' };
    }
    const to = element.attrs['to'];
    const stanza = withAttributes(element, { from: fullJid, to: to ?? bareJid });
    if (parseJid(to ?? bareJid) === null) {
      const malformed = routingError(stanza, errorElement('jid-malformed'));
      if (stanza.attrs['type'] !== 'error') session.deliver(malformed);
    } else if (element.name === 'presence' && to === undefined) {
      const own = withAttributes(stanza, { to: undefined });
      handleOwnPresence(host, server.sessions, session, own);
    } else {
      if (isSubscription(stanza)) handleSubscription(host, server.sessions, session, stanza);
      await server.router.route(stanza);
    }
    return null;
  }

  const online: OnlineSession = {
    bareJid,
    async handle(element) {
      if (STANZAS.has(element.name)) return handleStanza(element);
      return handleNonza(element, (answer) => stream?.send(answer));
    },
    enable(features) {
      const answers: XmlElement[] = [];
      for (const feature of features) handleNonza(feature, (answer) => answers.push(answer));
      return answers;
    },
    end,
    lose() {
      // A session that has ended must not start waiting for anybody.
      if (ended || management.resumeId() === '') {
        end();
        return;
      }
      stream = null;
      outbox.detach();
      resumeTimer = setTimeout(end, policy.resumeTimeoutMs);
    },
    resume(next, acknowledged, greet) {
      clearTimeout(resumeTimer);
      const former = stream;
      stream = next;
      former?.release();
      outbox.acknowledge(acknowledged);
      greet(management.handled());
      outbox.attach((element) => stream?.send(element));
    },
    discard() {
      leave();
    },
  };
  server.sessions.open(session);
  return online;
}
