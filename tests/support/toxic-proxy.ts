/** A TCP proxy that behaves like a bad network; what is bad about it can be changed while it runs. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

export interface Toxics {
  /** One way. */
  readonly latencyMs: number;
  /** In each direction; 0 for no limit. */
  readonly bytesPerSecond: number;
  /** Largest piece that is written at once; 0 for no limit. The reader gets a turn after each. */
  readonly sliceBytes: number;
}

const HEALTHY: Toxics = { latencyMs: 0, bytesPerSecond: 0, sliceBytes: 0 };

export interface ToxicProxy {
  readonly port: number;
  set(toxics: Partial<Toxics>): void;
  /** Cuts all connections with RST. */
  reset(): void;
  /** Resets as soon as the client has sent this text, which the server does not get. */
  resetAt(text: string): void;
  /** The peer is gone without a FIN: nothing is passed on any more, and nothing is closed. */
  vanish(): void;
  /** All bytes the server has sent, as it sent them. */
  received(): Buffer;
}

/** Starts a proxy before a port of this machine; it is closed when the test has ended. */
export async function startToxicProxy(targetPort: number): Promise<ToxicProxy> {
  let toxics = HEALTHY;
  let gone = false;
  let fatalText: string | null = null;
  const received: Buffer[] = [];
  const sockets = new Set<Socket>();

  function reset(): void {
    for (const socket of sockets) socket.resetAndDestroy();
  }

  /** Passes on one direction, piece by piece, in order. */
  function pipe(from: Socket, to: Socket, see: (bytes: Buffer) => boolean): void {
    let last: Promise<void> = Promise.resolve();
    from.on('data', (bytes: Buffer) => {
      if (!see(bytes)) return;
      const dueMs = performance.now() + toxics.latencyMs;
      last = last.then(() => deliver(to, bytes, dueMs));
    });
    from.on('close', () => void last.then(() => gone || to.destroy()));
  }

  async function deliver(to: Socket, bytes: Buffer, dueMs: number): Promise<void> {
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await pause(waitMs);
    for (let start = 0; start < bytes.length && !to.destroyed;) {
      if (gone) return;
      const { sliceBytes, bytesPerSecond } = toxics;
      const piece = bytes.subarray(start, start + (sliceBytes || bytes.length));
      to.write(piece);
      start += piece.length;
      if (bytesPerSecond > 0) await pause((piece.length * 1_000) / bytesPerSecond);
      else if (sliceBytes > 0) await new Promise(setImmediate);
    }
  }

  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
    }
    pipe(client, target, (bytes) => {
      if (fatalText === null || !bytes.includes(fatalText)) return true;
      reset();
      return false;
    });
    pipe(target, client, (bytes) => received.push(bytes) > 0);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });

  return {
    port: (server.address() as AddressInfo).port,
    set: (part) => (toxics = { ...toxics, ...part }),
    reset,
    resetAt: (text) => (fatalText = text),
    vanish: () => (gone = true),
    received: () => Buffer.concat(received),
  };
}
