/** The network as far as finding a server needs it: DNS, and documents on the domain's web server. */
import type { SrvRecord } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import type { LookupHost } from './happy-eyeballs.ts';
import { fetchSecurely, type Fetched, type FetchOptions } from './secure-fetch.ts';

/** DNS knows some records, knows that there are none, or did not answer properly. */
export type SrvAnswer =
  | { readonly kind: 'records'; readonly records: readonly SrvRecord[] }
  | { readonly kind: 'none' }
  /** `code` as Node names it: `ESERVFAIL`, `ETIMEOUT`. */
  | { readonly kind: 'failed'; readonly code: string };

/** How to ask the network. */
export interface Discovery {
  /** Addresses of the DNS servers that are asked for SRV records. */
  readonly dnsServers: readonly string[];
  resolveSrv(name: string): Promise<SrvAnswer>;
  readonly lookup: LookupHost;
  /** Fetches a document over HTTPS. */
  fetch(url: URL, options: FetchOptions): Promise<Fetched>;
}

/** The process's own DNS and HTTPS. @param timeoutMs longest wait for one answer */
export function createDiscovery(timeoutMs: number): Discovery {
  const resolver = (): Resolver => new Resolver({ timeout: timeoutMs, tries: 1 });
  return {
    dnsServers: resolver().getServers(),
    resolveSrv: (name) => resolveSrv(resolver(), name, timeoutMs),
    lookup: (host) => lookup(host, { all: true }),
    fetch: fetchSecurely,
  };
}

/** Answers that mean: no such name, or no such record under it. */
const NO_RECORDS: readonly string[] = ['ENOTFOUND', 'ENODATA'];

/**
 * Asks for SRV records.
 * @param timeoutMs for the whole question, however many servers are asked
 */
export async function resolveSrv(
  resolver: Resolver,
  name: string,
  timeoutMs: number,
): Promise<SrvAnswer> {
  const timer = setTimeout(() => resolver.cancel(), timeoutMs);
  try {
    return { kind: 'records', records: await resolver.resolveSrv(name) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (NO_RECORDS.includes(code)) return { kind: 'none' };
    return { kind: 'failed', code: code === 'ECANCELLED' ? 'ETIMEOUT' : code };
  } finally {
    clearTimeout(timer);
  }
}
