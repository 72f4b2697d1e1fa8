/** Ports for servers that cannot choose one themselves. */
import { createServer, type AddressInfo } from 'node:net';

/**
 * Free ports on 127.0.0.1. All are held open until all are known, so that they differ.
 * @param count how many
 */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(
    servers.map((server) => new Promise<void>((done) => server.listen(0, '127.0.0.1', done))),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
