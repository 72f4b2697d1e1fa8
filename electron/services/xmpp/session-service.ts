/**
 * All sessions of the process: the list, its colours, and who hears of what.
 * Passwords stay here in memory while their session is listed, for reopening, and nowhere else.
 */
import { networkInterfaces } from 'node:os';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import { SESSION_HUES, type SessionSnapshot } from '#shared/contract/session.ts';
import { formatBareJid, parseJid } from '#shared/xmpp/jid.ts';
import { needsAccount } from '#shared/xmpp/sasl-mechanisms.ts';
import type { EventHub } from '../event-hub.ts';
import type { Clock, IdSource } from '../platform.ts';
import type { Recorder } from '../transcript/recorder-port.ts';
import { planConnection, type PlanDependencies } from './connection-plan.ts';
import { createTlsContexts } from './tls-contexts.ts';
import { measureClock } from './clock-offset.ts';
import type { ClientFacts } from './incoming.ts';
import { createNetworkWatch, type NetworkInterfaces } from './network-watch.ts';
import type { EndedRequest, IncomingStanza, SendContext, SessionService } from './session-port.ts';
import { badJidProblem, noSuchSession, notOfflineProblem } from './session-problems.ts';
import type { ConnectInput } from './connect-input.ts';
import { createOfferMemory } from './sasl/offer-memory.ts';
import { createSession, type Session } from './session.ts';

const THIS_CLIENT: ClientFacts = { name: 'Pushscope', version: '' };

/** For what no run asks for. Milliseconds, as long as any server may take. */
const UNMARKED: SendContext = { timeoutMs: 10_000 };

/** What {@link createSessionService} needs. */
export interface SessionServiceOptions extends Omit<PlanDependencies, 'contexts'> {
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly events: EventHub;
  /** Jitter of reconnecting, from 0 up to, not including, 1. */
  readonly random?: () => number;
  /** This computer's network interfaces; the system's unless a test says otherwise. */
  readonly interfaces?: () => NetworkInterfaces;
  /** What `jabber:iq:version` answers to others. */
  readonly client?: ClientFacts;
}

/**
 * Creates the session service.
 * @param options recorder, time, ids, event hub, and where CA files come from
 */
export function createSessionService(options: SessionServiceOptions): SessionService {
  const { events, ids } = options;
  const contexts = createTlsContexts();
  const sessions = new Map<string, Session>();
  const passwords = new Map<string, readonly string[]>();
  const offers = createOfferMemory();
  const network = createNetworkWatch(options.interfaces ?? networkInterfaces, tellNetworkChange);
  const listeners = new Set<(stanza: IncomingStanza) => void>();
  const requestListeners = new Set<(ended: EndedRequest) => void>();

  function snapshots(): readonly SessionSnapshot[] {
    return [...sessions.values()].map((session) => session.snapshot());
  }

  function freeHue(): number {
    const used = snapshots().map(({ hue }) => hue);
    const free = Array.from({ length: SESSION_HUES }, (_, hue) => hue).find(
      (hue) => !used.includes(hue),
    );
    return free ?? sessions.size % SESSION_HUES;
  }

  function add(input: ConnectInput, jid: NonNullable<ReturnType<typeof parseJid>>): Session {
    const id = ids.next('s');
    const session = createSession({
      id,
      hue: freeHue(),
      input,
      jid,
      recorder: options.recorder,
      clock: options.clock,
      ids,
      offers,
      random: options.random ?? Math.random,
      client: options.client ?? THIS_CLIENT,
      plan: (note) => planConnection(input, jid.domain, note, { ...options, contexts }),
      onChange: (snapshot) => {
        if (sessions.has(id)) events.publish('session.changed', snapshot);
        watchNetwork();
      },
      onExchange: (exchange) => events.publish('exchange.changed', exchange),
      onStanza: (stanza) => {
        for (const listener of [...listeners]) listener(stanza);
      },
      onRequestEnd: (ended) => {
        for (const listener of [...requestListeners]) listener(ended);
      },
    });
    sessions.set(id, session);
    passwords.set(id, [input.password, input.proxyPassword ?? '']);
    return session;
  }

  function watchNetwork(): void {
    network.watch([...sessions.values()].some((session) => session.dependsOnNetwork()));
  }

  function tellNetworkChange(text: string): void {
    for (const session of sessions.values()) {
      if (session.dependsOnNetwork()) session.networkChanged(text);
    }
  }

  function take(id: string): void {
    // It may be waiting to connect again.
    void sessions.get(id)?.close();
    sessions.delete(id);
    watchNetwork();
    passwords.delete(id);
    events.publish('session.removed', { id });
  }

  /** A corrected attempt takes the place of the failed ones of the same account. */
  function removeFailedAttempts(jid: string): void {
    for (const [id, session] of [...sessions]) {
      const { state, jid: listed } = session.snapshot();
      if (state === 'offline' && !session.wasOnline() && listed === jid) take(id);
    }
  }

  function withSession<Value>(
    id: string,
    use: (session: Session) => Result<Value> | Promise<Result<Value>>,
  ): Result<Value> | Promise<Result<Value>> {
    const session = sessions.get(id);
    return session === undefined ? fail(noSuchSession()) : use(session);
  }

  const service: SessionService = {
    list: snapshots,
    find: (sessionId) => sessions.get(sessionId)?.snapshot(),

    async connect(input) {
      const jid = parseJid(input.jid);
      if (jid === null || (jid.local === '' && needsAccount(input.options.mechanism))) {
        return fail(badJidProblem());
      }
      removeFailedAttempts(formatBareJid(jid));
      return add(input, jid).open();
    },

    disconnect: async (sessionId) =>
      withSession(sessionId, async (session) => {
        await session.close();
        return ok(null);
      }),

    drop(sessionId) {
      const session = sessions.get(sessionId);
      if (session === undefined) return fail(noSuchSession());
      session.drop();
      return ok(null);
    },

    reopen: async (sessionId) =>
      withSession(sessionId, (session) =>
        session.snapshot().state === 'offline' ? session.open() : fail(notOfflineProblem()),
      ),

    goAway: async (sessionId, mode, context = UNMARKED) =>
      withSession(sessionId, (session) => session.goAway(mode, context)),

    comeBack: async (sessionId, context = UNMARKED) =>
      withSession(sessionId, (session) => session.comeBack(context)),

    measureClock: async (sessionId) =>
      withSession(sessionId, async (session) => {
        const { domain } = session.snapshot();
        const { clock } = options;
        const measurement = { sessions: service, sessionId, domain, stanzaId: ids.random(), clock };
        const measured = await measureClock(measurement, UNMARKED);
        if (!measured.ok) return measured;
        session.learnClock(measured.value);
        return ok(session.snapshot());
      }),

    networkChanged: tellNetworkChange,

    remove(sessionId) {
      const session = sessions.get(sessionId);
      if (session === undefined) return fail(noSuchSession());
      if (session.snapshot().state !== 'offline') return fail(notOfflineProblem());
      take(sessionId);
      return ok(null);
    },

    send: async (sessionId, xml, context) =>
      withSession(sessionId, (session) => session.send(xml, context)),

    passwords: () =>
      [...new Set([...passwords.values()].flat())].filter((password) => password !== ''),

    exchanges: () => [...sessions.values()].flatMap((session) => session.exchanges.list()),

    cancelExchange(exchangeId) {
      const owner = [...sessions.values()].find((session) =>
        session.exchanges.list().some((exchange) => exchange.id === exchangeId),
      );
      if (owner !== undefined) return owner.exchanges.cancel(exchangeId);
      return fail({ code: 'not-found', what: 'There is no such request to cancel.' });
    },

    onStanza(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    onRequestEnd(listener) {
      requestListeners.add(listener);
      return () => void requestListeners.delete(listener);
    },

    async dispose() {
      await Promise.all([...sessions.values()].map((session) => session.close()));
      network.watch(false);
      listeners.clear();
      requestListeners.clear();
    },
  };
  return service;
}
