/** Real proxies on 127.0.0.1: tinyproxy for HTTP CONNECT, microsocks for SOCKS 5. */
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { vi } from 'vitest';
import { findFreePorts } from './free-port.ts';
import { createServerFolder, startServerProcess } from './server-process.ts';

/** Null when both proxies can be started, else what is missing. */
export function missingProxies(): string | null {
  const packages = ['tinyproxy', 'microsocks'].filter((name) => !existsSync(`/usr/bin/${name}`));
  return packages.length === 0 ? null : `proxies (apt-get install ${packages.join(' ')})`;
}

export interface RealProxy {
  readonly port: number;
  stop(): Promise<void>;
}

export interface ProxyLogin {
  readonly user: string;
  readonly password: string;
}

/** @param connectPorts the only ports it connects to; all when there are none */
export async function startTinyproxy(
  options: { readonly login?: ProxyLogin; readonly connectPorts?: readonly number[] } = {},
): Promise<RealProxy> {
  const { login, connectPorts = [] } = options;
  const [port = 0] = await findFreePorts(1);
  const folder = createServerFolder();
  const config = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Timeout 600',
    'MaxClients 20',
    'LogLevel Info',
    ...connectPorts.map((allowed) => `ConnectPort ${allowed}`),
    ...(login === undefined ? [] : [`BasicAuth ${login.user} ${login.password}`]),
  ];
  const file = folder.write('tinyproxy.conf', `${config.join('\n')}\n`);
  const server = await startServerProcess({
    command: 'tinyproxy',
    args: ['-d', '-c', file],
    folder,
    env: {},
    ready: /Accepting connections/,
  });
  return { port, stop: () => server.stop().then(() => folder.remove()) };
}

/** It says nothing when it is ready, so it is asked. */
export async function startMicrosocks(login?: ProxyLogin): Promise<RealProxy> {
  const [port = 0] = await findFreePorts(1);
  const folder = createServerFolder();
  const credentials = login === undefined ? '' : `-u ${login.user} -P ${login.password}`;
  const server = await startServerProcess({
    command: 'sh',
    args: ['-c', `echo starting; exec microsocks -i 127.0.0.1 -p ${port} ${credentials}`],
    folder,
    env: {},
    ready: /starting/,
  });
  await vi.waitFor(() => reach(port), { timeout: 10_000, interval: 20 });
  return { port, stop: () => server.stop().then(() => folder.remove()) };
}

function reach(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
