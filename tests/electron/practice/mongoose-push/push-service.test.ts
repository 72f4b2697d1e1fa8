import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createPushService,
  type MongoosePushConfig,
} from '#services/practice/mongoose-push/push-service.ts';

const NOTIFICATION = {
  'message-count': '1',
  'last-message-sender': 'bob@localhost',
  'last-message-body': 'hi',
};
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function push(
  config: Partial<NonNullable<MongoosePushConfig>>,
  options: Record<string, string> = { service: 'apns', device_id: 't' },
) {
  const complete = { apiVersion: 'v3' as const, url: null, requestTimeoutMs: 2_000, ...config };
  return createPushService({ config: () => complete }).push([NOTIFICATION], options);
}

describe('push service', () => {
  it.each([
    [200, 'ok'],
    [204, 'ok'],
    [302, 'failed'],
    [400, 'failed'],
    [410, 'device-not-registered'],
    [422, 'failed'],
    [500, 'failed'],
    [503, 'failed'],
  ])('takes HTTP %i for %s', async (status, outcome) => {
    const url = await listen((_request, response) => response.writeHead(status).end());
    expect(await push({ url })).toBe(outcome);
  });

  it('posts JSON to the version’s path', async () => {
    const seen: unknown[] = [];
    const url = await listen((request, response) => {
      request.setEncoding('utf8');
      request.once('data', (body) => {
        seen.push([request.method, request.url, request.headers['content-type'], body]);
        response.end('null');
      });
    });
    await push(
      { url, apiVersion: 'v2' },
      { service: 'fcm', device_id: 'a/b%2F?c', silent: 'true' },
    );
    expect(seen).toEqual([
      [
        'POST',
        '/v2/notification/a/b%2F?c',
        'application/json',
        '{"service":"fcm","data":{"message-count":1,"last-message-sender":"bob@localhost","last-message-body":"hi"}}',
      ],
    ]);
  });

  it('gives up when nobody answers', async () => {
    const url = await listen(() => undefined);
    expect(await push({ url, requestTimeoutMs: 50 })).toBe('failed');
  });

  it.each([
    ['the connection is dropped', async () => listen((request) => request.socket.destroy())],
    ['nobody listens', async () => 'http://127.0.0.1:1'],
    ['there is no pool', async () => null],
  ])('fails when %s', async (_case, address) => {
    expect(await push({ url: await address() })).toBe('failed');
  });

  it('fails on ids that break the request', async () => {
    const url = await listen((_request, response) => response.end());
    expect(await push({ url }, { service: 'apns', device_id: 'a b\r\n' })).toBe('failed');
  });

  it('sends nothing without device id', async () => {
    expect(await push({}, { service: 'apns' })).toBe('ok');
  });

  it('sends nothing when it is off', async () => {
    const service = createPushService({ config: () => null });
    expect(await service.push([NOTIFICATION], { service: 'apns', device_id: 't' })).toBe('ok');
  });

  it('reports each attempt', async () => {
    const url = await listen((_request, response) => response.writeHead(503).end());
    const attempts: unknown[] = [];
    const service = createPushService({
      config: () => ({ apiVersion: 'v3', url, requestTimeoutMs: 2_000 }),
      onAttempt: (attempt) => attempts.push(attempt),
    });
    await service.push([NOTIFICATION], { service: 'apns', device_id: 't' });
    expect(attempts).toEqual([{ deviceId: 't', status: 503, outcome: 'failed' }]);
  });
});
