/** Opening the TCP connection below every transport, straight or through a proxy. */
import type { Socket } from 'node:net';
import {
  connectToHost,
  formatHostPort,
  type DialContext,
  type HostPort,
  type LookupHost,
} from './happy-eyeballs.ts';
import type { NoteFact } from './ladder.ts';
import { openTunnel, ProxyFailure, type Proxy } from './proxy-tunnel.ts';

/** How this session reaches the network. */
export interface NetworkPath {
  readonly lookup: LookupHost;
  /** Null for a straight connection. */
  readonly proxy: Proxy | null;
}

/** What opening needs besides the target. */
export interface OpenTcpOptions {
  readonly network: NetworkPath;
  readonly note: NoteFact;
  /** Aborted when nobody waits for the connection any more. */
  readonly signal: AbortSignal;
}

/**
 * Opens a TCP connection for a transport.
 * @returns the connected socket; its bytes are the target's, whether a proxy is between or not.
 *   Rejects with Node's connection errors or {@link ProxyFailure}, or when aborted
 */
export async function openTcp(target: HostPort, options: OpenTcpOptions): Promise<Socket> {
  const { network, note, signal } = options;
  const context: DialContext = { lookup: network.lookup, note, signal };
  if (network.proxy === null) return connectToHost(target, context);
  const { proxy } = network;
  const socket = await connectToProxy(proxy, context);
  const stop = (): void => void socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await openTunnel(socket, proxy, target);
    note('connect', 'Through the proxy', formatHostPort(target), 'good');
    return socket;
  } catch (error) {
    socket.destroy();
    const answer = signal.aborted || !(error instanceof Error) ? 'none in time' : error.message;
    note('connect', 'Proxy answer', answer, 'bad');
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function connectToProxy(proxy: Proxy, context: DialContext): Promise<Socket> {
  context.note('connect', 'Proxy', proxy.url);
  try {
    return await connectToHost(proxy, context);
  } catch (error) {
    context.signal.throwIfAborted();
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new ProxyFailure('unreachable', proxy.url, UNREACHABLE[code] ?? 'It did not answer');
  }
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens on its port',
  ENOTFOUND: 'DNS knows no address for its name',
  EAI_AGAIN: 'DNS did not answer for its name',
};
