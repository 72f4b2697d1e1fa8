/** A real DNS server on 127.0.0.1 that knows what a test tells it, and a session's way to ask it. */
import { existsSync } from 'node:fs';
import { Resolver } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { createDiscovery, resolveSrv, type Discovery } from '#services/xmpp/discovery.ts';
import { findFreePorts } from './free-port.ts';
import { createServerFolder, startServerProcess } from './server-process.ts';

const ASK_TIMEOUT_MS = 2_000;

/** Null when dnsmasq can be started, else what is missing. */
export function missingDnsmasq(): string | null {
  return existsSync('/usr/sbin/dnsmasq') ? null : 'dnsmasq (apt-get install dnsmasq-base)';
}

export interface DnsServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** DNS through this server, and the rest of the network as it is. */
  readonly discovery: Discovery;
  stop(): Promise<void>;
}

/** @param records dnsmasq's own options without dashes: `srv-host=…`, `host-record=…`, `cname=…` */
export async function startDnsmasq(records: readonly string[]): Promise<DnsServer> {
  const [port = 0] = await findFreePorts(1);
  const folder = createServerFolder();
  const server = await startServerProcess({
    command: '/usr/sbin/dnsmasq',
    args: [
      ...['--no-daemon', '--conf-file=/dev/null', '--user=', '--group=', '--pid-file='],
      ...['--no-resolv', '--no-hosts', '--bind-interfaces', '--listen-address=127.0.0.1'],
      // Names of this domain that it does not know do not exist; others it refuses.
      ...[`--port=${port}`, '--local=/test/'],
      ...records.map((record) => `--${record}`),
    ],
    folder,
    env: {},
    ready: /started, version/,
  }).catch((error: unknown) => {
    folder.remove();
    throw error;
  });
  const address = `127.0.0.1:${port}`;
  return {
    address,
    discovery: discoveryThrough(address),
    async stop() {
      await server.stop();
      folder.remove();
    },
  };
}

/** @param address of a DNS server, `host:port` */
export function discoveryThrough(address: string): Discovery {
  const resolver = (): Resolver => {
    const made = new Resolver({ timeout: ASK_TIMEOUT_MS, tries: 1 });
    made.setServers([address]);
    return made;
  };
  return {
    ...createDiscovery(ASK_TIMEOUT_MS),
    dnsServers: [address],
    resolveSrv: (name) => resolveSrv(resolver(), name, ASK_TIMEOUT_MS),
    lookup: (host) => lookUp(resolver(), host),
  };
}

async function lookUp(resolver: Resolver, host: string): Promise<readonly LookupAddress[]> {
  const none = (): string[] => [];
  const [six, four] = await Promise.all([
    resolver.resolve6(host).catch(none),
    resolver.resolve4(host).catch(none),
  ]);
  const found = [
    ...six.map((address) => ({ address, family: 6 })),
    ...four.map((address) => ({ address, family: 4 })),
  ];
  if (found.length > 0) return found;
  throw Object.assign(new Error(`No address of ${host}`), { code: 'ENOTFOUND' });
}
