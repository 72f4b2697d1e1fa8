/**
 * The gateway: a stand-in for MongoosePush that shows what a server would have had pushed. It answers
 * as MongoosePush does, keeps what came and passes nothing on.
 * @see facts, Part 7
 */
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { GatewaySnapshot, ReceivedPush } from '#shared/contract/gateway.ts';
import { fail, ok, type Problem, type Result } from '#shared/contract/result.ts';
import { NO_SUMMARY } from '#shared/transcript/entry.ts';
import type { EventHub } from '#services/event-hub.ts';
import type { Clock, IdSource } from '#services/platform.ts';
import { createSerialQueue } from '#services/serial-queue.ts';
import type { EntryDraft, Recorder } from '#services/transcript/recorder-port.ts';
import type { GatewayService } from './gateway-port.ts';
import { behave, type GatewayBehaviour } from './behaviour.ts';
import { createPushServer, type PushHttpRequest } from './http-listener.ts';
import { judgePush, type PushAnswer } from './push-answer.ts';
import { createPushLog } from './push-log.ts';

const LOOPBACK = '127.0.0.1';
/** Longest path in an entry's line. */
const MAX_PATH_LENGTH = 300;

/** What {@link createGatewayService} needs. */
export interface GatewayOptions {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly events: Pick<EventHub, 'publish'>;
  readonly recorder: Recorder;
}

/** Creates the gateway; it listens from `start` to `stop`. */
export function createGatewayService(options: GatewayOptions): GatewayService {
  const { clock, ids, events, recorder } = options;
  const listeners = new Set<(push: ReceivedPush) => void>();
  const log = createPushLog();
  let receivedCount = 0;
  let behaviour: GatewayBehaviour = 'as-usual';
  let server: Server | null = null;
  /** Taken again where any port will do, so that a server that was told of it need not be told anew. */
  let formerPort = 0;
  const turns = createSerialQueue();

  function snapshot(): GatewaySnapshot {
    const address = server?.address() as AddressInfo | null | undefined;
    const url = address ? `http://${LOOPBACK}:${address.port}` : null;
    return { running: url !== null, url, received: receivedCount };
  }

  function announce(): GatewaySnapshot {
    const current = snapshot();
    events.publish('gateway.changed', current);
    return current;
  }

  function receive(request: PushHttpRequest): PushAnswer {
    const { apiVersion, deviceId, rawBody } = request;
    const { shape, service, json, answer: usual } = judgePush(apiVersion, deviceId, rawBody);
    const answer =
      shape === 'invalid' ? usual : behave(behaviour, { apiVersion, deviceId, service }, usual);
    const push: ReceivedPush = {
      id: ids.next('push'),
      time: clock.now().toISOString(),
      monotonicMs: clock.monotonicMs(),
      apiVersion,
      deviceId,
      service,
      shape,
      body: json,
      rawBody,
      answer: { status: answer.status, body: answer.body, delayMs: answer.delayMs },
    };
    log.add(push);
    receivedCount += 1;
    recorder.record(entryOf(push, request.path));
    events.publish('push.received', push);
    announce();
    for (const listener of [...listeners]) listener(push);
    return answer;
  }

  async function start(port: number): Promise<Result<GatewaySnapshot>> {
    if (server !== null) {
      const running = server.address() as AddressInfo;
      return port === 0 || port === running.port ? ok(snapshot()) : fail(alreadyRunning(running));
    }
    const opened = await open(port === 0 ? formerPort : port);
    const last = typeof opened === 'string' && port === 0 ? await open(0) : opened;
    if (typeof last === 'string') return fail(cannotListen(port, last));
    server = last;
    formerPort = (last.address() as AddressInfo).port;
    return ok(announce());
  }

  /** @returns the listening server, or the system's error code */
  async function open(port: number): Promise<Server | string> {
    const opened = createPushServer(receive);
    return (await listen(opened, port)) ?? opened;
  }

  async function stop(): Promise<GatewaySnapshot> {
    const closing = server;
    if (closing === null) return snapshot();
    server = null;
    await new Promise<void>((resolve) => {
      closing.close(() => resolve());
      closing.closeAllConnections();
    });
    return announce();
  }

  return {
    snapshot,
    start: (port) => turns.run(() => start(port)),
    stop: () => turns.run(stop),
    received: log.all,
    behave(next) {
      behaviour = next;
    },
    onPush(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async dispose() {
      await turns.run(stop);
      listeners.clear();
    },
  };
}

/** @returns null when it listens, else the system's error code */
function listen(server: Server, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(port, LOOPBACK, () => resolve(null));
  });
}

function alreadyRunning({ port }: AddressInfo): Problem {
  return {
    code: 'already-running',
    what: `The gateway is already running on port ${port}.`,
    next: 'Stop it first to use another port.',
  };
}

function cannotListen(port: number, code: string): Problem {
  const inUse = code === 'EADDRINUSE';
  return {
    code: inUse ? 'port-in-use' : 'listen-failed',
    what: `The gateway could not be started on port ${port}.`,
    why: inUse ? 'Another program uses that port.' : `The system refused it (${code}).`,
    next: 'Choose another port, or 0 for a free one.',
    place: 'port',
  };
}

/** The line shows the path as sent, which cannot hold line breaks. */
function entryOf(push: ReceivedPush, path: string): EntryDraft {
  const { status } = push.answer;
  const answered = status === 0 ? 'dropped' : `answered ${status}`;
  return {
    ...NO_SUMMARY,
    sessionId: '',
    sessionName: 'Gateway',
    direction: 'in',
    kind: 'push',
    bytes: Buffer.byteLength(push.rawBody),
    replyTo: null,
    latencyMs: null,
    relation: null,
    runId: null,
    stepId: null,
    text: `POST ${path.slice(0, MAX_PATH_LENGTH)} ${answered}`,
    xml: push.rawBody,
    masked: false,
    at: { time: push.time, monotonicMs: push.monotonicMs },
  };
}
