/** From a profile's settings to what a connection needs: where to connect and what to trust. */
import { X509Certificate } from 'node:crypto';
import type { SessionFailure } from '#shared/contract/session.ts';
import { parseServiceAddress, toAsciiDomain, type Endpoint } from './address.ts';
import {
  createDiscovery,
  findStreamEndpoints,
  findWebSocketEndpoints,
  type Discovery,
} from './endpoints.ts';
import type { ConnectInput } from './connect-input.ts';
import type { TlsPolicy } from './tls.ts';

/** Everything that is decided before the first connection attempt. */
export interface ConnectionPlan {
  readonly tls: TlsPolicy;
  /** What to try, in order; found as it is needed. */
  endpoints(): AsyncIterable<Endpoint>;
  /** The failure when there was nothing to try. */
  readonly nothingFound: SessionFailure;
}

/** What planning needs from outside. */
export interface PlanDependencies {
  /** PEM text of a CA file chosen through the host; null when it is not known or not readable. */
  resolveCa(caId: string): Promise<string | null>;
  /** Defaults to the process's own DNS and HTTPS. */
  readonly discovery?: Discovery;
}

/**
 * Plans a connection.
 * @param domain of the JID
 * @returns the plan, or why there is none: `bad-address`
 */
export async function planConnection(
  input: ConnectInput,
  domain: string,
  { resolveCa, discovery = createDiscovery(input.connectTimeoutMs) }: PlanDependencies,
): Promise<ConnectionPlan | SessionFailure> {
  const asciiDomain = toAsciiDomain(domain);
  if (asciiDomain === null) return badAddress(`"${domain}" is not a domain name.`);
  const { trust } = input;
  const caPem = trust.kind === 'ca-file' ? await resolveCa(trust.caId) : null;
  if (trust.kind === 'ca-file' && !isCertificate(caPem)) return caMissing();
  const given = input.service === '' ? null : parseServiceAddress(input.service);
  if (input.service !== '' && given === null)
    return badAddress(`"${input.service}" is not an address.`);
  return {
    tls: { trust, caPem, domain: asciiDomain },
    endpoints: () => (given === null ? discover(asciiDomain, discovery) : only(given)),
    nothingFound: nothingFound(domain),
  };
}

async function* only(endpoint: Endpoint): AsyncGenerator<Endpoint> {
  yield await Promise.resolve(endpoint);
}

/** WebSocket only when nothing over TCP could be reached: its document costs an HTTPS request. */
async function* discover(domain: string, discovery: Discovery): AsyncGenerator<Endpoint> {
  yield* await findStreamEndpoints(domain, discovery);
  yield* await findWebSocketEndpoints(domain, discovery);
}

/** Node takes anything for a CA and fails, or trusts nobody, only in the handshake. */
function isCertificate(pem: string | null): boolean {
  if (pem === null) return false;
  try {
    return new X509Certificate(pem).subject !== '';
  } catch {
    return false;
  }
}

function badAddress(why: string): SessionFailure {
  return {
    code: 'bad-address',
    step: 'address',
    what: 'There is nothing to connect to.',
    why,
    next: 'Leave the address empty, or write xmpp://host:port, xmpps://host:port, ws://… or wss://….',
  };
}

function caMissing(): SessionFailure {
  return {
    code: 'bad-address',
    step: 'address',
    what: 'The CA file of this account cannot be read.',
    why: 'It was moved or deleted, or it is not a PEM certificate.',
    next: 'Choose the CA file again.',
  };
}

function nothingFound(domain: string): SessionFailure {
  return {
    code: 'name-not-found',
    step: 'resolve',
    what: `${domain} has no XMPP service for clients.`,
    why: 'Its SRV records say so.',
    next: 'Check the domain of the JID, or give the address of the server yourself.',
  };
}
