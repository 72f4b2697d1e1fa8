/**
 * The embedded XMPP server that behaves like the recorded MongooseIM 6.8.0: hosts, their modules and
 * the listeners put together. What it covers is listed in docs/practice-server.md.
 */
import type { PracticeFault } from '#shared/contract/practice-faults.ts';
import type { PracticePlantId } from '#shared/contract/practice-plants.ts';
import { assembleHost } from './assemble-host.ts';
import { makeCertificate } from './certificate.ts';
import { defaultHosts } from './default-hosts.ts';
import { createFaultBoard } from './faults.ts';
import type { PracticeHost } from './host.ts';
import type { ClientCertificatePolicy, ListenerPolicy } from './listener-policy.ts';
import type {
  PracticeAuthConfig,
  PracticeComponent,
  PracticeHostConfig,
  PushRegistration,
} from './ports.ts';
import { plantHost } from './plants.ts';
import { createRouter } from './router.ts';
import type { RunningListener } from './running-listener.ts';
import { createSessionRegistry } from './sessions.ts';
import type { StreamServer } from './stream-server.ts';
import { listenTcp } from './tcp-listener.ts';
import { listenWebsocket } from './websocket-listener.ts';

/** Defaults of the recorded listeners: facts 8.2, 8.8. */
const DEFAULT_POLICY: ListenerPolicy = {
  tlsMode: 'starttls',
  clientCertificates: null,
  backwardsCompatibleSession: true,
  stateTimeoutMs: 5_000,
  maxStanzaSize: 65_536,
  resumeTimeoutMs: 600_000,
};

/** Options of {@link startPracticeServer}; all have the values of the recorded server. */
export interface PracticeServerOptions {
  /** The first one is the default domain; left out, {@link defaultHosts}. */
  readonly hosts?: readonly PracticeHostConfig[];
  /** 0 or left out for a free port. */
  readonly tcpPort?: number;
  readonly tlsMode?: ListenerPolicy['tlsMode'];
  /** 0 or left out for a free port; null for no WebSocket. */
  readonly websocketPort?: number | null;
  /** A further TCP listener that speaks TLS from the first byte; left out for none. */
  readonly directTlsPort?: number;
  /** Certificates of clients, for EXTERNAL; left out, none is asked for. */
  readonly clientCertificates?: ClientCertificatePolicy;
  /** How the default host lets its accounts in. */
  readonly auth?: PracticeAuthConfig;
  /** Default true, as in MongooseIM. */
  readonly backwardsCompatibleSession?: boolean;
  readonly stateTimeoutMs?: number;
  readonly maxStanzaSize?: number;
  readonly resumeTimeoutMs?: number;
  /** Where the default host's MongoosePush listens; null for a pool that does not exist. */
  readonly gatewayUrl?: string | null;
  /** A misconfiguration of the default host. */
  readonly plant?: PracticePlantId | null;
  /** What to do wrong from the beginning. */
  readonly faults?: readonly PracticeFault[];
  /** Further services at subdomains of the hosts, e.g. a push service of somebody else's. */
  readonly components?: readonly PracticeComponent[];
  readonly now?: () => Date;
  /** Told when a handler of the server threw; the stanza then stays unanswered, as in MongooseIM. */
  readonly onCrash?: (error: unknown) => void;
}

/** A server that runs. */
export interface PracticeServer {
  readonly domain: string;
  readonly tcpPort: number;
  /** Null when there is no WebSocket listener. */
  readonly websocketPort: number | null;
  /** Null when there is no direct-TLS listener. */
  readonly directTlsPort: number | null;
  readonly certificatePem: string;
  /** SHA-256 of the certificate, lower-case hex. */
  readonly fingerprint256: string;
  /** What XMPP never tells: the push registrations of an account. */
  registrations(bareJid: string): readonly PushRegistration[];
  /** True when no session of the account would get a message now (facts 5.2). */
  isOffline(bareJid: string): boolean;
  /** What the server is doing wrong. */
  faults(): readonly PracticeFault[];
  /** Does these things wrong from now on, and no others. */
  setFaults(faults: readonly PracticeFault[]): void;
  /** The default host's MongoosePush has moved; null for gone. */
  setGatewayUrl(url: string | null): void;
  /** Closes ports and connections; nothing of it runs afterwards. */
  stop(): Promise<void>;
}

/**
 * Starts the server on 127.0.0.1.
 * @throws the socket's error when a port cannot be bound
 */
export async function startPracticeServer(
  options: PracticeServerOptions = {},
): Promise<PracticeServer> {
  const now = options.now ?? (() => new Date());
  const onCrash = options.onCrash ?? (() => undefined);
  let gatewayUrl = options.gatewayUrl ?? null;
  const configs = options.hosts ?? hostsFor(options, () => gatewayUrl);
  const domain = configs[0]?.domain;
  if (domain === undefined) throw new RangeError('A practice server needs at least one host');
  const sessions = createSessionRegistry();
  const hosts = new Map<string, PracticeHost>();
  const router = createRouter({ hosts, sessions, now, onCrash });
  for (const config of configs) {
    const components = (options.components ?? []).filter(({ jid }) =>
      jid.endsWith(`.${config.domain}`),
    );
    hosts.set(config.domain, assembleHost({ config, sessions, router, components, now }));
  }
  const faults = createFaultBoard(options.faults);
  const server: StreamServer = {
    ...{ hosts, sessions, router, faults, now, onCrash },
    defaultDomain: domain,
    resumable: new Map(),
  };
  const certificate = await makeCertificate([...hosts.keys()]);
  const policy = policyOf(options);
  const shared = { server, certificate };
  const listeners: RunningListener[] = [];
  async function start(listening: Promise<RunningListener>): Promise<number> {
    const listener = await listening;
    listeners.push(listener);
    return listener.port;
  }
  async function stop(): Promise<void> {
    await Promise.all(listeners.splice(0).map((listener) => listener.stop()));
    for (const session of server.resumable.values()) session.discard();
    router.dispose();
    await Promise.all([...hosts.values()].map((host) => host.idle()));
  }

  try {
    const { tcpPort = 0, websocketPort = 0, directTlsPort } = options;
    const direct: ListenerPolicy = { ...policy, tlsMode: 'tls' };
    const ports = {
      tcpPort: await start(listenTcp({ port: tcpPort, policy, ...shared })),
      websocketPort:
        websocketPort === null
          ? null
          : await start(listenWebsocket({ port: websocketPort, policy, server })),
      directTlsPort:
        directTlsPort === undefined
          ? null
          : await start(listenTcp({ port: directTlsPort, policy: direct, ...shared })),
    };
    return {
      domain,
      ...ports,
      certificatePem: certificate.certificatePem,
      fingerprint256: certificate.fingerprint256,
      registrations: (bareJid) =>
        hosts.get(bareJid.slice(bareJid.indexOf('@') + 1))?.push?.registrations(bareJid) ?? [],
      isOffline: (bareJid) => sessions.isOffline(bareJid),
      faults: faults.list,
      setFaults: faults.set,
      setGatewayUrl(url) {
        gatewayUrl = url;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function hostsFor(
  { auth, plant = null }: PracticeServerOptions,
  gatewayUrl: () => string | null,
): readonly PracticeHostConfig[] {
  const hosts = defaultHosts(gatewayUrl, auth);
  return plant === null ? hosts : hosts.map((host) => plantHost(host, plant));
}

function policyOf(options: PracticeServerOptions): ListenerPolicy {
  return {
    tlsMode: options.tlsMode ?? DEFAULT_POLICY.tlsMode,
    clientCertificates: options.clientCertificates ?? DEFAULT_POLICY.clientCertificates,
    backwardsCompatibleSession:
      options.backwardsCompatibleSession ?? DEFAULT_POLICY.backwardsCompatibleSession,
    stateTimeoutMs: options.stateTimeoutMs ?? DEFAULT_POLICY.stateTimeoutMs,
    maxStanzaSize: options.maxStanzaSize ?? DEFAULT_POLICY.maxStanzaSize,
    resumeTimeoutMs: options.resumeTimeoutMs ?? DEFAULT_POLICY.resumeTimeoutMs,
  };
}
