/**
 * One attempt to connect, from the first byte to the last: drives the library through the negotiation,
 * reads every piece that crosses, and ends with one reason. The library only ever sees text that the
 * console's own parser has accepted, and after binding none at all: what it would do with stanzas
 * (match answers by id alone, answer IQs, follow `see-other-host`) is done elsewhere or not wanted.
 */
import type { ConnectStep, SessionFailure } from '#shared/contract/session.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { childElements, findChild, ownText } from '#shared/xml/query.ts';
import { NS_BIND, NS_SASL, NS_STREAM, NS_TLS } from '#shared/xmpp/namespaces.ts';
import { readSaslFailure } from '#shared/xmpp/sasl-failure.ts';
import { readStreamError } from '#shared/xmpp/stream-error.ts';
import { isLoopback, type Endpoint } from './address.ts';
import { createClient } from './client-factory.ts';
import {
  closedFailure,
  timeoutFailure,
  toSessionFailure,
  type FailureContext,
} from './failures.ts';
import { LoginRefused } from './features/login.ts';
import { readSessionOffer, type SessionOffer } from './features/session-iq.ts';
import type { SaslCredentials } from './sasl/mechanism.ts';
import {
  saslFailure,
  streamErrorFailure,
  violationFailure,
  type Violation,
} from './server-failures.ts';
import { closingText, streamErrorText } from './closing-text.ts';
import { createStreamReader, unfinishedItem, type WireItem } from './stream-reader.ts';
import type { TlsPolicy } from './tls.ts';
import type { TlsFacts } from './tls-facts.ts';
import { createWireTap } from './wire-tap.ts';

/** How long a peer may take to close its side of the stream. */
const CLOSE_TIMEOUT_MS = 3_000;

/** So that the library's own timers, which say nothing, come after this console's. */
const LIBRARY_TIMEOUT_MARGIN_MS = 1_000;

export interface ConnectionSettings {
  readonly endpoint: Endpoint;
  readonly domain: string;
  readonly credentials: SaslCredentials;
  readonly resource: string;
  readonly tls: TlsPolicy;
  readonly allowPlaintext: boolean;
  /** Leave the session IQ out even when the server demands it, to see what such a client sees. */
  readonly omitSessionIq: boolean;
  /** Milliseconds each step may take. */
  readonly stepTimeoutMs: number;
  nonce(): string;
}

/** Hears what becomes of a connection. `ended` is called once and last. */
export interface ConnectionListener {
  /** A piece crossed the wire; called in order, also after the stream has failed. */
  onItem(item: WireItem): void;
  onSecured(facts: TlsFacts): void;
  onMechanism(name: string): void;
  onAuthenticated(): void;
  onBound(fullJid: string, offer: SessionOffer): void;
  onEstablished(): void;
  /** @param failure null when the end was asked for */
  onEnded(failure: SessionFailure | null): void;
}

export interface Connection {
  /** Text written as it is; resolves false when the connection is closed. */
  write(text: string): Promise<boolean>;
  /** Closes the stream properly; resolves when the connection has ended. */
  close(): Promise<void>;
  /** Cuts the connection as a lost network does. */
  drop(): void;
}

/** Opens a connection; everything else comes through the listener. */
export function openConnection(
  settings: ConnectionSettings,
  listener: ConnectionListener,
): Connection {
  const { endpoint, domain, stepTimeoutMs } = settings;
  const framed = endpoint.transport === 'websocket';
  const tap = createWireTap();
  const reader = createStreamReader();
  let step: ConnectStep = 'connect';
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let closing = false;
  let proceeding = false;
  let offer: SessionOffer = 'not-offered';
  let offeredMechanisms: readonly string[] = [];
  let boundJid = '';

  const client = createClient({
    url: endpoint.url,
    localpart: settings.credentials.username,
    domain,
    resource: settings.resource,
    tls: settings.tls,
    stepTimeoutMs: stepTimeoutMs + LIBRARY_TIMEOUT_MARGIN_MS,
    login: {
      credentials: settings.credentials,
      allowPlaintext: settings.allowPlaintext,
      tlsRequired: demandsTls(settings),
      nonce: () => settings.nonce(),
      onMechanism(name) {
        enter('authenticate');
        listener.onMechanism(name);
      },
      onAuthenticated() {
        enter('bind');
        listener.onAuthenticated();
      },
    },
    observer: {
      onIncoming: (text, forward) =>
        tap.take('in', text, (token) => receive(reader.read('in', token), forward)),
      onOutgoing: (text) =>
        tap.take('out', text, (token) => listener.onItem(reader.read('out', token))),
      onHandshake: () => enter('tls'),
      onSecured(facts) {
        proceeding = false;
        enter('stream');
        listener.onSecured(facts);
      },
    },
  });

  function context(): FailureContext {
    return { step, service: endpoint.url, domain, timeoutMs: stepTimeoutMs, offeredMechanisms };
  }

  function enter(next: ConnectStep): void {
    step = next;
    clearTimeout(timer);
    if (ended || closing || next === 'online') return;
    timer = setTimeout(() => fail(timeoutFailure(context())), stepTimeoutMs);
  }

  function end(failure: SessionFailure | null): void {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    const unfinished = tap.unfinished();
    if (unfinished !== '') listener.onItem(unfinishedItem(unfinished));
    listener.onEnded(failure);
  }

  /** Ends the connection with a reason; `farewell` is what the server still gets to read. */
  function fail(failure: SessionFailure, farewell?: string): void {
    if (ended) return;
    if (farewell === undefined) client.destroy();
    else {
      client.abandon(farewell);
      setTimeout(() => client.destroy(), CLOSE_TIMEOUT_MS).unref();
    }
    end(closing ? null : failure);
  }

  function violate(violation: Violation): void {
    const answerable = violation.condition !== 'invalid-namespace' && step !== 'connect';
    fail(
      violationFailure(violation, context()),
      answerable ? streamErrorText(violation.condition, framed) : undefined,
    );
  }

  function receive(item: WireItem, forward: (text: string) => void): void {
    listener.onItem(item);
    if (ended) return;
    if (proceeding) {
      // RFC 6120 §5.4.3.3: nothing may come in clear between <proceed/> and the handshake.
      violate({
        condition: 'not-well-formed',
        problem: 'It sent text in clear after agreeing to TLS',
      });
    } else if (item.violation !== null) violate(item.violation);
    else if (item.role === 'close') receiveClose(item, forward);
    else if (item.element !== null) receiveElement(item, item.element, forward);
  }

  function receiveClose(item: WireItem, forward: (text: string) => void): void {
    if (closing) pass(item.text, forward);
    else fail(closedFailure(context()), closingText(framed));
  }

  function receiveElement(
    item: WireItem,
    element: XmlElement,
    forward: (text: string) => void,
  ): void {
    const streamError = readStreamError(element);
    const loginFailure = readSaslFailure(element);
    if (item.role === 'element' && step === 'stream' && !isNegotiation(element)) {
      violate({
        condition: 'not-well-formed',
        problem: `It sent <${element.name}/> before any stream features`,
      });
    } else if (streamError !== null) {
      fail(streamErrorFailure(streamError, context()), closingText(framed));
    } else if (loginFailure !== null) {
      fail(saslFailure(loginFailure, context()), closingText(framed));
    } else if (step !== 'online' && !closing) negotiate(item, element, forward);
  }

  function negotiate(item: WireItem, element: XmlElement, forward: (text: string) => void): void {
    if (element.ns === NS_STREAM && element.name === 'features') readFeatures(element);
    if (element.ns === NS_TLS && element.name === 'proceed') proceeding = true;
    const bind = findChild(element, 'bind', NS_BIND);
    const jid = bind === undefined ? undefined : findChild(bind, 'jid', NS_BIND);
    if (step === 'bind' && jid !== undefined) boundJid = ownText(jid);
    pass(item.text, forward);
  }

  function readFeatures(features: XmlElement): void {
    const mechanisms = findChild(features, 'mechanisms', NS_SASL);
    if (mechanisms !== undefined) {
      offeredMechanisms = childElements(mechanisms, 'mechanism').map(ownText);
    }
    offer = readSessionOffer(features);
    const canGoOn =
      step === 'bind'
        ? findChild(features, 'bind', NS_BIND) !== undefined
        : mechanisms !== undefined || findChild(features, 'starttls', NS_TLS) !== undefined;
    if (canGoOn) return;
    const error =
      step === 'bind' ? new Error('bind is missing') : new LoginRefused('none-in-common');
    fail(toSessionFailure(error, context()), closingText(framed));
  }

  /** Hands text to the library; whatever it stumbles over is a failure like any other. */
  function pass(text: string, forward: (text: string) => void): void {
    if (ended) return;
    try {
      forward(text);
    } catch (error) {
      fail(toSessionFailure(error, context()));
    }
  }

  async function negotiateAll(): Promise<void> {
    await client.start();
    if (ended || closing) return;
    listener.onBound(boundJid, offer);
    if (offer === 'required' && !settings.omitSessionIq) {
      enter('session');
      await client.establishSession();
    }
    if (ended || closing) return;
    enter('online');
    listener.onEstablished();
  }

  client.onError((error) => fail(toSessionFailure(error, context())));
  client.onClosed(() => {
    if (closing) end(null);
    // A socket that failed closes too, and the library tells the error only afterwards: it goes first.
    else setImmediate(() => fail(closedFailure(context())));
  });
  enter('connect');
  negotiateAll().catch((error: unknown) => fail(toSessionFailure(error, context())));

  return {
    write: (text) =>
      client.write(text).then(
        () => true,
        () => false,
      ),
    async close() {
      if (ended) return;
      closing = true;
      clearTimeout(timer);
      if (step !== 'connect' && step !== 'tls') await within(CLOSE_TIMEOUT_MS, client.stop());
      client.destroy();
      end(null);
    },
    drop() {
      closing = true;
      client.destroy();
      end(null);
    },
  };
}

/**
 * Whether to give up rather than log in without TLS. A user who chose a certificate wants TLS; and off
 * this machine an XMPP server without STARTTLS is either misconfigured or somebody removed the offer.
 * `ws:` is only used when the user wrote it.
 * @see RFC 7590 §3.1 "Support for TLS"
 */
function demandsTls({ endpoint, tls, allowPlaintext }: ConnectionSettings): boolean {
  if (allowPlaintext || endpoint.transport === 'websocket') return false;
  return tls.trust.kind !== 'system' || !isLoopback(endpoint);
}

/** What may come before a stream is negotiated. */
function isNegotiation(element: XmlElement): boolean {
  return [NS_STREAM, NS_TLS, NS_SASL].includes(element.ns);
}

/** Waits for a promise, but not longer than a time. */
async function within(timeoutMs: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  await Promise.race([promise, timeout]);
  clearTimeout(timer);
}
