/** From a profile's settings to what a connection needs: where to connect and what to trust. */
import type { SessionFailure } from '#shared/contract/session.ts';
import { isLocalName, parseServiceAddress, toAsciiDomain, type Endpoint } from './address.ts';
import type { ConnectInput } from './connect-input.ts';
import { createDiscovery, type Discovery } from './discovery.ts';
import { findStreamEndpoints, findWebEndpoints, type FindOptions } from './endpoints.ts';
import type { NoteFact } from './ladder.ts';
import { hideProxyUser, parseProxyAddress } from './proxy-address.ts';
import type { FetchOptions } from './secure-fetch.ts';
import type { NetworkPath } from './tcp-opener.ts';
import { planTls, type TlsPlanDependencies } from './tls-plan.ts';
import type { TlsPolicy } from './tls.ts';

/** Everything that is decided before the first connection attempt. */
export interface ConnectionPlan {
  readonly tls: TlsPolicy;
  readonly network: NetworkPath;
  /** What to try, in order; found as it is needed. */
  endpoints(): AsyncIterable<Endpoint>;
  /** The failure when there was nothing to try. */
  readonly nothingFound: SessionFailure;
}

/** What planning needs from outside. */
export interface PlanDependencies extends TlsPlanDependencies {
  /** Defaults to the process's own DNS and HTTPS. */
  readonly discovery?: Discovery;
  /** Draws from 0 up to, but not including, 1, for SRV weights. Defaults to the platform's. */
  readonly random?: () => number;
}

/**
 * Plans a connection.
 * @param domain of the JID
 * @param note hears on the way what was found out
 * @returns the plan, or why there is none: `bad-address`, or what {@link planTls} fails with
 */
export async function planConnection(
  input: ConnectInput,
  domain: string,
  note: NoteFact,
  dependencies: PlanDependencies,
): Promise<ConnectionPlan | SessionFailure> {
  const { discovery = createDiscovery(input.connectTimeoutMs) } = dependencies;
  const asciiDomain = toAsciiDomain(domain);
  if (asciiDomain === null) return badAddress(`"${domain}" is not a domain name.`);
  const given = input.service === '' ? null : parseServiceAddress(input.service);
  if (input.service !== '' && given === null)
    return badAddress(`"${input.service}" is not an address.`);
  const network = planNetwork(input, discovery);
  if (network === null) return badProxy(input.options.proxy);
  const tls = await planTls(input, asciiDomain, dependencies);
  if ('code' in tls) return tls;
  const find = { discovery, note, random: dependencies.random ?? Math.random };
  const fetchOptions: FetchOptions = {
    network,
    timeoutMs: input.connectTimeoutMs,
    context: () => tls.webContext(),
  };
  return {
    tls: tls.policy,
    network,
    endpoints: () =>
      given === null ? discover(asciiDomain, find, fetchOptions) : only(given, note),
    nothingFound: nothingFound(domain),
  };
}

/** @returns null when the address of the proxy is none */
function planNetwork(input: ConnectInput, { lookup }: Discovery): NetworkPath | null {
  const text = input.options.proxy.trim();
  if (text === '') return { lookup, proxy: null };
  const address = parseProxyAddress(text);
  return address === null
    ? null
    : { lookup, proxy: { ...address, password: input.proxyPassword ?? '' } };
}

async function* only(endpoint: Endpoint, note: NoteFact): AsyncGenerator<Endpoint> {
  note('resolve', 'Address', `${endpoint.url}, as given`);
  yield await Promise.resolve(endpoint);
}

/** The web's ways only when nothing over TCP could be reached: their documents cost HTTPS requests. */
async function* discover(
  domain: string,
  find: FindOptions,
  fetchOptions: FetchOptions,
): AsyncGenerator<Endpoint> {
  if (fetchOptions.network.proxy !== null && !isLocalName(domain)) {
    find.note('resolve', 'SRV records', 'looked up here and not by the proxy', 'warning');
  }
  yield* await findStreamEndpoints(domain, find);
  yield* await findWebEndpoints(domain, find, fetchOptions);
}

function badAddress(why: string): SessionFailure {
  return {
    code: 'bad-address',
    step: 'address',
    what: 'There is nothing to connect to.',
    why,
    next: 'Leave the address empty, or write xmpp://host:port, xmpps://host:port, ws://…, wss://…, or http://… or https://… for BOSH.',
  };
}

function badProxy(proxy: string): SessionFailure {
  return {
    code: 'bad-address',
    step: 'address',
    what: 'There is no proxy to connect through.',
    why: `"${hideProxyUser(proxy)}" is not the address of a proxy, or it holds a password.`,
    next: 'Write http://host:port or socks5://host:port, with user@ before the host if need be; the password goes into its own field.',
  };
}

function nothingFound(domain: string): SessionFailure {
  return {
    code: 'name-not-found',
    step: 'resolve',
    what: `${domain} has no XMPP service for clients.`,
    why: 'Its SRV records say so, and its web server names no other way in.',
    next: 'Check the domain of the JID, or give the address of the server yourself.',
  };
}
