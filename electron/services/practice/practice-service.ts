/** The practice server as a service of the console: at most one runs, and hosts hear when that changes. */
import type { PracticeFault } from '#shared/contract/practice-faults.ts';
import type { PracticePlantId } from '#shared/contract/practice-plants.ts';
import type { PracticeSnapshot } from '#shared/contract/practice.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import type { EventHub } from '../event-hub.ts';
import type { GatewayBehaviour } from '../gateway/behaviour.ts';
import { createSerialQueue } from '../serial-queue.ts';
import { PRACTICE_ACCOUNTS, PRACTICE_DOMAIN } from './default-hosts.ts';
import { plantedBehaviour } from './plants.ts';
import { type PracticeServer, startPracticeServer } from './practice-server.ts';
import { WEBSOCKET_PATH } from './websocket-listener.ts';

/** How the server is to behave and where it listens. */
export interface PracticeStartOptions {
  readonly backwardsCompatibleSession: boolean;
  /** 0 or left out for a free port. */
  readonly tcpPort?: number;
  /** 0 or left out for a free port. */
  readonly websocketPort?: number;
  /** Also listen for TLS from the first byte, on a free port. */
  readonly directTls?: boolean;
  /** How to be misconfigured; left out or null for not at all. */
  readonly plant?: PracticePlantId | null | undefined;
  /** `http://host:port` of a MongoosePush to push to; left out for this console's gateway. */
  readonly mongoosePushUrl?: string;
  /** What to do wrong; left out, what a running server does wrong already. */
  readonly faults?: readonly PracticeFault[] | undefined;
}

/** The one practice server of this process. */
export interface PracticeService {
  snapshot(): PracticeSnapshot;
  /**
   * Starts the server; one that runs with other settings is replaced, with the same settings kept.
   * Fails with `port-taken` or `not-started`.
   */
  start(options: PracticeStartOptions): Promise<Result<PracticeSnapshot>>;
  stop(): Promise<PracticeSnapshot>;
  dispose(): Promise<void>;
}

/** What {@link createPracticeService} needs. */
export interface PracticeServiceDependencies {
  readonly events: EventHub;
  /** Where the server's MongoosePush requests go; asked at every start, later told by `gateway.changed`. Empty for nowhere. */
  readonly gatewayUrl: () => Promise<string>;
  /** Tells the gateway how to treat pushes. */
  readonly behaveGateway: (behaviour: GatewayBehaviour) => void;
}

/** Creates the service; nothing runs until {@link PracticeService.start}. */
export function createPracticeService({
  events,
  gatewayUrl,
  behaveGateway,
}: PracticeServiceDependencies): PracticeService {
  let server: PracticeServer | null = null;
  let settings: PracticeStartOptions = { backwardsCompatibleSession: true };
  const turns = createSerialQueue();
  const stopListening = events.subscribe((batch) => {
    for (const event of batch) {
      if (event.name !== 'gateway.changed' || settings.mongoosePushUrl !== undefined) continue;
      server?.setGatewayUrl(event.payload.url);
    }
  });

  function snapshot(): PracticeSnapshot {
    const directTlsPort = server?.directTlsPort ?? null;
    return {
      running: server !== null,
      domain: PRACTICE_DOMAIN,
      pubsubJid: `pubsub.${PRACTICE_DOMAIN}`,
      virtualHost: `push.${PRACTICE_DOMAIN}`,
      tcpService: server === null ? null : `xmpp://127.0.0.1:${server.tcpPort}`,
      websocketService:
        server === null ? null : `ws://127.0.0.1:${server.websocketPort}${WEBSOCKET_PATH}`,
      directTlsService: directTlsPort === null ? null : `xmpps://127.0.0.1:${directTlsPort}`,
      fingerprint256: server?.fingerprint256 ?? null,
      accounts: Object.entries(PRACTICE_ACCOUNTS).map(([name, password]) => ({
        jid: `${name}@${PRACTICE_DOMAIN}`,
        password,
      })),
      backwardsCompatibleSession: settings.backwardsCompatibleSession,
      faults: server?.faults() ?? [],
      plant: server === null ? null : (settings.plant ?? null),
    };
  }

  /** Faults need no new server. */
  function keepRunning(
    running: PracticeServer,
    faults?: readonly PracticeFault[],
  ): PracticeSnapshot {
    if (faults !== undefined) {
      running.setFaults(faults);
      events.publish('practice.changed', snapshot());
    }
    return snapshot();
  }

  async function startNow(options: PracticeStartOptions): Promise<Result<PracticeSnapshot>> {
    if (server !== null && runsAs(server, settings, options)) {
      return ok(keepRunning(server, options.faults));
    }
    await stopNow();
    try {
      const { directTls = false, faults = [], plant = null, mongoosePushUrl, ...given } = options;
      const url = mongoosePushUrl ?? (await gatewayUrl());
      server = await startPracticeServer({
        ...given,
        ...{ faults, plant },
        ...(directTls ? { directTlsPort: 0 } : {}),
        gatewayUrl: url === '' ? null : url,
      });
    } catch (error) {
      return fail(startProblem(error));
    }
    settings = options;
    behaveGateway(plantedBehaviour(options.plant ?? null));
    events.publish('practice.changed', snapshot());
    return ok(snapshot());
  }

  async function stopNow(): Promise<PracticeSnapshot> {
    const running = server;
    server = null;
    if (running !== null) {
      behaveGateway('as-usual');
      await running.stop();
      events.publish('practice.changed', snapshot());
    }
    return snapshot();
  }

  return {
    snapshot,
    start: (options) => turns.run(() => startNow(options)),
    stop: () => turns.run(stopNow),
    async dispose() {
      stopListening();
      await turns.run(stopNow);
    },
  };
}

/** A port of 0 is content with whatever port there is. */
function runsAs(
  server: PracticeServer,
  current: PracticeStartOptions,
  wanted: PracticeStartOptions,
): boolean {
  return (
    current.backwardsCompatibleSession === wanted.backwardsCompatibleSession &&
    (current.plant ?? null) === (wanted.plant ?? null) &&
    current.mongoosePushUrl === wanted.mongoosePushUrl &&
    (server.directTlsPort !== null || wanted.directTls !== true) &&
    [0, server.tcpPort].includes(wanted.tcpPort ?? 0) &&
    [0, server.websocketPort].includes(wanted.websocketPort ?? 0)
  );
}

function startProblem(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    return {
      code: 'port-taken',
      what: 'The practice server did not start.',
      why:
        code === 'EADDRINUSE'
          ? 'Another program listens on the chosen port.'
          : 'This user may not listen on the chosen port.',
      next: 'Choose another port, or 0 for a free one.',
    };
  }
  return {
    code: 'not-started',
    what: 'The practice server did not start.',
    why: error instanceof Error ? error.message : 'The reason is not known.',
    next: 'Try again; if it happens again, report it with this text.',
  };
}
