/**
 * The embedded XMPP server that behaves like the recorded MongooseIM 6.8.0: hosts, their modules and
 * the listeners put together. What it covers is listed in docs/practice-server.md.
 */
import { makeCertificate } from './certificate.ts';
import { defaultHosts } from './default-hosts.ts';
import { createDiscoModule } from './disco.ts';
import { createHost, type PracticeHost } from './host.ts';
import type { ListenerPolicy } from './listener-policy.ts';
import { createPushService } from './mongoose-push/push-service.ts';
import type {
  PracticeComponent,
  PracticeHostConfig,
  PracticeRoster,
  PushRegistration,
} from './ports.ts';
import { createPubsubService } from './pubsub/pubsub-service.ts';
import { createPushModule } from './push/push-module.ts';
import { createRouter, type StanzaRouter } from './router.ts';
import type { RunningListener } from './running-listener.ts';
import { createSessionRegistry, type SessionRegistry } from './sessions.ts';
import { createSmallModules } from './small-modules.ts';
import type { StreamServer } from './stream-server.ts';
import { listenTcp } from './tcp-listener.ts';
import { listenWebsocket } from './websocket-listener.ts';

/** Defaults of the recorded listeners: facts 8.2, 8.8. */
const DEFAULT_POLICY: ListenerPolicy = {
  tlsMode: 'starttls',
  backwardsCompatibleSession: true,
  stateTimeoutMs: 5_000,
  maxStanzaSize: 65_536,
  resumeTimeoutMs: 600_000,
};

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
  /** Default true, as in MongooseIM. */
  readonly backwardsCompatibleSession?: boolean;
  readonly stateTimeoutMs?: number;
  readonly maxStanzaSize?: number;
  readonly resumeTimeoutMs?: number;
  /** Where the default host's MongoosePush listens; null for a pool that does not exist. */
  readonly gatewayUrl?: string | null;
  /** Further services, e.g. a push service of somebody else's. */
  readonly components?: readonly PracticeComponent[];
  readonly now?: () => Date;
  /** Told when a handler of the server threw; the stanza then stays unanswered, as in MongooseIM. */
  readonly onCrash?: (error: unknown) => void;
}

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
  const configs = options.hosts ?? defaultHosts(options.gatewayUrl ?? null);
  const domain = configs[0]?.domain;
  if (domain === undefined) throw new RangeError('A practice server needs at least one host');
  const sessions = createSessionRegistry();
  const hosts = new Map<string, PracticeHost>();
  const router = createRouter({ hosts, sessions, components: options.components ?? [], onCrash });
  for (const config of configs)
    hosts.set(config.domain, assembleHost(config, sessions, router, now));

  const server: StreamServer = { hosts, defaultDomain: domain, sessions, router, now };
  const certificate = await makeCertificate([...hosts.keys()]);
  const policy = policyOf(options);
  const shared = { server, certificate, onCrash };
  const listeners: RunningListener[] = [];
  async function start<Port extends number | null>(
    port: Port | undefined,
    listen: (port: number) => Promise<RunningListener>,
  ): Promise<number | null> {
    if (port === null || port === undefined) return null;
    const listener = await listen(port);
    listeners.push(listener);
    return listener.port;
  }
  async function stop(): Promise<void> {
    await Promise.all(listeners.splice(0).map((listener) => listener.stop()));
  }

  try {
    const tcpPort = await start(options.tcpPort ?? 0, (port) =>
      listenTcp({ port, policy, ...shared }),
    );
    const directTlsPort = await start(options.directTlsPort, (port) =>
      listenTcp({ port, policy: { ...policy, tlsMode: 'tls' }, ...shared }),
    );
    const websocketPort = await start(
      options.websocketPort === undefined ? 0 : options.websocketPort,
      (port) => listenWebsocket({ port, policy, server, onCrash }),
    );
    return {
      domain,
      tcpPort: tcpPort ?? 0,
      websocketPort,
      directTlsPort,
      certificatePem: certificate.certificatePem,
      fingerprint256: certificate.fingerprint256,
      registrations: (bareJid) =>
        hosts.get(bareJid.slice(bareJid.indexOf('@') + 1))?.push?.registrations(bareJid) ?? [],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function policyOf(options: PracticeServerOptions): ListenerPolicy {
  return {
    tlsMode: options.tlsMode ?? DEFAULT_POLICY.tlsMode,
    backwardsCompatibleSession:
      options.backwardsCompatibleSession ?? DEFAULT_POLICY.backwardsCompatibleSession,
    stateTimeoutMs: options.stateTimeoutMs ?? DEFAULT_POLICY.stateTimeoutMs,
    maxStanzaSize: options.maxStanzaSize ?? DEFAULT_POLICY.maxStanzaSize,
    resumeTimeoutMs: options.resumeTimeoutMs ?? DEFAULT_POLICY.resumeTimeoutMs,
  };
}

/** Gives a host the modules that its configuration names. */
function assembleHost(
  config: PracticeHostConfig,
  sessions: SessionRegistry,
  router: StanzaRouter,
  now: () => Date,
): PracticeHost {
  const pushNotifications = createPushService({ config: () => config.mongoosePush });
  const { pubsubPlugins, push } = config;
  const host = createHost(config, now);
  const roster: PracticeRoster = {
    accountExists: (bareJid) => host.accounts.exists(bareJid.split('@')[0] ?? ''),
    isOffline: (bareJid) => sessions.isOffline(bareJid),
    forgetInitialPriority: (fullJid) => sessions.forgetInitialPriority(fullJid),
  };
  host.iqModules.push(
    createDiscoModule(host),
    ...createSmallModules(host, now, (fullJid) => sessions.forgetInitialPriority(fullJid)),
  );
  if (pubsubPlugins !== null && pubsubPlugins.length > 0) {
    host.components.push(
      createPubsubService({ host: { ...config, pubsubPlugins }, pushNotifications }),
    );
  }
  if (push !== null) {
    const module = createPushModule({
      host: { ...config, push },
      roster,
      router,
      pushNotifications,
    });
    host.push = module;
    host.iqModules.push(module);
  }
  return host;
}
