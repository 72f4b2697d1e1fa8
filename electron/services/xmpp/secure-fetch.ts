/**
 * Fetching a small document over HTTPS, and over nothing else: what it says decides where a password
 * goes. The platform's `fetch` takes neither certificate authorities nor a proxy.
 */
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import * as tls from 'node:tls';
import { ProxyFailure } from './proxy-tunnel.ts';
import { openTcp, type NetworkPath } from './tcp-opener.ts';

const MAX_REDIRECTS = 3;
const MAX_BYTES = 64 * 1024;

/** The document, or why there is none: a few words for the ladder. */
export type Fetched =
  | { readonly kind: 'document'; readonly text: string }
  | { readonly kind: 'missing'; readonly why: string };

/** How to fetch. */
export interface FetchOptions {
  readonly network: NetworkPath;
  /**
   * The system's authorities and that of the account: a web server may have a certificate of either. What
   * its document names still has to stand the account's own check.
   */
  context(): Promise<tls.SecureContext>;
  /** For all redirects together, in milliseconds. */
  readonly timeoutMs: number;
}

interface SignalledOptions extends FetchOptions {
  readonly signal: AbortSignal;
}

/** Fetches a document of at most 64 KiB, following three redirects that stay on HTTPS. Never rejects. */
export async function fetchSecurely(url: URL, options: FetchOptions): Promise<Fetched> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    return await follow(url, MAX_REDIRECTS, { ...options, signal });
  } catch (error) {
    return missing(signal.aborted ? 'no answer in time' : describe(error));
  }
}

async function follow(url: URL, redirects: number, options: SignalledOptions): Promise<Fetched> {
  if (url.protocol !== 'https:') return missing(`sent away from HTTPS, to ${url.protocol}`);
  const answer = await ask(url, options);
  const { statusCode = 0 } = answer;
  if (statusCode === 200) return read(answer);
  answer.destroy();
  const { location } = answer.headers;
  if (statusCode < 300 || statusCode > 399 || location === undefined) {
    return missing(`HTTP ${statusCode}`);
  }
  if (redirects === 0) return missing('sent on too often');
  if (!URL.canParse(location, url.href)) return missing('sent on to no address');
  return follow(new URL(location, url), redirects - 1, options);
}

async function ask(url: URL, options: SignalledOptions): Promise<IncomingMessage> {
  const { network, signal } = options;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const target = { host, port: Number(url.port) || 443 };
  // Its attempts are not those of the session, and stay off the ladder.
  const socket = await openTcp(target, { network, note: () => undefined, signal });
  const secureContext = await options.context();
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      signal,
      createConnection: () => tls.connect({ socket, host, secureContext, ...serverName(host) }),
    });
    asked.once('response', resolve);
    asked.once('error', reject);
    asked.end();
  });
}

/** SNI must not carry an address (RFC 6066 §3). */
function serverName(host: string): tls.ConnectionOptions {
  return isIP(host) === 0 ? { servername: host } : {};
}

async function read(answer: IncomingMessage): Promise<Fetched> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    // Leaving the loop destroys the answer.
    if (bytes > MAX_BYTES) return missing(`longer than ${MAX_BYTES / 1024} KiB`);
    parts.push(part);
  }
  return { kind: 'document', text: Buffer.concat(parts).toString() };
}

function missing(why: string): Fetched {
  return { kind: 'missing', why };
}

const ERRORS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  ECONNREFUSED: 'connection refused',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

function describe(error: unknown): string {
  if (error instanceof ProxyFailure) return error.message;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const isTrust = /CERT|SIGNATURE|ISSUER/.test(code);
  return ERRORS[code] ?? (isTrust ? 'its certificate is not trusted' : `failed with ${code}`);
}
