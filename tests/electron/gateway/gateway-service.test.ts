import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { GatewayService } from '#services/gateway/gateway-port.ts';
import { createGatewayService } from '#services/gateway/gateway-service.ts';
import { createSystemClock, createSystemIds } from '#services/platform.ts';
import type { EntryDraft } from '#services/transcript/recorder-port.ts';

const VALID = '{"service":"apns","alert":{"body":"b","title":"t"}}';
const gateways: GatewayService[] = [];

afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.dispose();
});

async function fixture() {
  const entries: EntryDraft[] = [];
  const events: string[] = [];
  const gateway = createGatewayService({
    clock: createSystemClock(),
    ids: createSystemIds(),
    events: { publish: (name) => void events.push(name) },
    recorder: { record: (draft) => entries.push(draft), room: () => null },
  });
  gateways.push(gateway);
  await gateway.start(0);
  const url = gateway.snapshot().url ?? '';
  const post = (path: string, body: string, type = 'application/json') =>
    fetch(url + path, { method: 'POST', body, headers: { 'content-type': type } });
  return { gateway, url, post, entries, events };
}

/** Sends bytes as they are and collects the answer until the other side closes. */
function sendRaw(url: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });
}

describe('gateway', () => {
  it('keeps and announces what arrives', async () => {
    const { gateway, post, entries, events } = await fixture();
    const heard: string[] = [];
    const stop = gateway.onPush(({ deviceId }) => heard.push(deviceId));
    const response = await post('/v3/notification/a%2Fb', VALID);
    stop();
    await post('/v2/notification/c', VALID);
    expect([response.status, await response.text()]).toEqual([200, 'null']);
    expect(heard).toEqual(['a/b']);
    expect(gateway.received()).toMatchObject([
      { apiVersion: 'v3', deviceId: 'a/b', service: 'apns', shape: 'alert', rawBody: VALID },
      { apiVersion: 'v2', deviceId: 'c', answer: { status: 200, body: 'null' } },
    ]);
    expect(entries[0]).toMatchObject({
      kind: 'push',
      direction: 'in',
      text: 'POST /v3/notification/a%2Fb answered 200',
      xml: VALID,
      bytes: VALID.length,
    });
    expect(events).toEqual([
      'gateway.changed',
      'push.received',
      'gateway.changed',
      'push.received',
      'gateway.changed',
    ]);
  });

  it.each([
    ['another path', '/v3/other', 'POST', 404],
    ['version 1', '/v1/notification/t', 'POST', 404],
    ['an unescaped slash', '/v3/notification/a/b', 'POST', 404],
    ['an empty device id', '/v3/notification/', 'POST', 404],
    ['another method', '/v3/notification/t', 'GET', 405],
    ['a write to healthcheck', '/healthcheck', 'POST', 405],
    ['a broken escape', '/v3/notification/%ff', 'POST', 400],
  ])('refuses %s', async (_case, path, method, status) => {
    const { url, gateway } = await fixture();
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url + path, {
      method,
      headers,
      ...(method === 'POST' ? { body: VALID } : {}),
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty('errors.detail');
    expect(gateway.received()).toEqual([]);
  });

  it('refuses other content types', async () => {
    const { post } = await fixture();
    expect((await post('/v3/notification/t', VALID, 'text/plain')).status).toBe(415);
  });

  it('refuses bodies above 256 KiB', async () => {
    const { post, gateway } = await fixture();
    expect((await post('/v3/notification/t', 'x'.repeat(256 * 1024 + 1))).status).toBe(413);
    expect(gateway.received()).toEqual([]);
  });

  it('keeps requests it answers with 422', async () => {
    const { post, gateway } = await fixture();
    expect((await post('/v3/notification/t', '{}')).status).toBe(422);
    expect(gateway.received()).toMatchObject([{ shape: 'invalid', answer: { status: 422 } }]);
  });

  it('drops connections on request', async () => {
    const { post, gateway, entries } = await fixture();
    await expect(post('/v3/notification/drop', VALID)).rejects.toThrow();
    expect(gateway.received()).toHaveLength(1);
    expect(entries[0]?.text).toBe('POST /v3/notification/drop dropped');
  });

  it('answers its healthcheck', async () => {
    const { url } = await fixture();
    const response = await fetch(`${url}/healthcheck`);
    expect([response.status, await response.json()]).toMatchObject([200, { status: 'pass' }]);
  });

  it.each([
    ['noise', '\x16\x03\x01 nonsense\r\n\r\n'],
    ['a lying length', 'POST /v3/notification/t HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    ['endless headers', `GET / HTTP/1.1\r\nX: ${'y'.repeat(100_000)}`],
  ])('survives %s', async (_case, bytes) => {
    const { url, post } = await fixture();
    expect(await sendRaw(url, bytes)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await post('/v3/notification/t', VALID)).status).toBe(200);
  });

  it('survives a request cut short', async () => {
    const { url, post } = await fixture();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const head =
      'POST /v3/notification/t HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    await new Promise((resolve) => socket.write(`${head}Content-Length: 100\r\n\r\n{`, resolve));
    socket.destroy();
    expect((await post('/v3/notification/t', VALID)).status).toBe(200);
  });

  it('starts and stops repeatedly', async () => {
    const { gateway } = await fixture();
    const running = gateway.snapshot();
    expect(await gateway.start(0)).toEqual({ ok: true, value: running });
    expect(await gateway.start(1)).toMatchObject({ ok: false, error: { code: 'already-running' } });
    expect(await gateway.stop()).toMatchObject({ running: false, url: null });
    expect(await gateway.stop()).toMatchObject({ running: false });
    expect(await gateway.start(0)).toMatchObject({ ok: true, value: { running: true } });
  });

  it('returns to its port', async () => {
    const { gateway, url } = await fixture();
    await gateway.stop();
    expect(await gateway.start(0)).toMatchObject({ value: { url } });
  });

  it('takes another port when taken', async () => {
    const [first, second] = [await fixture(), await fixture()];
    await first.gateway.stop();
    await second.gateway.stop();
    await second.gateway.start(Number(new URL(first.url).port));
    const restarted = await first.gateway.start(0);
    expect(restarted).toMatchObject({ ok: true, value: { running: true } });
    expect(first.gateway.snapshot().url).not.toBe(first.url);
  });

  it('names a port in use', async () => {
    const [first, second] = [await fixture(), await fixture()];
    await second.gateway.stop();
    const port = Number(new URL(first.url).port);
    expect(await second.gateway.start(port)).toMatchObject({
      ok: false,
      error: { code: 'port-in-use', place: 'port' },
    });
    expect(await second.gateway.start(0)).toMatchObject({ ok: true });
  });
});
