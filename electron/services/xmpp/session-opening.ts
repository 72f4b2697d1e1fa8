/** Brings a session online: finds what to connect to and tries one address after the other. */
import type { SessionFailure } from '#shared/contract/session.ts';
import type { Jid } from '#shared/xmpp/jid.ts';
import { isWebTransport, type Endpoint } from './address.ts';
import { summariseAttempts } from './attempt-summary.ts';
import type { ConnectInput } from './connect-input.ts';
import type { ConnectionPlan } from './connection-plan.ts';
import { openConnection, type Connection, type ConnectionListener } from './connection.ts';
import type { LoginSettings } from './features/login.ts';
import type { NoteFact } from './ladder.ts';
import type { Resumption } from './stream-management/tracker.ts';
import type { OutgoingLine } from './session-traffic.ts';
import { closedByUserFailure } from './session-problems.ts';
import type { TlsPolicy } from './tls.ts';

/** A connection that stanzas can be written to. */
export type SessionLine = Connection & OutgoingLine;

/** What of the login is not in the settings of the account. */
export type OpeningLogin = Pick<LoginSettings, 'userAgentId' | 'memory' | 'nonce'>;

/** What {@link openSession} needs. */
export interface OpeningOptions {
  readonly input: ConnectInput;
  readonly jid: Jid;
  /** Resource to ask for. */
  readonly resource: string;
  /** Finds what to connect to and what to trust, or says why that is not possible. */
  plan(note: NoteFact): Promise<ConnectionPlan | SessionFailure>;
  readonly login: OpeningLogin;
  /** A stream to take up again; asked for each attempt. */
  resumption(): Resumption | null;
  readonly listener: Omit<ConnectionListener, 'onEnded'>;
  /** An address is about to be tried. */
  onAttempt(endpoint: Endpoint, tls: TlsPolicy): void;
  onLine(line: SessionLine): void;
  /** A connection that was online has ended. @param failure null when that was asked for */
  onLost(failure: SessionFailure | null): void;
}

/**
 * Failures after which another address of the same domain is worth trying. A server that is not trusted
 * is not among them: that is for the user to see.
 */
const TRY_NEXT: readonly SessionFailure['code'][] = [
  'name-not-found',
  'connection-refused',
  'unreachable',
  'connect-timeout',
  'proxy-refused',
  'tls-failed',
];

/**
 * Tries the addresses of the plan until one is online.
 * @param signal aborted when the user ends the session; then nothing more is tried
 * @returns null once online, else why not
 */
export async function openSession(
  options: OpeningOptions,
  signal: AbortSignal,
): Promise<SessionFailure | null> {
  const plan = await options.plan(options.listener.onFact);
  if ('code' in plan) return plan;
  const failed: SessionFailure[] = [];
  for await (const endpoint of plan.endpoints()) {
    if (signal.aborted) break;
    const before = failed.at(-1);
    if (before !== undefined) options.listener.onFact(before.step, 'Given up', before.what, 'bad');
    const failure = await attempt(options, plan, endpoint);
    if (failure === null) return null;
    // A server that answered has the last word.
    if (!isWorthAnother(failure)) return failure;
    failed.push(failure);
  }
  return summariseAttempts(options.jid.domain, failed, plan.nothingFound);
}

/** TLS that fails on one port may work on another. */
function isWorthAnother({ step, code }: SessionFailure): boolean {
  return (step === 'connect' || step === 'tls') && TRY_NEXT.includes(code);
}

function attempt(
  options: OpeningOptions,
  plan: ConnectionPlan,
  endpoint: Endpoint,
): Promise<SessionFailure | null> {
  const { input, jid, resource, listener } = options;
  options.onAttempt(endpoint, plan.tls);
  const resumption = options.resumption();
  return new Promise((resolve) => {
    let established = false;
    const connection = openConnection(
      {
        endpoint,
        domain: jid.domain,
        resource,
        tls: plan.tls,
        network: plan.network,
        omitSessionIq: input.omitSessionIq === true,
        streamManagement: input.options.streamManagement,
        resumption,
        stepTimeoutMs: input.connectTimeoutMs,
        login: loginSettings(options, resumption === null),
      },
      {
        ...listener,
        onEstablished() {
          established = true;
          listener.onEstablished();
          resolve(null);
        },
        onEnded(failure) {
          if (established) options.onLost(failure);
          else resolve(failure ?? closedByUserFailure());
        },
      },
    );
    options.onLine({ ...connection, framed: isWebTransport(endpoint.transport) });
  });
}

function loginSettings({ input, jid, login }: OpeningOptions, fresh: boolean): LoginSettings {
  const { mechanism, sasl2, clientCertificateId } = input.options;
  return {
    ...login,
    credentials: { username: jid.local, password: input.password },
    allowPlaintext: input.allowPlaintext,
    ...{ mechanism, sasl2 },
    // Bind 2 makes up the resource: one that the user wants has to be asked for in the old way, and a
    // stream can only be resumed before anything is bound.
    bind2: input.resource === '' && fresh,
    clientCertificate: clientCertificateId !== null,
  };
}
