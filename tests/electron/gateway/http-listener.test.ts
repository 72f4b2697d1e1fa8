import { connect, type AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createPushServer, type PushHandler } from '#services/gateway/http-listener.ts';

const LIMITS = {
  maxBodyBytes: 100,
  maxConnections: 10,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 10_000,
  checkIntervalMs: 20,
};
const IMPATIENT = { ...LIMITS, headersTimeoutMs: 60, requestTimeoutMs: 120 };
const OK: PushHandler = () => ({ status: 200, body: 'null', delayMs: 0 });
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(handle: PushHandler = OK, limits = LIMITS) {
  const server = createPushServer(handle, limits);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Sends the text, then nothing more, and collects until the server closes. */
function sendAndWait(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });
}

const HEAD = 'POST /v3/notification/t HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

describe('HTTP listener', () => {
  it.each([
    ['heads', 'POST /v3/notification/t HTTP/1.1\r\nHost:'],
    ['bodies', `${HEAD}Content-Length: 50\r\n\r\n{`],
  ])('ends clients with slow %s', async (_case, text) => {
    const port = await listen(OK, IMPATIENT);
    expect(await sendAndWait(port, text)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it.each([
    ['announced', `${HEAD}Content-Length: 101\r\n\r\n${'x'.repeat(101)}`],
    ['in chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\n65\r\n${'x'.repeat(101)}\r\n0\r\n\r\n`],
  ])('refuses large bodies %s', async (_case, text) => {
    const port = await listen();
    expect(await sendAndWait(port, text)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('answers late when told to', async () => {
    const port = await listen(() => ({ status: 503, body: '{}', delayMs: 50 }));
    const response = await fetch(`http://127.0.0.1:${port}/v3/notification/t`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(503);
  });

  it('names the method it wants', async () => {
    const port = await listen();
    const response = await fetch(`http://127.0.0.1:${port}/v3/notification/t`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('outlives a handler that throws', async () => {
    let calls = 0;
    const port = await listen(() => {
      calls += 1;
      if (calls === 1) throw new Error('broken');
      return { status: 200, body: 'null', delayMs: 0 };
    });
    const request = `${HEAD}Connection: close\r\nContent-Length: 2\r\n\r\n{}`;
    expect(await sendAndWait(port, request)).toMatch(/^HTTP\/1\.1 500 /);
    expect(await sendAndWait(port, request)).toMatch(/^HTTP\/1\.1 200 /);
  });
});
