/**
 * One client stream, from its header to its end.
 * RFC 6120 "XMPP: Core", 2011-03, §4 to §9; RFC 7395, 2014-10, for the same over WebSocket.
 * Order of checks, texts and silences are MongooseIM's: facts 8.3 to 8.6, recordings 01 to 31.
 */
import { randomBytes } from 'node:crypto';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { findChild, firstChild } from '#shared/xml/query.ts';
import { parseJid } from '#shared/xmpp/jid.ts';
import { NS_REGISTER, NS_SASL, NS_SESSION, NS_TLS } from '#shared/xmpp/namespaces.ts';
import { bindRefusal, bindResult, generateResource, readBindRequest } from './bind.ts';
import type { PracticeHost } from './host.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import { type OnlineSession, openSession } from './online-session.ts';
import { createSaslNegotiation, type SaslNegotiation } from './sasl.ts';
import { registrationForm } from './small-modules.ts';
import { withAttributes } from './stanza-attributes.ts';
import { errorElement, errorText, resultReply, routingError } from './stanza-reply.ts';
import { featuresAfterAuth, featuresBeforeAuth } from './stream-features.ts';
import type { StreamServer } from './stream-server.ts';
import type { Incoming, StreamTransport } from './transport.ts';

/** After this many failed logins the connection closes without a word: recording 10. */
const AUTH_ATTEMPTS = 4;
const BIND_ATTEMPTS = 5;

type Phase = 'opening' | 'negotiating' | 'binding' | 'awaiting-session' | 'online' | 'closed';

/** A stream as its listener sees it. */
export interface PracticeStream {
  receive(incoming: Incoming): void;
  /** The connection is gone. */
  ended(): void;
}

export interface StreamOptions {
  readonly server: StreamServer;
  readonly policy: ListenerPolicy;
  readonly transport: StreamTransport;
  /** Told when a handler threw; the stream goes on. */
  readonly onCrash: (error: unknown) => void;
}

/** Starts a stream that waits for its header. */
export function createStream({
  server,
  policy,
  transport,
  onCrash,
}: StreamOptions): PracticeStream {
  const { framing } = transport;
  let phase: Phase = 'opening';
  let headerSent = false;
  let host: PracticeHost | undefined;
  let claimedFrom: string | null = null;
  let sasl: SaslNegotiation | undefined;
  let user = '';
  let fullJid = '';
  let session: OnlineSession | undefined;
  let authAttempts = AUTH_ATTEMPTS;
  let bindAttempts = BIND_ATTEMPTS;
  let stateTimer: NodeJS.Timeout | undefined;
  /** Counts the streams on this connection: what arrived before STARTTLS took effect is dropped. */
  let generation = 0;
  let queue: Promise<void> = Promise.resolve();

  function enter(next: Phase): void {
    phase = next;
    clearTimeout(stateTimer);
    if (next === 'opening' || next === 'negotiating' || next === 'binding') {
      stateTimer = setTimeout(() => endWithError('connection-timeout'), policy.stateTimeoutMs);
    }
  }

  function send(element: XmlElement): void {
    if (phase !== 'closed') transport.write(framing.element(element));
  }

  function sendHeader(): void {
    headerSent = true;
    const bareJid = user === '' ? null : bareJidOf(user);
    const domain = host?.domain ?? server.defaultDomain;
    transport.write(framing.header(domain, randomBytes(8).toString('hex'), bareJid));
  }

  const bareJidOf = (account: string): string => `${account}@${host?.domain ?? ''}`;

  function close(): void {
    if (phase === 'closed') return;
    enter('closed');
    session?.end();
    session = undefined;
    transport.end();
  }

  function endWithError(condition: string, text?: string): void {
    if (phase === 'closed') return;
    if (!headerSent) sendHeader();
    transport.write(framing.error(condition, text));
    transport.write(framing.close);
    close();
  }

  function open(header: Extract<Incoming, { kind: 'open' }>): void {
    if (phase !== 'opening') return endWithError('policy-violation');
    const asked = server.hosts.get((header.to ?? '').toLowerCase());
    if (user === '' || asked === host) host = asked;
    sendHeader();
    if (!header.namespaceRight) return endWithError('invalid-namespace');
    if (host === undefined || asked === undefined) return endWithError('host-unknown');
    if (header.version === null || Number.parseFloat(header.version) < 1) {
      return endWithError('unsupported-version');
    }
    claimedFrom = header.from ?? claimedFrom;
    if (user !== '') return openAuthenticated(host);
    const channelBinding = transport.channelBinding();
    sasl = createSaslNegotiation(host.accounts, channelBinding);
    const secure = transport.isSecure();
    transport.write(
      framing.features(featuresBeforeAuth(host, policy, secure, channelBinding !== null)),
    );
    enter('negotiating');
  }

  function openAuthenticated(served: PracticeHost): void {
    const claimed = parseJid(claimedFrom ?? '');
    if (claimed !== null && `${claimed.local}@${claimed.domain}` !== bareJidOf(user)) {
      return endWithError('invalid-from');
    }
    transport.write(framing.features(featuresAfterAuth(served, policy)));
    enter('binding');
  }

  async function negotiate(element: XmlElement): Promise<void> {
    const expected = NEGOTIATION_NAMESPACES[element.name];
    if (expected !== undefined && element.ns !== expected) return endWithError('invalid-namespace');
    if (element.name === 'starttls') return startTls(element);
    if (expected === NS_SASL) return authenticate(element);
    if (element.name === 'iq' && firstChild(element)?.ns === NS_REGISTER)
      answerRegistration(element);
  }

  async function startTls(element: XmlElement): Promise<void> {
    if (policy.tlsMode === 'none' || transport.startTls === undefined) {
      send(createElement('failure', NS_TLS));
      return close();
    }
    send(createElement('proceed', NS_TLS));
    if (transport.isSecure()) {
      return send(routingError(element, errorElement('bad-request', [errorText('bad_config')])));
    }
    generation += 1;
    headerSent = false;
    enter('opening');
    // A failed handshake closes the socket; there is no stream left to say so on.
    await transport.startTls().catch(close);
  }

  async function authenticate(element: XmlElement): Promise<void> {
    if (policy.tlsMode === 'starttls_required' && !transport.isSecure()) {
      return endWithError('encryption-required', 'Use of STARTTLS required');
    }
    const step = await sasl?.handle(element);
    if (step === undefined || phase !== 'negotiating') return;
    send(step.element);
    if (step.kind === 'success') {
      user = step.user;
      headerSent = false;
      enter('opening');
    } else if (step.kind === 'failure') {
      authAttempts -= 1;
      if (authAttempts === 0) close();
    }
  }

  function answerRegistration(iq: XmlElement): void {
    if (host?.modules.has('register') !== true || iq.attrs['type'] !== 'get') return;
    const addressed = withAttributes(iq, { from: host.domain, to: host.domain });
    send(resultReply(addressed, registrationForm()));
  }

  function bind(stanza: XmlElement): void {
    if (stanza.name !== 'iq') return;
    const resource = readBindRequest(stanza);
    if (resource === null) {
      send(bindRefusal(stanza));
      bindAttempts -= 1;
      if (bindAttempts === 0) close();
      return;
    }
    fullJid = `${bareJidOf(user)}/${resource === '' ? generateResource(server.now()) : resource}`;
    send(bindResult(stanza, fullJid));
    if (policy.backwardsCompatibleSession) enter('awaiting-session');
    else goOnline();
  }

  function awaitSession(stanza: XmlElement): void {
    const request = findChild(stanza, 'session', NS_SESSION);
    if (stanza.name !== 'iq' || stanza.attrs['type'] !== 'set' || request === undefined) return;
    goOnline();
    const addressed = withAttributes(stanza, { from: fullJid, to: host?.domain });
    send(resultReply(addressed, request));
  }

  function goOnline(): void {
    if (host === undefined) return;
    enter('online');
    session = openSession(server, host, fullJid, bareJidOf(user), {
      send,
      replaced: () => endWithError('conflict', 'Replaced by new connection'),
    });
  }

  async function handleElement(element: XmlElement): Promise<void> {
    switch (phase) {
      case 'opening':
        // A first element that is no stream header is passed over in silence: recording 22.
        return;
      case 'negotiating':
        return negotiate(element);
      case 'binding':
        return bind(element);
      case 'awaiting-session':
        return awaitSession(element);
      case 'online': {
        const violation = await session?.handle(element);
        if (violation) endWithError(violation);
        return;
      }
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
        return open(incoming);
      case 'close':
        transport.write(framing.close);
        return close();
      case 'element':
        return handleElement(incoming.element);
      case 'broken':
        // At the start the error carries no text: facts 8.4.
        return endWithError('xml-not-well-formed', phase === 'opening' ? undefined : incoming.text);
      case 'too-big':
        return endWithError('policy-violation', 'element too big');
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
        .catch(onCrash);
    },
    ended: close,
  };
}

const NEGOTIATION_NAMESPACES: Readonly<Record<string, string>> = {
  starttls: NS_TLS,
  auth: NS_SASL,
  response: NS_SASL,
  abort: NS_SASL,
};
