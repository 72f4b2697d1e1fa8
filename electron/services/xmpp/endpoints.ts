/**
 * Finding a domain's endpoints.
 * RFC 6120 §3.2.1 "Preferred Process: SRV Lookup", 2011-03; XEP-0368 1.1.0, 2019-11;
 * XEP-0156 1.4.0 "Discovering Alternative XMPP Connection Methods", 2022-03.
 */
import type { SrvRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { findChild, childElements } from '#shared/xml/query.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { isLocalName, parseServiceAddress, streamEndpoint, type Endpoint } from './address.ts';

const DEFAULT_PORT = 5222;
const NS_XRD = 'http://docs.oasis-open.org/ns/xri/xrd-1.0';
const REL_WEBSOCKET = 'urn:xmpp:alt-connections:websocket';

/** The network as far as discovery needs it. */
export interface Discovery {
  /** SRV records of a name; an empty list when there are none or DNS does not answer. */
  resolveSrv(name: string): Promise<readonly SrvRecord[]>;
  /** The host-meta document of a domain; null when there is none. */
  fetchHostMeta(domain: string): Promise<string | null>;
}

/** The process's own DNS and HTTPS. @param timeoutMs longest wait for one answer */
export function createDiscovery(timeoutMs: number): Discovery {
  return {
    async resolveSrv(name) {
      const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
      return resolver.resolveSrv(name).catch(() => []);
    },
    async fetchHostMeta(domain) {
      try {
        const answer = await fetch(`https://${domain}/.well-known/host-meta`, {
          signal: AbortSignal.timeout(timeoutMs),
        });
        return answer.ok ? await answer.text() : null;
      } catch {
        return null;
      }
    },
  };
}

/**
 * The TCP endpoints of a domain, in the order in which they are to be tried: SRV records of both kinds
 * by priority and weight, or the domain itself on port 5222 when there are none.
 * @param domain in ASCII form
 * @returns an empty list when the domain says it has no such service (target `.`)
 */
export async function findStreamEndpoints(
  domain: string,
  discovery: Discovery,
): Promise<readonly Endpoint[]> {
  if (isLocalName(domain)) return [streamEndpoint('tcp', domain, DEFAULT_PORT)];
  const [overTls, overTcp] = await Promise.all([
    discovery.resolveSrv(`_xmpps-client._tcp.${domain}`),
    discovery.resolveSrv(`_xmpp-client._tcp.${domain}`),
  ]);
  const records = [
    ...overTls.map((record) => ({ ...record, transport: 'tls' as const })),
    ...overTcp.map((record) => ({ ...record, transport: 'tcp' as const })),
  ];
  if (records.length === 0) return [streamEndpoint('tcp', domain, DEFAULT_PORT)];
  return records
    .filter((record) => record.name !== '' && record.name !== '.')
    .sort((a, b) => a.priority - b.priority || b.weight - a.weight)
    .map((record) => streamEndpoint(record.transport, record.name, record.port));
}

/**
 * The secure WebSocket endpoints of a domain, for when no TCP endpoint can be reached. Plain `ws:` is
 * not taken from a document: a user who wants it writes it.
 * @param domain in ASCII form
 */
export async function findWebSocketEndpoints(
  domain: string,
  discovery: Discovery,
): Promise<readonly Endpoint[]> {
  if (isLocalName(domain)) return [];
  const document = await discovery.fetchHostMeta(domain);
  const parsed = document === null ? null : parseXml(stripDeclaration(document), { defaultNs: '' });
  if (parsed === null || !parsed.ok || findChild(parsed.element, 'Link') === undefined) return [];
  return childElements(parsed.element, 'Link', NS_XRD)
    .filter((link) => link.attrs['rel'] === REL_WEBSOCKET)
    .map((link) => parseServiceAddress(link.attrs['href'] ?? ''))
    .filter((endpoint): endpoint is Endpoint => endpoint?.url.startsWith('wss:') ?? false);
}

function stripDeclaration(document: string): string {
  return document.replace(/^\uFEFF?<\?xml[^>]*\?>/, '');
}
