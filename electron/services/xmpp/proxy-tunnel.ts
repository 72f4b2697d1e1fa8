/**
 * A way through a proxy.
 * RFC 9110 §9.3.6 "CONNECT", 2022-06; RFC 1928 "SOCKS Protocol Version 5", 1996-03;
 * RFC 1929 "Username/Password Authentication for SOCKS V5", 1996-03.
 */
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { SocksClient } from 'socks';
import { formatHostPort, type HostPort } from './happy-eyeballs.ts';
import type { ProxyAddress } from './proxy-address.ts';

/** A proxy with what it asks for. */
export interface Proxy extends ProxyAddress {
  /** Secret: goes to the proxy and nowhere else. */
  readonly password: string;
}

/**
 * Why there is no way through the proxy. `broken`: it does not speak its protocol; `credentials`: it wants
 * others; `policy`: not to this target; `target`: it tried and did not get through; `unreachable`: the proxy
 * itself was not reached.
 */
export type ProxyFailureKind = 'unreachable' | 'broken' | 'credentials' | 'policy' | 'target';

/** There is no way through the proxy. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure';
  readonly kind: ProxyFailureKind;
  /** As {@link ProxyAddress.url}. */
  readonly proxyUrl: string;

  /** @param answer what the proxy said, or what happened instead: a sentence without full stop */
  constructor(kind: ProxyFailureKind, proxyUrl: string, answer: string) {
    super(answer);
    this.kind = kind;
    this.proxyUrl = proxyUrl;
  }
}

/**
 * Asks a proxy for a connection to the target. The proxy looks the target's name up.
 * @param socket connected to the proxy
 * @returns the same socket, which from now on is the target's. Rejects with {@link ProxyFailure}
 */
export function openTunnel(socket: Socket, proxy: Proxy, target: HostPort): Promise<Socket> {
  return proxy.kind === 'http'
    ? tunnelThroughHttp(socket, proxy, target)
    : tunnelThroughSocks(socket, proxy, target);
}

function tunnelThroughHttp(socket: Socket, proxy: Proxy, target: HostPort): Promise<Socket> {
  const authority = formatHostPort(target);
  return new Promise((resolve, reject) => {
    const broken = (why: string): void => reject(new ProxyFailure('broken', proxy.url, why));
    const asked = request({
      method: 'CONNECT',
      path: authority,
      headers: { Host: authority, ...authorization(proxy) },
      createConnection: () => socket,
    });
    asked.once('connect', ({ statusCode = 0, statusMessage = '' }, _socket, head) => {
      if (statusCode < 200 || statusCode > 299) {
        const answer = `It answered HTTP ${statusCode} ${statusMessage}`.trim();
        reject(new ProxyFailure(httpFailureKind(statusCode), proxy.url, answer));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    asked.once('error', (error: NodeJS.ErrnoException) => {
      const isOther = error.code?.startsWith('HPE_') === true;
      broken(isOther ? 'It does not speak HTTP' : 'It closed the connection without an answer');
    });
    asked.end();
  });
}

function authorization({ user, password }: Proxy): Record<string, string> {
  if (user === '') return {};
  const credentials = Buffer.from(`${user}:${password}`).toString('base64');
  return { 'Proxy-Authorization': `Basic ${credentials}` };
}

function httpFailureKind(status: number): ProxyFailureKind {
  // tinyproxy answers 401 to a wrong password.
  if (status === 407 || status === 401) return 'credentials';
  return status >= 500 ? 'target' : 'policy';
}

async function tunnelThroughSocks(socket: Socket, proxy: Proxy, target: HostPort): Promise<Socket> {
  const { host, port, user, password } = proxy;
  try {
    await SocksClient.createConnection({
      command: 'connect',
      proxy: { host, port, type: 5, ...(user === '' ? {} : { userId: user, password }) },
      destination: { ...target },
      existing_socket: socket,
    });
    return socket;
  } catch (error) {
    const [kind, answer] = readSocksError(error instanceof Error ? error.message : '');
    throw new ProxyFailure(kind, proxy.url, answer);
  }
}

/** The library gives the reply codes of RFC 1928 §6 as names at the end of its messages. */
const SOCKS_REPLIES: Readonly<Record<string, readonly [ProxyFailureKind, string]>> = {
  Failure: ['target', 'It answered with SOCKS reply 1, general failure'],
  NotAllowed: ['policy', 'It answered with SOCKS reply 2, not allowed by its rules'],
  NetworkUnreachable: ['target', 'It answered with SOCKS reply 3, network unreachable'],
  HostUnreachable: ['target', 'It answered with SOCKS reply 4, host unreachable'],
  ConnectionRefused: ['target', 'It answered with SOCKS reply 5, connection refused'],
  TTLExpired: ['target', 'It answered with SOCKS reply 6, no answer from the host in time'],
  CommandNotSupported: ['broken', 'It answered with SOCKS reply 7, CONNECT not supported'],
  AddressNotSupported: ['target', 'It answered with SOCKS reply 8, kind of address not supported'],
};

function readSocksError(message: string): readonly [ProxyFailureKind, string] {
  const reply = SOCKS_REPLIES[/ - (\w+)$/.exec(message)?.[1] ?? ''];
  if (reply !== undefined) return reply;
  if (/Authentication failed/i.test(message)) {
    return ['credentials', 'It refused user name and password'];
  }
  if (/no accepted authentication type/i.test(message)) {
    return ['credentials', 'It asks for a login that was not offered'];
  }
  if (message.includes('Socket closed'))
    return ['broken', 'It closed the connection without an answer'];
  if (message.includes('timed out')) return ['broken', 'It gave no answer in time'];
  return ['broken', 'It does not speak SOCKS 5'];
}
