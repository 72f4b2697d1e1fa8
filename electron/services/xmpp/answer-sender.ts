/**
 * Who may answer a request. The id alone proves nothing: anybody who guesses it can send a result
 * (library facts 4).
 * RFC 6120 §8.1.2.1 "Client-to-Server Streams" (from), §10.3 "No 'to' Address", 2011-03.
 */
import { formatBareJid, formatJid, parseJid, sameJid, type Jid } from '#shared/xmpp/jid.ts';

/**
 * Decides whether an answer comes from the one who was asked.
 * @param to `to` of the request; empty when it had none
 * @param from `from` of the answer; empty when absent, which only the own server can send
 * @param own full JID of this session
 */
export function isRightSender(to: string, from: string, own: Jid): boolean {
  const bare = formatBareJid(own);
  const account = ['', bare, own.domain, formatJid(own)];
  if (to === '') return matchesAny(from, account);
  // The server's own answer to an address it cannot read; it may or may not repeat that address.
  if (parseJid(to) === null) return from === to || matchesAny(from, account);
  if (sameJid(to, bare)) return matchesAny(from, ['', bare]);
  if (sameJid(to, own.domain)) return matchesAny(from, ['', own.domain]);
  return sameJid(from, to);
}

function matchesAny(from: string, allowed: readonly string[]): boolean {
  return allowed.some((jid) => (jid === '' ? from === '' : sameJid(from, jid)));
}
