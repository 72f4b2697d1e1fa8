/**
 * JIDs as far as a console needs them.
 * RFC 7622 "XMPP Address Format", 2015-09. Full PRECIS preparation is not done: servers differ in it,
 * and a diagnostics tool must show what was typed. Local part and domain are compared lower-cased.
 */
import { utf8Length } from '../xml/characters.ts';

/** A JID in its parts. */
export interface Jid {
  /** Part before `@`; empty for a domain JID. */
  readonly local: string;
  readonly domain: string;
  /** Part after the first `/`; empty for a bare JID. */
  readonly resource: string;
}

const FORBIDDEN_LOCAL = /["&'/:<>@\s]/;
const FORBIDDEN_DOMAIN = /[@/\s<>&"']|\.\.|^\.|\.$/;
const CONTROL = /\p{Cc}/u;
const MAX_PART_BYTES = 1023;

/**
 * Reads a JID.
 * @returns the parts, or null when the text is not a JID
 * @see RFC 7622 §3
 */
export function parseJid(text: string): Jid | null {
  const slash = text.indexOf('/');
  const bare = slash < 0 ? text : text.slice(0, slash);
  const resource = slash < 0 ? '' : text.slice(slash + 1);
  if (slash >= 0 && resource === '') return null;
  const at = bare.indexOf('@');
  const local = at < 0 ? '' : bare.slice(0, at);
  const domain = bare.slice(at + 1).replace(/\.$/, '');
  if (at === 0 || domain === '') return null;
  if (FORBIDDEN_LOCAL.test(local) || FORBIDDEN_DOMAIN.test(domain) || CONTROL.test(text))
    return null;
  if ([local, domain, resource].some((part) => utf8Length(part) > MAX_PART_BYTES)) return null;
  return { local: local.toLowerCase(), domain: domain.toLowerCase(), resource };
}

/** Writes a JID. */
export function formatJid(jid: Jid): string {
  return formatBareJid(jid) + (jid.resource === '' ? '' : `/${jid.resource}`);
}

/** Writes a JID without its resource. */
export function formatBareJid(jid: Jid): string {
  return jid.local === '' ? jid.domain : `${jid.local}@${jid.domain}`;
}

/** The bare form of a JID's text; the text itself when it is not a JID. */
export function toBareJid(text: string): string {
  const jid = parseJid(text);
  return jid === null ? text : formatBareJid(jid);
}

/** The domain of a JID's text; empty when it is not a JID. */
export function domainOf(text: string): string {
  return parseJid(text)?.domain ?? '';
}

/** Same full JID: local part and domain regardless of case, resource exactly. */
export function sameJid(left: string, right: string): boolean {
  const a = parseJid(left);
  const b = parseJid(right);
  return a !== null && b !== null && formatJid(a) === formatJid(b);
}
