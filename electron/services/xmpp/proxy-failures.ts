/** Why there is no way through a proxy, in plain words. */
import type { FailureContext, Wording } from './failure-context.ts';
import type { ProxyFailure } from './proxy-tunnel.ts';

/** @param failure what the proxy said, or that it could not be asked */
export function proxyWording(failure: ProxyFailure, { service }: FailureContext): Wording {
  const { kind, proxyUrl: proxy, message } = failure;
  const why = `${message}.`;
  switch (kind) {
    case 'unreachable':
      return {
        code: 'proxy-failed',
        what: `The proxy ${proxy} cannot be reached.`,
        why,
        next: 'Check host and port of the proxy and that it runs, or connect without it.',
      };
    case 'broken':
      return {
        code: 'proxy-failed',
        what: `${proxy} did not serve as a proxy.`,
        why,
        next: 'Check the port and whether it is an HTTP (http://) or a SOCKS 5 proxy (socks5://).',
      };
    case 'credentials':
      return {
        code: 'proxy-failed',
        what: `The proxy ${proxy} refused the login.`,
        why,
        next: 'Put the user name into the address of the proxy (user@host) and give its password.',
      };
    case 'policy':
      return {
        code: 'proxy-refused',
        what: `The proxy ${proxy} does not connect to ${service}.`,
        why,
        next: 'Ask for this host and port to be allowed; many proxies allow port 443 only.',
      };
    case 'target':
      return {
        code: 'proxy-refused',
        what: `The proxy ${proxy} got no connection to ${service}.`,
        why,
        next: 'Check host and port of the server, and that the proxy can reach it.',
      };
    default: {
      const missing: never = kind;
      return missing;
    }
  }
}
