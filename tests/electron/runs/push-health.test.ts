import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkHealth } from '#services/runs/push-health.ts';
import { startConsole } from '#tests/support/console-services.ts';
import { findFreePorts } from '#tests/support/free-port.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** Answers everything with a status; paths asked for are kept. */
async function answering(status: number, headers: Record<string, string> = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, headers).end('{}');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const never = new AbortController().signal;

describe('checkHealth', () => {
  it('finds this console’s own gateway up', async () => {
    const { gateway } = startConsole();
    const started = await gateway.start(0);
    const url = started.ok ? (started.value.url ?? '') : '';
    expect(await checkHealth(url, never)).toEqual({ kind: 'up', url });
  });

  it.each([
    [503, 'no-pools'],
    [404, 'other'],
    [500, 'other'],
  ])('reads %i as %s', async (status, kind) => {
    const { url, asked } = await answering(status);
    expect(await checkHealth(url, never)).toMatchObject({ kind, url });
    expect(asked).toEqual(['/healthcheck']);
  });

  it('follows nobody elsewhere', async () => {
    const elsewhere = await answering(200);
    const { url } = await answering(302, { location: `${elsewhere.url}/healthcheck` });
    expect(await checkHealth(url, never)).toEqual({ kind: 'other', url, status: 302 });
    expect(elsewhere.asked).toEqual([]);
  });

  it('says why nobody answers', async () => {
    const [port = 0] = await findFreePorts(1);
    expect(await checkHealth(`http://127.0.0.1:${port}`, never)).toMatchObject({
      kind: 'unreachable',
      reason: 'nobody listens there',
    });
  });

  it('is given up with the run', async () => {
    const { url } = await answering(200);
    const aborted = AbortSignal.abort();
    expect(await checkHealth(url, aborted)).toMatchObject({ kind: 'unreachable' });
  });
});
