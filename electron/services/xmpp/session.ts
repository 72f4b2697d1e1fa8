/**
 * One session: its state and facts, and the connection it has at the moment. Longer than most files: it is
 * where opening, going away and reconnecting, each in a file of its own, meet over one state.
 */
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { AwayMode } from '#shared/contract/run.ts';
import type { ClockOffset, SessionFailure, SessionSnapshot } from '#shared/contract/session.ts';
import { formatBareJid, parseJid, type Jid } from '#shared/xmpp/jid.ts';
import { comeBack, endsSession, goAway, type AwayActions } from './away.ts';
import type { ConnectInput } from './connect-input.ts';
import type { ConnectionListener } from './connection.ts';
import type { ExchangeTable } from './exchanges.ts';
import type { OfferMemory } from './sasl/offer-memory.ts';
import { openSession, type OpeningOptions, type SessionLine } from './session-opening.ts';
import type { SendContext, SentStanza } from './session-port.ts';
import {
  closedByUserFailure,
  notOnlineProblem,
  silentProblem,
  toProblem,
} from './session-problems.ts';
import { createSessionRecord, NO_FACTS } from './session-record.ts';
import { createReconnect } from './reconnect.ts';
import { countTooHighFailure, countTooHighText } from './stream-management/count-too-high.ts';
import { createManagementTracker } from './stream-management/tracker.ts';
import { createTraffic, type TrafficOptions } from './session-traffic.ts';

/** What {@link createSession} needs. */
export interface SessionOptions extends Omit<
  TrafficOptions,
  'sessionId' | 'sessionName' | 'failure'
> {
  readonly id: string;
  /** Index of its colour, 0 to 19. */
  readonly hue: number;
  readonly input: ConnectInput;
  readonly jid: Jid;
  /** What accounts were offered for logging in. */
  readonly offers: OfferMemory;
  readonly plan: OpeningOptions['plan'];
  /** From 0 up to, not including, 1. */
  random(): number;
  onChange(snapshot: SessionSnapshot): void;
}

/** One session from its first connection attempt to its removal. */
export interface Session {
  readonly exchanges: ExchangeTable;
  snapshot(): SessionSnapshot;
  /** Whether it ever got online; one that never did has nothing worth keeping on the list. */
  wasOnline(): boolean;
  /** Connects; resolves once online or failed. Only for an offline session. */
  open(): Promise<Result<SessionSnapshot>>;
  close(): Promise<void>;
  drop(): void;
  /** Goes away; fails with `not-online` or `busy`. */
  goAway(mode: AwayMode, context: SendContext): Promise<Result<SessionSnapshot>>;
  /** Comes back, opening the session again where going away ended it. */
  comeBack(context: SendContext): Promise<Result<SessionSnapshot>>;
  send(xml: string, context: SendContext): Promise<Result<SentStanza>>;
  /** Whether it is online or waits to be. */
  dependsOnNetwork(): boolean;
  /** Notes that the network changed; connects again at once where that is waited for. */
  networkChanged(text: string): void;
  learnClock(offset: ClockOffset): void;
}

/** Creates a session, offline. */
export function createSession(options: SessionOptions): Session {
  const { id, hue, input, jid, clock } = options;
  const name = input.name === '' ? formatBareJid(jid) : input.name;
  const traffic = createTraffic({
    ...options,
    sessionId: id,
    sessionName: name,
    failure: () => record.known().failure,
    onExchange(exchange) {
      options.onExchange(exchange);
      options.onChange(record.snapshot());
    },
  });
  const record = createSessionRecord({
    ...{ id, name, hue, jid, clock },
    profileId: input.profileId,
    service: input.service,
    pendingExchanges: () => traffic.exchanges.pendingCount(),
    management: () => management.facts(),
    local: (...entry) => traffic.local(...entry),
    onChange: (snapshot) => options.onChange(snapshot),
  });
  const reconnect = createReconnect({
    wanted: input.options.reconnect,
    clock,
    random: () => options.random(),
    open: () => void open(),
    note: (text) => void traffic.local('state', text),
    onChange: (pending) => record.set({ reconnect: pending }),
  });
  const userAgentId = options.ids.uuid();
  const { streamManagement } = input.options;
  const management = createManagementTracker({
    asks: streamManagement !== 'off',
    resumes: streamManagement === 'resume',
    write: (text) => void line?.write(text),
    repeat(texts) {
      if (line !== null) traffic.repeat(texts, line);
    },
    note: (text) => void traffic.local('note', text),
    onImpossible(h, sent) {
      const { framed = false } = line ?? {};
      line?.abort(countTooHighFailure(h, sent), countTooHighText(h, sent, framed));
    },
    onChange: () => record.tellSoon(),
  });
  let own: Jid | null = null;
  let online = false;
  let line: SessionLine | null = null;
  /** Aborted when the user ends the session; a new one for each opening. */
  let ending = new AbortController();

  function end(reason: SessionFailure | null): void {
    line = null;
    if (reason !== null && record.state() !== 'online') record.ladder.fail(reason.step);
    const why = reason?.what ?? (record.state() === 'closing' ? ENDED_BY_USER : DROPPED_BY_USER);
    own = null;
    management.end(record.known().boundJid);
    if (record.state() === 'closing') management.forget();
    traffic.exchanges.disconnect(why);
    record.move('ended', `Offline: ${why}`, {
      failure: reason,
      boundJid: null,
      away: null,
    });
    reconnect.ended(reason);
  }

  const listener: Omit<ConnectionListener, 'onEnded'> = {
    onStep: (step) => record.ladder.enter(step),
    onFact: (...fact) => record.ladder.note(...fact),
    room: () => options.recorder.room(),
    onItem(item) {
      traffic.take(item, own, record.state() === 'online' ? line : null);
      management.take(item);
    },
    onSecured(tls) {
      const trust = input.trust.kind;
      traffic.local('tls', `${tls.protocol}, ${tls.cipher}, ${TRUST_WORDS[trust]}`);
      record.setFacts({ tls: { ...tls, trust } });
      record.move('tls-established', 'Secured by TLS');
    },
    onMechanism: (mechanism, mechanismReason) => record.setFacts({ mechanism, mechanismReason }),
    onAuthenticated() {
      record.move('authenticated', `Authenticated with ${record.known().facts.mechanism ?? ''}`);
    },
    onBound(fullJid, offer) {
      own = parseJid(fullJid);
      record.setFacts({ sessionIq: offer === 'required' ? null : offer });
      record.move('bound', `Bound as ${fullJid}`, { boundJid: fullJid });
    },
    onEstablished() {
      const demand = input.omitSessionIq === true ? 'demanded' : 'sent';
      record.setFacts({ sessionIq: record.known().facts.sessionIq ?? demand });
      online = true;
      reconnect.online();
      record.move('established', 'Online');
    },
  };

  function connect(signal: AbortSignal): Promise<SessionFailure | null> {
    const { ids } = options;
    return openSession(
      {
        ...{ input, jid, listener },
        plan: (note) => options.plan(note),
        resource: input.resource === '' ? `pushscope-${ids.random()}` : input.resource,
        login: { userAgentId, memory: options.offers, nonce: () => ids.random() + ids.random() },
        resumption: () => management.resumption(),
        onAttempt({ transport, url }, { keyLog }) {
          management.begin();
          traffic.local('state', `Connecting to ${url}`);
          if (keyLog !== null) traffic.local('tls', `TLS keys are written to ${keyLog.name}`);
          record.set({ facts: { ...NO_FACTS, transport, service: url } });
        },
        onLine: (opened) => (line = opened),
        onLost: end,
      },
      signal,
    );
  }

  async function open(): Promise<Result<SessionSnapshot>> {
    ending = new AbortController();
    record.ladder.restart();
    record.move('open-requested', '', { failure: null, away: null });
    record.ladder.enter('resolve');
    const { signal } = ending;
    // Looking up addresses may take long; the user need not wait for it to end the session.
    const reason = await Promise.race([connect(signal), untilAborted(signal)]);
    if (reason === null) return ok(record.snapshot());
    end(signal.aborted ? null : reason);
    return fail(toProblem(signal.aborted ? closedByUserFailure() : reason));
  }

  function openByUser(): Promise<Result<SessionSnapshot>> {
    reconnect.cancel();
    return open();
  }

  async function close(): Promise<void> {
    reconnect.cancel();
    const wasOnline = record.state() === 'online';
    if (wasOnline) management.sayGoodbye();
    record.move('close-requested', 'Closing');
    // Who ends an attempt is not kept waiting by a server that is slow to answer.
    if (!wasOnline) ending.abort();
    await line?.close();
    ending.abort();
  }

  function drop(): void {
    reconnect.cancel();
    line?.drop();
    ending.abort();
  }

  async function send(xml: string, context: SendContext): Promise<Result<SentStanza>> {
    if (record.state() !== 'online' || line === null) {
      return fail(notOnlineProblem(record.known().failure));
    }
    return traffic.send(xml, context, line);
  }

  const awayActions: AwayActions = {
    ...{ send, close, drop, domain: jid.domain },
    stanzaId: () => options.ids.random(),
    deafen: () => line?.deafen(),
    listen: () => line?.listen(),
    offers: (ns) => line?.offers(ns) === true,
    note: (text) => void traffic.local('note', text),
  };

  return {
    exchanges: traffic.exchanges,
    snapshot: () => record.snapshot(),
    wasOnline: () => online,
    ...{ close, drop, send },
    open: openByUser,
    dependsOnNetwork: () => record.state() === 'online' || reconnect.isWaiting(),
    networkChanged(text) {
      traffic.local('note', text);
      reconnect.hurry();
    },
    learnClock: (clockOffset) => record.set({ clockOffset }),
    async goAway(mode, context) {
      if (record.state() !== 'online') return fail(notOnlineProblem(record.known().failure));
      if (record.known().away === 'silent') return fail(silentProblem());
      const went = await goAway(awayActions, mode, context);
      if (!went.ok) return went;
      record.set({ away: mode });
      return ok(record.snapshot());
    },
    async comeBack(context) {
      const { away } = record.known();
      if (endsSession(away) && record.state() === 'offline') {
        const opened = await openByUser();
        if (!opened.ok) return opened;
      }
      if (record.state() !== 'online') return fail(notOnlineProblem(record.known().failure));
      const back = await comeBack(awayActions, away, context);
      if (!back.ok) return back;
      record.set({ away: null });
      return ok(record.snapshot());
    },
  };
}

const ENDED_BY_USER = 'The session was disconnected.';
const DROPPED_BY_USER = 'The connection was cut without closing the stream.';

function untilAborted(signal: AbortSignal): Promise<SessionFailure> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(closedByUserFailure()), { once: true });
  });
}

const TRUST_WORDS: Readonly<Record<ConnectInput['trust']['kind'], string>> = {
  system: 'certificate trusted by the system',
  'ca-file': 'certificate trusted by the CA file',
  pinned: 'certificate pinned',
};
