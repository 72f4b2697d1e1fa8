/** A network that answers what a test says, for what no real DNS server is made to answer. */
import type { LookupAddress, SrvRecord } from 'node:dns';
import type { Discovery, SrvAnswer } from '#services/xmpp/discovery.ts';

export interface FakeNetwork {
  /** Answers to the two SRV questions; there are no records where nothing is said. */
  readonly overTls?: SrvAnswer;
  readonly overTcp?: SrvAnswer;
  /** Host name to addresses. */
  readonly addresses?: Readonly<Record<string, readonly string[]>>;
  /** Path of a document to its text. */
  readonly documents?: Readonly<Record<string, string>>;
}

export function fakeDiscovery(network: FakeNetwork): Discovery {
  return {
    dnsServers: ['192.0.2.53'],
    resolveSrv: (name) =>
      Promise.resolve(
        (name.startsWith('_xmpps-client.') ? network.overTls : network.overTcp) ?? { kind: 'none' },
      ),
    lookup: (host) => Promise.resolve(addressesOf(network.addresses?.[host] ?? ['127.0.0.1'])),
    fetch({ pathname }) {
      const text = network.documents?.[pathname];
      return Promise.resolve(
        text === undefined ? { kind: 'missing', why: 'HTTP 404' } : { kind: 'document', text },
      );
    },
  };
}

function addressesOf(addresses: readonly string[]): readonly LookupAddress[] {
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

export function srvRecords(...records: readonly SrvRecord[]): SrvAnswer {
  return { kind: 'records', records };
}

export function srvRecord(name: string, port: number, priority = 0, weight = 0): SrvRecord {
  return { name, port, priority, weight };
}
