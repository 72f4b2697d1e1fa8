/** The address of a proxy as a user writes it. */

/** A proxy in its parts. */
export interface ProxyAddress {
  readonly kind: 'http' | 'socks5';
  /** IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Empty when the proxy asks for none. */
  readonly user: string;
  /** As shown: without user. */
  readonly url: string;
}

const KINDS: Readonly<
  Record<string, { readonly kind: ProxyAddress['kind']; readonly port: number }>
> = {
  'http:': { kind: 'http', port: 8080 },
  'socks5:': { kind: 'socks5', port: 1080 },
  'socks5h:': { kind: 'socks5', port: 1080 },
};

/**
 * Reads `http://[user@]host[:port]` or `socks5://[user@]host[:port]`.
 * @returns null when it is neither, or when it holds a password: addresses are saved, passwords are not
 */
export function parseProxyAddress(text: string): ProxyAddress | null {
  const trimmed = text.trim();
  // `URL` takes 80 for no port at all in `http:`; here it is a port like any other.
  const explicitPort = /:(\d+)\/?$/.exec(trimmed)?.[1];
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (url === null || !Object.hasOwn(KINDS, url.protocol)) return null;
  const known = KINDS[url.protocol];
  const bare = ['', '/'].includes(url.pathname) && url.search === '' && url.hash === '';
  if (known === undefined || !bare || url.hostname === '' || url.password !== '') return null;
  if (explicitPort !== undefined && Number(explicitPort) === 0) return null;
  const user = decode(url.username);
  if (user === null) return null;
  const port = explicitPort === undefined ? known.port : Number(explicitPort);
  return {
    kind: known.kind,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    user,
    url: `${known.kind}://${url.hostname}:${port}`,
  };
}

/** The text without whatever stands before the host: it may hold a password. */
export function hideProxyUser(text: string): string {
  return text.replace(/^.*@/s, '…@');
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
