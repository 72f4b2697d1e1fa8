/**
 * Finding a domain's endpoints.
 * RFC 6120 §3.2.1 "Preferred Process: SRV Lookup", 2011-03; XEP-0368 1.1.0, 2019-08;
 * XEP-0156 1.4.0 "Discovering Alternative XMPP Connection Methods", 2022-03.
 */
import type { SrvRecord } from 'node:dns';
import { isLocalName, parseServiceAddress, streamEndpoint, type Endpoint } from './address.ts';
import type { Discovery, SrvAnswer } from './discovery.ts';
import { HOST_META_NAMES, readHostMeta, type HostMetaName } from './host-meta.ts';
import type { NoteFact } from './ladder.ts';
import type { FetchOptions } from './secure-fetch.ts';
import { orderSrvRecords } from './srv-order.ts';

const DEFAULT_PORT = 5222;

/** DNS may name hundreds; nobody waits for so many attempts. */
const MAX_ENDPOINTS = 10;

/** What finding endpoints needs besides the domain. */
export interface FindOptions {
  readonly discovery: Discovery;
  readonly note: NoteFact;
  /** Draws from 0 up to, but not including, 1. */
  readonly random: () => number;
}

type StreamTransport = 'tcp' | 'tls';

interface Offer extends SrvRecord {
  readonly transport: StreamTransport;
}

/**
 * The TCP endpoints of a domain, in the order in which they are to be tried: SRV records of both kinds
 * by priority and weight, or the domain itself on port 5222 when there are none.
 * @param domain in ASCII form
 * @returns an empty list when the domain says it has no such service (target `.`)
 * @see XEP-0368 §5 "Implementation Notes" and RFC 2782 "Target"
 */
export async function findStreamEndpoints(
  domain: string,
  { discovery, note, random }: FindOptions,
): Promise<readonly Endpoint[]> {
  const itself = streamEndpoint('tcp', domain, DEFAULT_PORT);
  if (isLocalName(domain)) return [itself];
  note('resolve', 'DNS servers', discovery.dnsServers.join(', '));
  const lookUp = async (transport: StreamTransport): Promise<SrvAnswer> => {
    const service = transport === 'tls' ? 'xmpps-client' : 'xmpp-client';
    const answer = await discovery.resolveSrv(`_${service}._tcp.${domain}`);
    noteAnswer(`SRV ${service}`, answer, note);
    return answer;
  };
  const [overTls, overTcp] = await Promise.all([lookUp('tls'), lookUp('tcp')]);
  const offers = [...readOffers('tls', overTls), ...readOffers('tcp', overTcp)];
  if (offers.length > 0) return usableEndpoints(orderSrvRecords(offers, random), note);
  // A domain that says something in SRV is not to be guessed at.
  if (isRefusal(overTls) || isRefusal(overTcp)) return [];
  note('resolve', 'Without SRV', `${domain} itself, port ${DEFAULT_PORT}`);
  return [itself];
}

function readOffers(transport: StreamTransport, answer: SrvAnswer): readonly Offer[] {
  if (answer.kind !== 'records') return [];
  return answer.records
    .filter((record) => !isRoot(record))
    .map((record) => ({ ...record, transport }));
}

/** The service is decidedly not available at this domain. */
function isRefusal(answer: SrvAnswer): boolean {
  return answer.kind === 'records' && answer.records.every((record) => isRoot(record));
}

/** Node gives the target `.` as an empty name. */
function isRoot({ name }: SrvRecord): boolean {
  return name === '' || name === '.';
}

function usableEndpoints(offers: readonly Offer[], note: NoteFact): readonly Endpoint[] {
  const endpoints = offers.flatMap(({ transport, name, port }) => {
    // Reading it again refuses names that are no host names, and port 0.
    const endpoint = parseServiceAddress(streamEndpoint(transport, name, port).url);
    if (endpoint === null) note('resolve', 'Not usable', `${name}, port ${port}`, 'warning');
    return endpoint ?? [];
  });
  const left = endpoints.length - MAX_ENDPOINTS;
  if (left > 0) note('resolve', 'Left out', `${left} more endpoints`, 'warning');
  return endpoints.slice(0, MAX_ENDPOINTS);
}

function noteAnswer(label: string, answer: SrvAnswer, note: NoteFact): void {
  switch (answer.kind) {
    case 'none':
      note('resolve', label, 'no records');
      return;
    case 'failed':
      note('resolve', label, SRV_FAILURES[answer.code] ?? `failed with ${answer.code}`, 'warning');
      return;
    default:
      for (const record of answer.records.slice(0, MAX_ENDPOINTS)) {
        note('resolve', label, describeRecord(record));
      }
      if (answer.records.length > MAX_ENDPOINTS) {
        note('resolve', label, `${answer.records.length - MAX_ENDPOINTS} more records`);
      }
  }
}

function describeRecord(record: SrvRecord): string {
  if (isRoot(record)) return 'target “.”: not offered';
  const { priority, weight, name, port } = record;
  return `${name}, port ${port}, priority ${priority}, weight ${weight}`;
}

const SRV_FAILURES: Readonly<Record<string, string>> = {
  ESERVFAIL: 'the DNS server failed (SERVFAIL)',
  EREFUSED: 'the DNS server refused the question (REFUSED)',
  ETIMEOUT: 'no answer in time',
  ECONNREFUSED: 'no DNS server listens there',
  EBADRESP: 'the answer is not valid DNS',
  EBADNAME: 'DNS cannot ask for such a name',
};

/**
 * The secure WebSocket and BOSH endpoints of a domain, for when no TCP endpoint can be reached. What is
 * not secure is not taken from a document: a user who wants it writes it.
 * @param domain in ASCII form
 */
export async function findWebEndpoints(
  domain: string,
  { discovery, note }: Pick<FindOptions, 'discovery' | 'note'>,
  fetchOptions: FetchOptions,
): Promise<readonly Endpoint[]> {
  if (isLocalName(domain)) return [];
  const look = async (name: HostMetaName): Promise<readonly Endpoint[]> => {
    const url = new URL(`https://${domain}/.well-known/${name}`);
    const fetched = await discovery.fetch(url, fetchOptions);
    if (fetched.kind === 'missing') {
      note('resolve', name, fetched.why);
      return [];
    }
    const meta = readHostMeta(name, fetched.text);
    if (meta === null) note('resolve', name, 'not a host-meta document', 'warning');
    for (const href of meta?.refused ?? []) note('resolve', name, `${href}: not secure`, 'warning');
    for (const { url: found } of meta?.endpoints ?? []) note('resolve', name, found);
    return meta?.endpoints ?? [];
  };
  const found = (await Promise.all(HOST_META_NAMES.map(look))).flat();
  const unique = new Map(found.map((endpoint) => [endpoint.url, endpoint]));
  const all = [...unique.values()];
  return [
    ...all.filter(({ transport }) => transport === 'websocket'),
    ...all.filter(({ transport }) => transport === 'bosh'),
  ];
}
