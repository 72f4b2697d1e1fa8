/** TLS in front of a port that speaks in clear, as a load balancer has it. */
import { connect, type AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { IssuedCertificate } from './throwaway-ca.ts';

/** Starts it on 127.0.0.1. @returns its port */
export async function startTlsFront(
  { certificatePem, privateKeyPem }: IssuedCertificate,
  targetPort: number,
): Promise<number> {
  const open = new Set<TLSSocket>();
  const server = createServer({ cert: certificatePem, key: privateKeyPem }, (socket) => {
    const target = connect(targetPort, '127.0.0.1');
    open.add(socket);
    socket.on('error', () => target.destroy());
    target.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    socket.pipe(target).pipe(socket);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return (server.address() as AddressInfo).port;
}
