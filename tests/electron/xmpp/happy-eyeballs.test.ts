import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  connectToHost,
  interleaveFamilies,
  type LookupHost,
} from '#services/xmpp/happy-eyeballs.ts';

const HOST = 'dual.example';

async function listen(address: string, port = 0): Promise<number> {
  const server: Server = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((done) => server.listen(port, address, done));
  onTestFinished(() => new Promise((done) => server.close(() => done())));
  return (server.address() as AddressInfo).port;
}

/** An address that neither answers nor refuses: its queue is full, and nobody takes from it. */
async function listenDeaf(address: string): Promise<number> {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const server = require('node:net').createServer();
     server.listen({ port: 0, host: workerData, backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true, workerData: address },
  );
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const fillers = Array.from({ length: 4 }, () => connect(port, address));
  for (const filler of fillers) filler.on('error', () => undefined);
  await Promise.all(fillers.slice(0, 2).map((filler) => connected(filler)));
  onTestFinished(async () => {
    for (const filler of fillers) filler.destroy();
    await worker.terminate();
  });
  return port;
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('connect', resolve));
}

const answering =
  (...addresses: string[]): LookupHost =>
  () =>
    Promise.resolve(
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

interface Dialled {
  readonly peer: Promise<string | undefined>;
  /** `tone label: value`, times left out. */
  readonly facts: readonly string[];
  readonly abort: () => void;
}

function dial(port: number, lookup: LookupHost, host = HOST): Dialled {
  const aborter = new AbortController();
  const facts: string[] = [];
  const peer = connectToHost(
    { host, port },
    {
      lookup,
      signal: aborter.signal,
      note: (_step, label, value, tone = 'neutral') =>
        facts.push(`${tone} ${label}: ${value.replace(/\d+ ms/, 'N ms')}`),
    },
  ).then((socket) => {
    onTestFinished(() => void socket.destroy());
    return socket.remoteAddress;
  });
  return { peer, facts, abort: () => aborter.abort(new Error('Nobody waits')) };
}

describe('connectToHost', () => {
  it.each([
    ['::1', '127.0.0.1'],
    ['127.0.0.1', '::1'],
  ])('reaches %s when the other address is dead', async (alive, dead) => {
    const port = await listen(alive);
    const { peer, facts } = dial(port, answering(dead, alive));
    expect(await peer).toBe(alive);
    const written = (address: string): string =>
      address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
    expect(facts.slice(0, 3)).toEqual([
      `neutral Addresses: ${HOST}: ${dead}, ${alive}`,
      `bad Attempt: ${written(dead)}: refused after N ms`,
      `good Connected to: ${written(alive)} in N ms`,
    ]);
  });

  it('goes on beside an address that stays silent', async () => {
    const port = await listenDeaf('127.0.0.2');
    await listen('127.0.0.1', port);
    const startedAt = performance.now();
    const { peer } = dial(port, answering('127.0.0.2', '127.0.0.1'));
    expect(await peer).toBe('127.0.0.1');
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThanOrEqual(240);
    expect(tookMs).toBeLessThan(1_000);
  });

  it('notes what never answered', async () => {
    const port = await listenDeaf('127.0.0.3');
    const { peer, facts, abort } = dial(port, answering('127.0.0.3'), HOST);
    const failed = peer.catch((error: unknown) => (error as Error).message);
    await new Promise((done) => setImmediate(done));
    abort();
    expect(await failed).toBe('Nobody waits');
    expect(facts).toContain(`bad Attempt: 127.0.0.3:${port}: no answer`);
  });

  it('tells a refusal before a missing route', async () => {
    const port = await listen('127.0.0.1');
    const { peer } = dial(port, answering('224.0.0.1', '127.0.0.9'));
    await expect(peer).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('asks nobody about an address', async () => {
    const port = await listen('::1');
    const never: LookupHost = () => Promise.reject(new Error('asked'));
    const { peer, facts } = dial(port, never, '::1');
    expect(await peer).toBe('::1');
    expect(facts[0]).toBe(`good Connected to: [::1]:${port} in N ms`);
  });

  it('tries no more than eight of many', async () => {
    const port = await listen('127.0.0.1');
    const many = Array.from({ length: 300 }, (_, index) => `127.0.1.${(index % 250) + 1}`);
    const { peer, facts } = dial(port, answering(...many));
    await expect(peer).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(facts).toContain(`warning Left out: 292 more addresses of ${HOST}`);
    expect(facts.filter((fact) => fact.startsWith('bad'))).toHaveLength(8);
  });

  it('rejects when there is no address', async () => {
    await expect(dial(1, answering()).peer).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('interleaveFamilies', () => {
  it('takes the families in turns', () => {
    const address = (text: string) => ({ address: text, family: text.includes(':') ? 6 : 4 });
    const sorted = interleaveFamilies(['::1', '::2', '::3', '1.1.1.1'].map(address));
    expect(sorted.map(({ address: text }) => text)).toEqual(['::1', '1.1.1.1', '::2', '::3']);
    expect(interleaveFamilies([])).toEqual([]);
  });
});
