/**
 * The MongoosePush stand-in of the recordings: it keeps what arrives, and device ids steer its answer
 * (`fail-410…`, `slow-3000…`), as tests/fixtures/golden/index.md describes.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StandinRequest {
  readonly method: string;
  readonly url: string;
  readonly contentType: string;
  readonly rawBody: string;
  readonly answered: { readonly status: number; readonly body: string };
}

export interface GoldenStandin {
  readonly url: string;
  /** What has arrived and was not taken yet, in order. */
  readonly requests: StandinRequest[];
  /** Takes the first request that fits, waiting for it; undefined after `timeoutMs`. */
  take(
    timeoutMs: number,
    fits: (request: StandinRequest) => boolean,
  ): Promise<StandinRequest | undefined>;
  stop(): Promise<void>;
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  410: 'unregistered',
  500: 'service_internal',
  503: 'service_internal',
};

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  service: ['apns', 'fcm'],
  mode: ['prod', 'dev'],
  priority: ['normal', 'high'],
};

/** Starts it on a free port of 127.0.0.1. */
export async function startGoldenStandin(): Promise<GoldenStandin> {
  const requests: StandinRequest[] = [];
  const waiting = new Set<() => void>();
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    void receive(request).then((rawBody) => {
      const url = request.url ?? '';
      const answered = answerTo(url, rawBody);
      requests.push({
        method: request.method ?? '',
        url,
        contentType: request.headers['content-type'] ?? '',
        rawBody,
        answered,
      });
      for (const wake of [...waiting]) wake();
      const delayMs = Number(/slow-(\d+)/.exec(url)?.[1] ?? 0);
      timers.add(setTimeout(() => respond(response, answered), delayMs));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function arrival(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        waiting.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, timeoutMs);
      waiting.add(finish);
    });
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async take(timeoutMs, fits) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const index = requests.findIndex(fits);
        if (index >= 0) return requests.splice(index, 1)[0];
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) return undefined;
        await arrival(leftMs);
      }
    },
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function receive(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function respond(response: ServerResponse, { status, body }: StandinRequest['answered']): void {
  if (!response.destroyed)
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

function answerTo(url: string, rawBody: string): StandinRequest['answered'] {
  const body = JSON.parse(rawBody) as Readonly<Record<string, unknown>>;
  const wrong = Object.entries(ALLOWED).find(
    ([key, values]) => key in body && !values.some((value) => value === body[key]),
  );
  if (wrong !== undefined) return { status: 422, body: validationError(wrong[0]) };
  const status = Number(/fail-(\d{3})/.exec(url)?.[1] ?? 200);
  return { status, body: status === 200 ? 'null' : JSON.stringify({ reason: REASONS[status] }) };
}

function validationError(key: string): string {
  const error = {
    message: 'Invalid value for enum',
    source: { pointer: `/${key}` },
    title: 'Invalid value',
  };
  return JSON.stringify({ errors: [error] });
}
