/**
 * What is wrong with a client's stream header.
 * RFC 6120 "XMPP: Core", 2011-03, §4.7 and §4.9; the order of checks is MongooseIM's: facts 8.4,
 * recordings 21 and 22 (a wrong default namespace is accepted).
 */
import { formatBareJid, parseJid } from '#shared/xmpp/jid.ts';
import type { Incoming } from './transport.ts';

/** `<stream:stream>` or `<open/>`, read. */
export type StreamHeader = Extract<Incoming, { kind: 'open' }>;

/**
 * Checks a header.
 * @param served whether `to` names a host of this server, and the stream's own once it has one
 * @param authenticated bare JID of the client; null before authentication
 * @returns the stream error's condition, or null
 */
export function judgeHeader(
  header: StreamHeader,
  served: boolean,
  authenticated: string | null,
): string | null {
  if (!header.namespaceRight) return 'invalid-namespace';
  if (!served) return 'host-unknown';
  if (header.version === null || !(Number.parseFloat(header.version) >= 1)) {
    return 'unsupported-version';
  }
  const claimed = parseJid(header.from ?? '');
  const lies =
    authenticated !== null && claimed !== null && formatBareJid(claimed) !== authenticated;
  return lies ? 'invalid-from' : null;
}
