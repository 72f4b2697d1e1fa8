/** Why a session failed, in two or three words. */
import type { SessionFailure, SessionFailureCode } from '#shared/contract/session.ts';

const WORDS: Readonly<Record<SessionFailureCode, string>> = {
  'bad-address': 'address not usable',
  'name-not-found': 'server name not found',
  'connection-refused': 'connection refused',
  unreachable: 'server unreachable',
  'connect-timeout': 'connecting took too long',
  'proxy-failed': 'proxy not usable',
  'proxy-refused': 'proxy did not connect',
  'client-certificate': 'client certificate not usable',
  'key-log': 'key log not writable',
  'certificate-untrusted': 'certificate not trusted',
  'tls-failed': 'TLS failed',
  'tls-not-offered': 'TLS not offered',
  'not-xmpp': 'not an XMPP server',
  'malformed-xml': 'malformed XML received',
  'host-unknown': 'domain not served',
  'auth-failed': 'login failed',
  'no-mechanism': 'no way to log in',
  'plaintext-refused': 'password kept back',
  'bind-failed': 'no resource bound',
  'session-failed': 'session refused',
  'stream-error': 'stream error',
  'stanza-too-big': 'stanza too big',
  'closed-by-server': 'closed by the server',
  'closed-by-user': 'closed by the user',
  internal: 'internal error',
};

/** @returns e.g. `login refused`, which only a server can do: it then names its condition */
export function describeFailure({ code, condition }: SessionFailure): string {
  return code === 'auth-failed' && condition !== undefined ? 'login refused' : WORDS[code];
}
