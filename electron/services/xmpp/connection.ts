/**
 * One attempt to connect, from the first byte to the last: drives the library through the negotiation,
 * reads every piece that crosses, and ends with one reason. The library only ever sees text that the
 * console's own parser has accepted, and once online none at all: what it would do with stanzas
 * (match answers by id alone, answer IQs, follow `see-other-host`) is done elsewhere or not wanted.
 * Longer than most files: whatever can end an attempt has to see the same state.
 */
import type {
  ConnectStep,
  SessionFailure,
  StreamManagementMode,
} from '#shared/contract/session.ts';
import { isLoopback, isWebTransport, type Endpoint } from './address.ts';
import { createBoshReader, createBoshTap } from './bosh-wire.ts';
import { createClient, type XmppClient } from './client-factory.ts';
import { timeoutFailure, toSessionFailure } from './failures.ts';
import { closedFailure } from './socket-failures.ts';
import type { LoginSettings } from './features/login.ts';
import type { SessionOffer } from './features/session-iq.ts';
import type { NoteFact } from './ladder.ts';
import { createReadingPace } from './reading-pace.ts';
import { negotiate, resumeOptions, type Negotiator } from './negotiation.ts';
import { noteStream } from './stream-facts.ts';
import { createStreamGate } from './stream-gate.ts';
import {
  brokenItem,
  createStreamReader,
  undecodableItem,
  unfinishedItem,
  type WireItem,
} from './stream-reader.ts';
import type { Resumption } from './stream-management/tracker.ts';
import type { SocketObserver } from './stream-socket.ts';
import type { NetworkPath } from './tcp-opener.ts';
import type { TlsFacts } from './tls-facts.ts';
import type { TlsPolicy } from './tls.ts';
import { createWireTap } from './wire-tap.ts';

/** How long a peer may take to close its side of the stream. */
const CLOSE_TIMEOUT_MS = 3_000;

/** The same before the session is online. */
const NEGOTIATION_CLOSE_TIMEOUT_MS = 250;

/** So that the library's own timers, which say nothing, come after this console's. */
const LIBRARY_TIMEOUT_MARGIN_MS = 1_000;

/** What a connection is opened with. */
export interface ConnectionSettings {
  readonly endpoint: Endpoint;
  readonly domain: string;
  readonly resource: string;
  readonly tls: TlsPolicy;
  readonly network: NetworkPath;
  /** Leave the session IQ out even when the server demands it, to see what such a client sees. */
  readonly omitSessionIq: boolean;
  readonly streamManagement: StreamManagementMode;
  /** A stream of this session to take up again; null for none. */
  readonly resumption: Resumption | null;
  /** Milliseconds each step may take. */
  readonly stepTimeoutMs: number;
  readonly login: LoginSettings;
}

/** Hears what becomes of a connection. `onEnded` is called once. */
export interface ConnectionListener {
  /** A piece crossed the wire; called in order, also for what comes after the end. */
  onItem(item: WireItem): void;
  /** Null while pieces can be taken; otherwise resolves when they can be again. */
  room(): Promise<void> | null;
  /** A step begins. */
  onStep(step: ConnectStep): void;
  onFact: NoteFact;
  onSecured(facts: TlsFacts): void;
  /** @param reason why this one, one sentence */
  onMechanism(name: string, reason: string): void;
  onAuthenticated(): void;
  onBound(fullJid: string, offer: SessionOffer): void;
  onEstablished(): void;
  /** @param failure null when the end was asked for */
  onEnded(failure: SessionFailure | null): void;
}

/** An open connection. */
export interface Connection {
  /** Text written as it is; resolves false when the connection is closed. */
  write(text: string): Promise<boolean>;
  /**
   * Writes text that is not well-formed, as it stands; resolves false when the connection is closed. Null over
   * BOSH, where stanzas travel inside an element of this console's own. @param problem what is wrong with it
   */
  readonly writeBroken: ((text: string, problem: string) => Promise<boolean>) | null;
  /** Closes the stream properly; resolves when the connection has ended. */
  close(): Promise<void>;
  /** Cuts the connection as a crash does, with a TCP reset. */
  drop(): void;
  /** Ends the stream for a reason of this side, after the last words. */
  abort(failure: SessionFailure, farewell: string): void;
  /** Reads nothing any more until {@link Connection.listen}; the connection stays open. */
  deafen(): void;
  listen(): void;
  /** Whether the server's last stream features named a namespace. */
  offers(ns: string): boolean;
}

/** Opens a connection; everything else comes through the listener. */
export function openConnection(
  settings: ConnectionSettings,
  listener: ConnectionListener,
): Connection {
  const { endpoint, domain, stepTimeoutMs } = settings;
  const isBosh = endpoint.transport === 'bosh';
  const tap = isBosh ? createBoshTap() : createWireTap();
  const reader = isBosh ? createBoshReader() : createStreamReader();
  const gate = createStreamGate({
    framed: isWebTransport(endpoint.transport),
    context: () => ({
      step: at.step,
      service: endpoint.url,
      domain,
      proxyUrl: settings.network.proxy?.url ?? null,
      timeoutMs: stepTimeoutMs,
      mechanism: at.mechanism,
    }),
  });
  const at: { step: ConnectStep; mechanism: string; ended: boolean; closing: boolean } = {
    step: 'connect',
    mechanism: '',
    ended: false,
    closing: false,
  };
  /** What is wrong with the text being written; null while it has to be XML. */
  let broken: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let settle: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (settle = resolve));

  function enter(next: ConnectStep): void {
    at.step = next;
    clearTimeout(timer);
    if (!at.ended) listener.onStep(next);
    if (at.ended || at.closing || next === 'online') return;
    timer = setTimeout(() => fail(timeoutFailure(gate.context())), stepTimeoutMs);
  }

  function end(failure: SessionFailure | null): void {
    if (at.ended) return;
    at.ended = true;
    clearTimeout(timer);
    const unfinished = tap.unfinished();
    if (unfinished !== '') listener.onItem(unfinishedItem(unfinished));
    listener.onEnded(failure);
    settle();
  }

  /** Ends the connection with a reason, after the last words if there are any. */
  function fail(failure: SessionFailure, farewell: string | null = null): void {
    if (at.ended) return;
    if (farewell !== null) client.abandon(farewell);
    // Before the socket is destroyed: its close would come in between with a reason of its own.
    end(at.closing ? null : failure);
    if (farewell === null) client.destroy();
    else setTimeout(() => client.destroy(), CLOSE_TIMEOUT_MS).unref();
  }

  function receive(item: WireItem, forward: (text: string) => void): void {
    listener.onItem(item);
    if (at.ended) return;
    if (at.step !== 'online') noteStream(item, at.step, listener.onFact);
    const decision = gate.decide(item, at.closing);
    if (decision.kind === 'end') fail(decision.failure, decision.farewell);
    if (decision.kind !== 'pass') return;
    try {
      forward(item.text);
    } catch (error) {
      // Whatever the library stumbles over is a failure like any other.
      fail(toSessionFailure(error, gate.context()));
    }
  }

  const pace = createReadingPace({
    pause: () => client.pause(),
    resume: () => client.resume(),
    room: () => listener.room(),
  });

  const observer: SocketObserver = {
    onIncoming(text, forward) {
      tap.take('in', text, (token) => receive(reader.read('in', token), forward));
      pace.taken();
    },
    onOutgoing(text) {
      if (broken !== null) return void listener.onItem(brokenItem(text, broken));
      tap.take('out', text, (token) => {
        const item = reader.read('out', token);
        if (item.role === 'open' && at.step === 'connect') enter('stream');
        listener.onItem(item);
      });
    },
    onUndecodable: (bytes) => receive(undecodableItem(bytes), () => undefined),
    onHandshake: () => enter('tls'),
    onFact: (...fact) => listener.onFact(...fact),
    onSecured(facts) {
      gate.secured();
      enter('stream');
      listener.onSecured(facts);
    },
  };

  const negotiator: Negotiator = {
    ...{ settings, listener, gate, enter },
    isOnline: () => at.step === 'online',
    isOver: () => at.ended || at.closing,
  };

  const client: XmppClient = createClient({
    url: endpoint.url,
    localpart: settings.login.credentials.username,
    domain,
    resource: settings.resource,
    tls: settings.tls,
    network: settings.network,
    stepTimeoutMs: stepTimeoutMs + LIBRARY_TIMEOUT_MARGIN_MS,
    observer,
    resume: settings.resumption === null ? null : resumeOptions(negotiator, settings.resumption),
    login: {
      ...settings.login,
      domain,
      tlsRequired: demandsTls(settings),
      onFact: (...fact) => listener.onFact(...fact),
      onOffered: () => enter('authenticate'),
      onMechanism(mechanism, reason) {
        at.mechanism = mechanism;
        listener.onMechanism(mechanism, reason);
      },
      onAuthenticated() {
        enter('bind');
        listener.onAuthenticated();
      },
    },
  });

  const failWith = (error: unknown): void => fail(toSessionFailure(error, gate.context()));
  client.onError(failWith);
  client.onClosed(() => (at.closing ? end(null) : fail(closedFailure(gate.context()))));
  enter('connect');
  negotiate(negotiator, client).catch(failWith);

  const write = (text: string): Promise<boolean> =>
    client.write(text).then(
      () => true,
      () => false,
    );

  return {
    write,
    writeBroken: isBosh
      ? null
      : (text, problem) => {
          broken = problem;
          const written = write(text);
          broken = null;
          return written;
        },
    async close() {
      if (at.ended) return;
      at.closing = true;
      clearTimeout(timer);
      pace.listen();
      const hasStream = at.step !== 'connect' && at.step !== 'tls';
      // A server may also just hang up instead of closing its stream; one that has not even let the
      // session in is not waited for.
      const patienceMs = at.step === 'online' ? CLOSE_TIMEOUT_MS : NEGOTIATION_CLOSE_TIMEOUT_MS;
      if (hasStream) await within(patienceMs, [client.stop(), over]);
      client.destroy();
      end(null);
    },
    drop() {
      at.closing = true;
      client.reset();
      end(null);
    },
    abort: (failure, farewell) => fail(failure, farewell),
    deafen: pace.deafen,
    listen: pace.listen,
    offers: (ns) => gate.offers(ns),
  };
}

/**
 * Whether to give up rather than log in without TLS. A user who chose a certificate wants TLS; and off
 * this machine an XMPP server without STARTTLS is either misconfigured or somebody removed the offer.
 * `ws:` and `http:` are only used when the user wrote them.
 * @see RFC 7590 §3.1 "Support for TLS"
 */
function demandsTls({ endpoint, tls, login }: ConnectionSettings): boolean {
  if (login.allowPlaintext || isWebTransport(endpoint.transport)) return false;
  return tls.trust.kind !== 'system' || !isLoopback(endpoint);
}

/** Waits for the first of some promises, but not longer than a time. */
async function within(timeoutMs: number, promises: readonly Promise<void>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  await Promise.race([...promises, timeout]);
  clearTimeout(timer);
}
