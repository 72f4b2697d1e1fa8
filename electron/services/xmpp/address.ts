/**
 * Where to connect: an address the user wrote, or what DNS says about the domain.
 * RFC 6120 §3.2 "Resolution of Fully Qualified Domain Names", 2011-03;
 * XEP-0368 1.1.0 "SRV records for XMPP over TLS", 2019-08.
 */
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { SessionFacts } from '#shared/contract/session.ts';

/** What carries the stream; `tls` is direct TLS. */
export type TransportName = SessionFacts['transport'];

/** One place to try. */
export interface Endpoint {
  readonly transport: TransportName;
  /** `xmpp://host:port`, `xmpps://host:port`, `ws[s]://…`, `http[s]://…`; an IPv6 host in brackets. */
  readonly url: string;
}

const SCHEMES: Readonly<
  Record<string, { readonly transport: TransportName; readonly port: number }>
> = {
  'xmpp:': { transport: 'tcp', port: 5222 },
  'xmpps:': { transport: 'tls', port: 5223 },
  'ws:': { transport: 'websocket', port: 80 },
  'wss:': { transport: 'websocket', port: 443 },
  'http:': { transport: 'bosh', port: 80 },
  'https:': { transport: 'bosh', port: 443 },
};

/**
 * Reads an address as a user writes it: a URL, or `host` or `host:port` for TCP.
 * @returns null when it is none of these
 */
export function parseServiceAddress(text: string): Endpoint | null {
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `xmpp://${trimmed}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : null;
  const scheme =
    url === null || !Object.hasOwn(SCHEMES, url.protocol) ? undefined : SCHEMES[url.protocol];
  if (url === null || scheme === undefined || url.hostname === '') return null;
  if (url.username !== '' || url.password !== '' || url.port === '0') return null;
  if (isWebTransport(scheme.transport)) return { transport: scheme.transport, url: url.href };
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return null;
  const host = toAsciiHost(url.hostname);
  return host === null
    ? null
    : streamEndpoint(scheme.transport, host, Number(url.port) || scheme.port);
}

/** WebSocket and BOSH live at a path of a web server and frame each element; the others have a port and a stream. */
export function isWebTransport(transport: TransportName): boolean {
  return transport === 'websocket' || transport === 'bosh';
}

/**
 * Builds the endpoint of a host and port.
 * @param host name in ASCII form, or an address; IPv6 with or without brackets
 */
export function streamEndpoint(transport: TransportName, host: string, port: number): Endpoint {
  const bracketed = isIP(host) === 6 ? `[${host}]` : host;
  return { transport, url: `${transport === 'tls' ? 'xmpps' : 'xmpp'}://${bracketed}:${port}` };
}

/**
 * A domain's ASCII form, as DNS, SNI and certificates have it.
 * @returns null when it has none
 */
export function toAsciiDomain(domain: string): string | null {
  const bare = domain.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return bare;
  const ascii = domainToASCII(domain);
  return ascii === '' ? null : ascii;
}

/** URL keeps hosts of unknown schemes as they are, percent-encoded where they are not ASCII. */
function toAsciiHost(host: string): string | null {
  try {
    return toAsciiDomain(decodeURIComponent(host));
  } catch {
    return null;
  }
}

/** Names for which DNS has nothing to say: loopback and literal addresses. */
export function isLocalName(host: string): boolean {
  return isIP(host) !== 0 || isLocalhost(host);
}

/** Whether the endpoint is on this machine, where nobody else reads the connection. */
export function isLoopback(endpoint: Endpoint): boolean {
  const host = new URL(endpoint.url).hostname.replace(/^\[|\]$/g, '');
  return host === '::1' || host.startsWith('127.') || isLocalhost(host);
}

/** @see RFC 6761 §6.3 "Domain Name Reservation Considerations for 'localhost.'" */
function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}
