/** One session: its state and facts, and the connection it has at the moment. */
import type { RequestInput } from '#shared/contract/channels.ts';
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { SessionFacts, SessionFailure, SessionSnapshot } from '#shared/contract/session.ts';
import { formatBareJid, parseJid, type Jid } from '#shared/xmpp/jid.ts';
import type { ConnectionPlan } from './connection-plan.ts';
import { openConnection, type Connection, type ConnectionListener } from './connection.ts';
import type { ExchangeTable } from './exchanges.ts';
import type { SendContext, SentStanza } from './session-port.ts';
import { closedByUserFailure, notOnlineProblem, toProblem } from './session-problems.ts';
import { createLadder } from './ladder.ts';
import { nextSessionState, type SessionEvent } from './session-state.ts';
import { createTraffic, type OutgoingLine, type TrafficOptions } from './session-traffic.ts';
import type { Endpoint } from './address.ts';

/** What a user hands in to connect, the password included. */
export type ConnectInput = RequestInput<'session.connect'>;

/** What {@link createSession} needs. */
export interface SessionOptions extends Omit<
  TrafficOptions,
  'sessionId' | 'sessionName' | 'failure'
> {
  readonly id: string;
  /** Index of its colour, 0 to 7. */
  readonly hue: number;
  readonly input: ConnectInput;
  readonly jid: Jid;
  /** Finds what to connect to and what to trust, or says why that is not possible. */
  plan(): Promise<ConnectionPlan | SessionFailure>;
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
  send(xml: string, context: SendContext): Promise<Result<SentStanza>>;
}

const NO_FACTS: Omit<SessionFacts, 'transport' | 'service'> = {
  tls: null,
  mechanism: null,
  mechanismReason: '',
  sessionIq: null,
};

/** Failures after which another address of the same domain is worth trying. */
const TRY_NEXT: readonly SessionFailure['code'][] = [
  'name-not-found',
  'connection-refused',
  'unreachable',
  'connect-timeout',
];

/** Creates a session, offline. */
export function createSession(options: SessionOptions): Session {
  const { id, hue, input, jid, clock } = options;
  const name = input.name === '' ? formatBareJid(jid) : input.name;
  const traffic = createTraffic({
    ...options,
    sessionId: id,
    sessionName: name,
    failure: () => failure,
    onExchange(exchange) {
      options.onExchange(exchange);
      options.onChange(snapshot());
    },
  });
  const ladder = createLadder(
    () => clock.monotonicMs(),
    () => options.onChange(snapshot()),
  );
  let state: SessionSnapshot['state'] = 'offline';
  let facts: SessionFacts = { ...NO_FACTS, transport: 'tcp', service: input.service };
  let failure: SessionFailure | null = null;
  let own: Jid | null = null;
  let boundJid: string | null = null;
  let changedAt = clock.now().toISOString();
  let online = false;
  let line: (Connection & OutgoingLine) | null = null;
  /** Aborted when the user ends the session; a new one for each opening. */
  let ending = new AbortController();

  function snapshot(): SessionSnapshot {
    return {
      id,
      name,
      hue,
      jid: formatBareJid(jid),
      boundJid,
      domain: jid.domain,
      state,
      facts,
      failure,
      pendingExchanges: traffic.exchanges.pendingCount(),
      ladder: ladder.rungs(),
      management: null,
      reconnect: null,
      away: null,
      clockOffset: null,
      changedAt,
      profileId: input.profileId,
    };
  }

  function move(event: SessionEvent, text: string, condition?: string): void {
    const next = nextSessionState(state, event);
    if (next === null) return;
    state = next;
    changedAt = clock.now().toISOString();
    if (text !== '') traffic.local('state', text, condition);
    options.onChange(snapshot());
  }

  function setFacts(part: Partial<SessionFacts>): void {
    facts = { ...facts, ...part };
    options.onChange(snapshot());
  }

  function end(reason: SessionFailure | null): void {
    line = null;
    failure = reason;
    if (reason !== null && state !== 'online') ladder.fail(reason.step);
    const why = reason?.what ?? (state === 'closing' ? ENDED_BY_USER : DROPPED_BY_USER);
    traffic.exchanges.disconnect(why);
    boundJid = null;
    own = null;
    move('ended', `Offline: ${why}`, reason?.code);
  }

  function listen(finish: (failure: SessionFailure | null) => void): ConnectionListener {
    return {
      onStep: (step) => ladder.enter(step),
      onFact: (...fact) => ladder.note(...fact),
      onItem: (item) => traffic.take(item, own, state === 'online' ? line : null),
      onSecured({ protocol, cipher, certificate }) {
        const trust = input.trust.kind;
        traffic.local('tls', `${protocol}, ${cipher}, ${TRUST_WORDS[trust]}`);
        facts = {
          ...facts,
          tls: { protocol, cipher, certificate, chain: [], trust, warnings: [] },
        };
        move('tls-established', 'Secured by TLS');
      },
      onMechanism: (mechanism) => setFacts({ mechanism }),
      onAuthenticated: () => move('authenticated', `Authenticated with ${facts.mechanism ?? ''}`),
      onBound(fullJid, offer) {
        own = parseJid(fullJid);
        boundJid = fullJid;
        facts = { ...facts, sessionIq: offer === 'required' ? null : offer };
        move('bound', `Bound as ${fullJid}`);
      },
      onEstablished() {
        const demand = input.omitSessionIq === true ? 'demanded' : 'sent';
        facts = { ...facts, sessionIq: facts.sessionIq ?? demand };
        online = true;
        move('established', 'Online');
        finish(null);
      },
      onEnded: finish,
    };
  }

  /** Tries one endpoint; resolves null once online. Later ends of that connection end the session. */
  function attempt(plan: ConnectionPlan, endpoint: Endpoint): Promise<SessionFailure | null> {
    facts = { ...NO_FACTS, transport: endpoint.transport, service: endpoint.url };
    traffic.local('state', `Connecting to ${endpoint.url}`);
    options.onChange(snapshot());
    return new Promise((resolve) => {
      let established = false;
      const listener = listen((reason) => {
        if (established) {
          end(reason);
          return;
        }
        established = state === 'online';
        resolve(established ? null : (reason ?? closedByUserFailure()));
      });
      const connection = openConnection(
        {
          endpoint,
          domain: jid.domain,
          credentials: { username: jid.local, password: input.password },
          resource: input.resource === '' ? `pushscope-${options.ids.random()}` : input.resource,
          tls: plan.tls,
          allowPlaintext: input.allowPlaintext,
          omitSessionIq: input.omitSessionIq === true,
          stepTimeoutMs: input.connectTimeoutMs,
          nonce: () => options.ids.random() + options.ids.random(),
        },
        listener,
      );
      line = { ...connection, framed: endpoint.transport === 'websocket' };
    });
  }

  async function connect(signal: AbortSignal): Promise<SessionFailure | null> {
    const plan = await options.plan();
    if ('code' in plan) return plan;
    let last: SessionFailure | null = plan.nothingFound;
    for await (const endpoint of plan.endpoints()) {
      if (signal.aborted) break;
      last = await attempt(plan, endpoint);
      if (!isWorthAnother(last)) break;
    }
    return last;
  }

  return {
    exchanges: traffic.exchanges,
    snapshot,
    wasOnline: () => online,
    async open() {
      ending = new AbortController();
      failure = null;
      ladder.restart();
      move('open-requested', '');
      ladder.enter('resolve');
      const { signal } = ending;
      // Looking up addresses may take long; the user need not wait for it to end the session.
      const reason = await Promise.race([connect(signal), untilAborted(signal)]);
      if (reason === null) return ok(snapshot());
      end(signal.aborted ? null : reason);
      return fail(toProblem(signal.aborted ? closedByUserFailure() : reason));
    },
    async close() {
      move('close-requested', 'Closing');
      await line?.close();
      ending.abort();
    },
    drop() {
      line?.drop();
      ending.abort();
    },
    async send(xml, context) {
      if (state !== 'online' || line === null) {
        return fail(notOnlineProblem(failure));
      }
      return traffic.send(xml, context, line);
    },
  };
}

const ENDED_BY_USER = 'The session was disconnected.';
const DROPPED_BY_USER = 'The connection was cut without closing the stream.';

function isWorthAnother(failure: SessionFailure | null): boolean {
  return failure !== null && failure.step === 'connect' && TRY_NEXT.includes(failure.code);
}

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
