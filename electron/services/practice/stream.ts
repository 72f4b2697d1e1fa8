/**
 * One client stream, from its header to its end.
 * RFC 6120 "XMPP: Core", 2011-03, §4 to §9; RFC 7395, 2014-10, for the same over WebSocket.
 * Order of checks, texts and silences are MongooseIM's: facts 8.3 to 8.6, recordings 01 to 31.
 */
import { randomBytes } from 'node:crypto';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { findChild } from '#shared/xml/query.ts';
import { formatBareJid, parseJid } from '#shared/xmpp/jid.ts';
import { NS_SESSION, NS_SM_3 } from '#shared/xmpp/namespaces.ts';
import { bindRefusal, bindResult, generateResource, readBindRequest } from './bind.ts';
import type { PracticeHost } from './host.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import { createNegotiation, type Negotiation, type NegotiationStep } from './negotiation.ts';
import { type OnlineSession, openSession, type SessionStream } from './online-session.ts';
import { withAttributes } from './stanza-attributes.ts';
import { resultReply } from './stanza-reply.ts';
import { featuresAfterAuth, featuresBeforeAuth } from './stream-features.ts';
import { readCount, smFailed, type StreamViolation } from './stream-management.ts';
import type { StreamServer } from './stream-server.ts';
import type { Incoming, StreamTransport } from './transport.ts';

/** Requests that are no acceptable bind, all together: facts 8.5. */
const BIND_ATTEMPTS = 5;

type Phase = 'opening' | 'negotiating' | 'binding' | 'awaiting-session' | 'online' | 'closed';

/** Phases that end with `connection-timeout`; a missing session IQ is waited for without end. */
const TIMED: ReadonlySet<Phase> = new Set(['opening', 'negotiating', 'binding']);

/** A stream as its listener sees it. */
export interface PracticeStream {
  receive(incoming: Incoming): void;
  /** The connection is gone; what had arrived is still handled. */
  ended(): void;
  /** Resolves when nothing that has arrived is waiting any more. */
  idle(): Promise<void>;
}

export interface StreamOptions {
  readonly server: StreamServer;
  readonly policy: ListenerPolicy;
  readonly transport: StreamTransport;
}

/** Starts a stream that waits for its header. */
export function createStream({ server, policy, transport }: StreamOptions): PracticeStream {
  const { framing } = transport;
  let phase: Phase = 'opening';
  let headerSent = false;
  let host: PracticeHost | undefined;
  let claimedFrom: string | null = null;
  let negotiation: Negotiation | undefined;
  let user = '';
  let fullJid = '';
  let session: OnlineSession | undefined;
  let bindAttempts = BIND_ATTEMPTS;
  let stateTimer: NodeJS.Timeout | undefined;
  /** Counts the streams on this connection: what arrived before STARTTLS took effect is dropped. */
  let generation = 0;
  let queue: Promise<void> = Promise.resolve();

  const bareJid = (): string => `${user}@${host?.domain ?? ''}`;

  const sessionStream: SessionStream = {
    send,
    replaced: () => endWithError({ condition: 'conflict', text: 'Replaced by new connection' }),
    release() {
      session = undefined;
      close();
    },
  };

  function enter(next: Phase): void {
    phase = next;
    clearTimeout(stateTimer);
    if (TIMED.has(next)) {
      const expire = (): void => endWithError({ condition: 'connection-timeout' });
      stateTimer = setTimeout(expire, policy.stateTimeoutMs);
    }
  }

  function send(element: XmlElement): void {
    if (phase !== 'closed') transport.write(framing.element(element));
  }

  function sendHeader(): void {
    headerSent = true;
    const domain = host?.domain ?? server.defaultDomain;
    const id = randomBytes(8).toString('hex');
    transport.write(framing.header(domain, id, user === '' ? null : bareJid()));
  }

  function close(): void {
    if (phase === 'closed') return;
    enter('closed');
    session?.end();
    session = undefined;
    transport.end();
  }

  function lose(): void {
    session?.lose();
    session = undefined;
    close();
  }

  function endWithError({ condition, text, detail }: StreamViolation): void {
    if (phase === 'closed') return;
    if (!headerSent) sendHeader();
    transport.write(framing.error(condition, text, detail));
    transport.write(framing.close);
    close();
  }

  function open(header: Extract<Incoming, { kind: 'open' }>): void {
    if (phase !== 'opening') return void endWithError({ condition: 'policy-violation' });
    const asked = server.hosts.get((header.to ?? '').toLowerCase());
    if (user === '') host = asked;
    sendHeader();
    if (!header.namespaceRight) return void endWithError({ condition: 'invalid-namespace' });
    if (host === undefined || asked !== host)
      return void endWithError({ condition: 'host-unknown' });
    if (header.version === null || Number.parseFloat(header.version) < 1) {
      return void endWithError({ condition: 'unsupported-version' });
    }
    claimedFrom = header.from ?? claimedFrom;
    if (user === '') offerLogin(host);
    else offerBinding(host);
  }

  function offerLogin(served: PracticeHost): void {
    const secure = transport.isSecure();
    const channelBinding = transport.channelBinding();
    const canStartTls = transport.startTls !== undefined;
    negotiation = createNegotiation({ host: served, policy, secure, channelBinding, canStartTls });
    const features = featuresBeforeAuth(served, policy, secure, channelBinding !== null);
    transport.write(framing.features(features));
    enter('negotiating');
  }

  function offerBinding(served: PracticeHost): void {
    const claimed = parseJid(claimedFrom ?? '');
    if (claimed !== null && formatBareJid(claimed) !== bareJid()) {
      return void endWithError({ condition: 'invalid-from' });
    }
    transport.write(framing.features(featuresAfterAuth(served, policy)));
    enter('binding');
  }

  async function takeStep(step: NegotiationStep): Promise<void> {
    switch (step.kind) {
      case 'answer':
        step.elements.forEach(send);
        return;
      case 'start-tls':
        send(step.answer);
        generation += 1;
        restart();
        // A failed handshake closes the socket; there is no stream left to say so on.
        return transport.startTls?.().catch(close);
      case 'authenticated':
        send(step.answer);
        user = step.user;
        return void restart();
      case 'close':
        send(step.answer);
        return void close();
      case 'stream-error':
        return void endWithError(step);
      default:
        return step satisfies never;
    }
  }

  /** The same connection begins a new stream. */
  function restart(): void {
    headerSent = false;
    enter('opening');
  }

  function bind(element: XmlElement): void {
    if (element.name === 'resume' && element.ns === NS_SM_3) return void resume(element);
    if (element.ns === NS_SM_3) return void send(smFailed('unexpected-request'));
    if (element.name !== 'iq') return;
    const resource = readBindRequest(element);
    if (resource === null) {
      send(bindRefusal(element));
      bindAttempts -= 1;
      if (bindAttempts === 0) close();
      return;
    }
    fullJid = `${bareJid()}/${resource === '' ? generateResource(server.now()) : resource}`;
    send(bindResult(element, fullJid));
    if (policy.backwardsCompatibleSession) enter('awaiting-session');
    else goOnline();
  }

  function resume(request: XmlElement): void {
    const previousId = request.attrs['previd'];
    const handled = readCount(request);
    if (previousId === undefined || handled === null) return void send(smFailed('bad-request'));
    const resumed = server.resumable.get(previousId);
    if (resumed?.bareJid !== bareJid()) return void send(smFailed('item-not-found'));
    enter('online');
    session = resumed;
    resumed.resume(sessionStream, handled, (h) => {
      send(createElement('resumed', NS_SM_3, { h, previd: previousId }));
    });
  }

  function awaitSession(stanza: XmlElement): void {
    const request = findChild(stanza, 'session', NS_SESSION);
    if (stanza.name !== 'iq' || stanza.attrs['type'] !== 'set' || request === undefined) return;
    goOnline();
    send(resultReply(withAttributes(stanza, { from: fullJid, to: host?.domain }), request));
  }

  function goOnline(): void {
    if (host === undefined) return;
    enter('online');
    session = openSession({
      ...{ server, host, policy, fullJid },
      bareJid: bareJid(),
      stream: sessionStream,
    });
  }

  async function handleElement(element: XmlElement): Promise<void> {
    switch (phase) {
      case 'negotiating': {
        const step = await negotiation?.handle(element);
        return step === undefined ? undefined : takeStep(step);
      }
      case 'binding':
        return void bind(element);
      case 'awaiting-session':
        return void awaitSession(element);
      case 'online': {
        const violation = await session?.handle(element);
        if (violation !== undefined && violation !== null) endWithError(violation);
        return;
      }
      case 'opening':
      // A first element that is no stream header is passed over in silence: recording 22.

      case 'closed':
        return;
      default:
        return phase satisfies never;
    }
  }

  async function handle(incoming: Incoming): Promise<void> {
    if (phase === 'closed') return;
    switch (incoming.kind) {
      case 'open':
        return void open(incoming);
      case 'close':
        transport.write(framing.close);
        return void close();
      case 'element':
        return handleElement(incoming.element);
      case 'broken': {
        // At the start the error carries no text: facts 8.4.
        const text = phase === 'opening' ? {} : { text: incoming.text };
        return void endWithError({ condition: 'xml-not-well-formed', ...text });
      }
      case 'too-big':
        return void endWithError({ condition: 'policy-violation', text: 'element too big' });
      default:
        return incoming satisfies never;
    }
  }

  enter('opening');
  return {
    receive(incoming) {
      const arrivedIn = generation;
      queue = queue
        .then(() => (arrivedIn === generation ? handle(incoming) : undefined))
        .catch(server.onCrash);
    },
    ended() {
      queue = queue.then(lose).catch(server.onCrash);
    },
    idle: () => queue,
  };
}
