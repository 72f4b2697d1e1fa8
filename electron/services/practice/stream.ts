/**
 * One client stream, from its header to its end.
 * RFC 6120 "XMPP: Core", 2011-03, §4 to §9; RFC 7395, 2014-10, for the same over WebSocket.
 * Order of checks, texts and silences are MongooseIM's: facts 8.3 to 8.6, recordings 01 to 31.
 *
 * A little longer than it should be: the phases share one state, and each of them can end the stream.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { NS_SASL_2, NS_SM_3 } from '#shared/xmpp/namespaces.ts';
import { createSerialQueue } from '../serial-queue.ts';
import { type Binding, type BindingStep, createBinding } from './binding.ts';
import { createFaultLink } from './fault-link.ts';
import { dueStreamError } from './fault-stream-errors.ts';
import type { PracticeHost } from './host.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import {
  createNegotiation,
  type InlineLogin,
  type Negotiation,
  type NegotiationStep,
} from './negotiation.ts';
import {
  bind2Features,
  bind2Resource,
  bind2Result,
  sasl2Success,
  SASL2_VIOLATION,
} from './sasl2.ts';
import { featuresAfterAuth, featuresBeforeAuth } from './stream-features.ts';
import { judgeHeader, type StreamHeader } from './stream-header.ts';
import { readCount, smFailed, type StreamViolation } from './stream-management.ts';
import { createStreamOutput } from './stream-output.ts';
import type { StreamServer } from './stream-server.ts';
import { createStreamSession } from './stream-session.ts';
import type { Incoming, StreamTransport } from './transport.ts';

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

/** What {@link createStream} needs. */
export interface StreamOptions {
  readonly server: StreamServer;
  readonly policy: ListenerPolicy;
  readonly transport: StreamTransport;
}

/** Starts a stream that waits for its header. */
export function createStream({ server, policy, transport }: StreamOptions): PracticeStream {
  const output = createStreamOutput(transport);
  let phase: Phase = 'opening';
  let host: PracticeHost | undefined;
  /** Bare JID of the client; null before authentication. */
  let authenticated: string | null = null;
  let negotiation: Negotiation | undefined;
  let binding: Binding | undefined;
  let stateTimer: NodeJS.Timeout | undefined;
  /** Counts the streams on this connection: what arrived before STARTTLS took effect is dropped. */
  let generation = 0;
  const work = createSerialQueue();

  const { faults } = server;
  const link = createFaultLink({ faults, send, write, endWithError, close });
  const session = createStreamSession({ server, policy, send: link.send, endWithError, close });

  function enter(next: Phase): void {
    phase = next;
    clearTimeout(stateTimer);
    if (TIMED.has(next)) {
      const expire = (): void => endWithError({ condition: 'connection-timeout' });
      stateTimer = setTimeout(expire, policy.stateTimeoutMs);
    }
  }

  function send(element: XmlElement): void {
    if (phase !== 'closed') output.element(element);
  }

  function write(text: string): void {
    if (phase !== 'closed') output.raw(text);
  }

  function close(): void {
    if (phase === 'closed') return;
    enter('closed');
    link.dispose();
    session.end();
    transport.end();
  }

  /** The link broke: with stream management the session outlives it. */
  function lose(): void {
    session.lose();
    close();
  }

  function endWithError(violation: StreamViolation): void {
    if (phase === 'closed') return;
    output.error(violation, host?.domain ?? server.defaultDomain);
    close();
  }

  function open(header: StreamHeader): void {
    if (phase !== 'opening') {
      endWithError({ condition: 'policy-violation' });
      return;
    }
    const asked = server.hosts.get((header.to ?? '').toLowerCase());
    if (authenticated === null) host = asked;
    output.header(host?.domain ?? server.defaultDomain, authenticated);
    const served = asked !== undefined && asked === host;
    const condition = judgeHeader(header, served, authenticated);
    const fault = dueStreamError(faults, 'header');
    if (fault !== null) endWithError(fault);
    else if (condition !== null || host === undefined) {
      endWithError({ condition: condition ?? 'host-unknown' });
    } else if (authenticated === null) offerLogin(host);
    else offerBinding(host, authenticated);
  }

  function offerLogin(served: PracticeHost): void {
    const secure = transport.isSecure();
    const { accounts, auth, domain, tokens } = served;
    const channelBinding = transport.channelBinding();
    const clientCertificate = transport.clientCertificate();
    const wrongSignature = faults.has('wrong-signature');
    const connected = { channelBinding, clientCertificate, wrongSignature };
    const means = { accounts, auth, domain, tokens, ...connected };
    const canStartTls = transport.startTls !== undefined;
    negotiation = createNegotiation({ host: served, policy, secure, means, canStartTls });
    output.features(featuresBeforeAuth(served, policy, secure, means));
    enter('negotiating');
  }

  function offerBinding(served: PracticeHost, bareJid: string): void {
    const { domain } = served;
    const needsSessionIq = policy.backwardsCompatibleSession;
    binding = createBinding({ domain, bareJid, needsSessionIq, now: server.now });
    output.features(featuresAfterAuth(served, policy));
    enter('binding');
  }

  async function takeNegotiationStep(step: NegotiationStep): Promise<void> {
    switch (step.kind) {
      case 'answer':
        step.elements.forEach(send);
        return;
      case 'start-tls':
        send(step.answer);
        generation += 1;
        restart();
        // A failed handshake closes the socket; there is no stream left to say so on.
        await transport.startTls?.().catch(close);
        return;
      case 'authenticated':
        send(step.answer);
        authenticated = `${step.user}@${host?.domain ?? ''}`;
        restart();
        return;
      case 'authenticated-inline':
        logInInline(step);
        return;
      case 'close':
        if (step.answer !== null) send(step.answer);
        close();
        return;
      case 'stream-error':
        endWithError(step.violation);
        return;
      default:
        step satisfies never;
    }
  }

  /** The same connection begins a new stream. */
  function restart(): void {
    output.restart();
    enter('opening');
  }

  function takeBindingStep(step: BindingStep): void {
    switch (step.kind) {
      case 'answer':
        if (step.answer !== null) send(step.answer);
        return;
      case 'bound':
        send(step.answer);
        enter('awaiting-session');
        return;
      case 'online':
        goOnline(step.fullJid);
        send(step.answer);
        return;
      case 'resume':
        resume(step.previousId, step.handled);
        return;
      case 'close':
        send(step.answer);
        close();
        return;
      default:
        step satisfies never;
    }
  }

  function resume(previousId: string, acknowledged: number): void {
    const resumed = session.resume(authenticated, previousId, acknowledged, (h) => {
      enter('online');
      send(createElement('resumed', NS_SM_3, { h, previd: previousId }));
    });
    if (!resumed) send(smFailed('item-not-found'));
  }

  function goOnline(fullJid: string): void {
    if (host === undefined || authenticated === null) return;
    enter('online');
    session.open(host, authenticated, fullJid);
  }

  /** The rest of a SASL2 login: resume, or bind and open the session, or wait for a bind request. */
  function logInInline({ user, message, requests }: InlineLogin): void {
    if (host === undefined) return;
    const bareJid = `${user}@${host.domain}`;
    authenticated = bareJid;
    const greet = (jid: string, answers: readonly XmlElement[]): void =>
      send(sasl2Success(message, jid, answers));
    const refused = resumeInline(requests, (answers) => greet(bareJid, answers));
    if (refused === null) return;
    if (requests.bind === null) {
      greet(bareJid, refused);
      offerBinding(host, bareJid);
      return;
    }
    const fullJid = `${bareJid}/${bind2Resource(requests.bind, server.now())}`;
    enter('online');
    const enabled = session.open(host, bareJid, fullJid).enable(bind2Features(requests.bind));
    greet(fullJid, [bind2Result([...enabled, ...refused])]);
    output.features(featuresAfterAuth(host, policy));
  }

  /** @returns what to tell of a resumption that failed, or null when it succeeded */
  function resumeInline(
    { resume: request, bind }: InlineLogin['requests'],
    greet: (answers: readonly XmlElement[]) => void,
  ): readonly XmlElement[] | null {
    if (request === null) return [];
    const previousId = request.attrs['previd'];
    const handled = readCount(request);
    if (previousId === undefined || handled === null) return [smFailed('bad-request')];
    const resumed = session.resume(authenticated, previousId, handled, (h) => {
      enter('online');
      const answer = createElement('resumed', NS_SM_3, { h, previd: previousId });
      greet(bind === null ? [answer] : [bind2Result([answer])]);
    });
    return resumed ? null : [smFailed('item-not-found')];
  }

  async function handleElement(element: XmlElement): Promise<void> {
    const fault = phase === 'negotiating' ? dueStreamError(faults, 'login') : null;
    if (fault !== null) endWithError(fault);
    else if (phase === 'negotiating' && negotiation !== undefined) {
      await takeNegotiationStep(await negotiation.handle(element));
    } else if (element.ns === NS_SASL_2 && host?.auth.sasl2 === true) {
      endWithError(SASL2_VIOLATION);
    } else if ((phase === 'binding' || phase === 'awaiting-session') && binding !== undefined) {
      takeBindingStep(binding.handle(element));
    } else if (phase === 'online') {
      const violation = await session.handle(element);
      if (violation !== null) endWithError(violation);
    }
    // A first element that is no stream header is passed over in silence: recording 22.
  }

  async function handle(incoming: Incoming): Promise<void> {
    if (phase === 'closed') return;
    switch (incoming.kind) {
      case 'open':
        open(incoming);
        return;
      case 'close':
        output.close();
        close();
        return;
      case 'element':
        return handleElement(incoming.element);
      case 'broken': {
        // At the start the error carries no text: facts 8.4.
        const text = phase === 'opening' ? {} : { text: incoming.text };
        endWithError({ condition: 'xml-not-well-formed', ...text });
        return;
      }
      case 'too-big':
        endWithError({ condition: 'policy-violation', text: 'element too big' });
        return;
      default:
        incoming satisfies never;
    }
  }

  function doInTurn(piece: () => Promise<void> | void): void {
    work.run(piece).catch(server.onCrash);
  }

  enter('opening');
  return {
    receive(incoming) {
      const arrivedIn = generation;
      doInTurn(async () => {
        if (arrivedIn === generation) await handle(incoming);
      });
    },
    ended: () => doInTurn(lose),
    idle: work.idle,
  };
}
