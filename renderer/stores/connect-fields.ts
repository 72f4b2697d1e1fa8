/** Judges the fields of a connection as they are typed. */
import type { ProfileOptions, TlsTrust } from '#shared/contract/session.ts';
import { parseJid } from '#shared/xmpp/jid.ts';
import { EXTERNAL, needsAccount, needsPassword } from '#shared/xmpp/sasl-mechanisms.ts';

export interface ConnectFields {
  readonly jid: string;
  readonly password: string;
  readonly service: string;
  readonly trust: TlsTrust['kind'];
  readonly fingerprint256: string;
}

export type ConnectProblems = Readonly<Partial<Record<keyof ConnectFields, string>>>;

export type OptionProblems = Readonly<
  Partial<Record<'mechanism' | 'proxy' | 'proxyPassword', string>>
>;

const SCHEMES = ['xmpp:', 'xmpps:', 'ws:', 'wss:', 'http:', 'https:'];
const PROXY_SCHEMES = ['http:', 'socks5:'];

/**
 * @param mechanism the SASL mechanism asked for; empty for any
 * @returns one sentence for each field that is not right yet
 */
export function judgeConnectFields(
  fields: ConnectFields,
  hasCa: boolean,
  mechanism = '',
): ConnectProblems {
  const found: Partial<Record<keyof ConnectFields, string>> = {};
  const jid = judgeJid(fields.jid.trim(), mechanism);
  if (jid !== '') found.jid = jid;
  if (fields.password === '' && needsPassword(mechanism)) {
    found.password = 'The server will ask for a password.';
  }
  const service = judgeService(fields.service.trim());
  if (service !== '') found.service = service;
  const trust = judgeTrust(fields, hasCa);
  if (trust !== '') found.trust = trust;
  return found;
}

function judgeJid(text: string, mechanism: string): string {
  if (text === '') return 'A JID is needed: user@domain.';
  const jid = parseJid(text);
  if (jid === null) return 'This is not a JID. It looks like user@domain.';
  if (jid.local !== '' || !needsAccount(mechanism)) return '';
  return 'The part before @ is missing: user@domain.';
}

function judgeService(text: string): string {
  if (text === '') return '';
  if (!hasScheme(text, SCHEMES)) {
    return 'Write xmpp://host:port, xmpps://host:port, ws://…, wss://… or https://…, or leave it blank.';
  }
  return /^[a-z]+:\/\/[^/]/.test(text) ? '' : 'The host is missing after //.';
}

function hasScheme(text: string, schemes: readonly string[]): boolean {
  return URL.canParse(text) && schemes.includes(new URL(text).protocol);
}

function judgeTrust(fields: ConnectFields, hasCa: boolean): string {
  if (fields.trust === 'ca-file' && !hasCa) return 'Choose the CA file.';
  return fields.trust === 'pinned' && !/^[0-9a-f]{64}$/.test(fields.fingerprint256)
    ? 'No certificate was accepted yet. Connect with another choice; you are shown the certificate then.'
    : '';
}

/**
 * @param options as typed
 * @param hasCertificate a client certificate was chosen
 * @returns one sentence for each option that cannot work
 */
export function judgeConnectOptions(
  options: Pick<ProfileOptions, 'mechanism' | 'proxy'> & { readonly proxyPassword: string },
  hasCertificate: boolean,
): OptionProblems {
  const found: Partial<Record<keyof OptionProblems, string>> = {};
  if (options.mechanism === EXTERNAL && !hasCertificate) {
    found.mechanism = 'EXTERNAL logs in with a client certificate. Choose one below.';
  }
  const proxy = judgeProxy(options.proxy.trim());
  if (proxy !== '') found.proxy = proxy;
  if (options.proxyPassword !== '' && !/^[a-z0-9]+:\/\/[^/@]+@/.test(options.proxy.trim())) {
    found.proxyPassword =
      'A password needs a user name in the proxy address: http://user@host:port.';
  }
  return found;
}

function judgeProxy(text: string): string {
  if (text === '') return '';
  if (!hasScheme(text, PROXY_SCHEMES)) {
    return 'Write http://host:port or socks5://host:port, or leave it blank.';
  }
  const { password, hostname } = new URL(text);
  if (hostname === '') return 'The host of the proxy is missing.';
  return password === ''
    ? ''
    : 'Write the password into its own field; the address is saved with the profile.';
}

/** Tells whether an address is encrypted from its first byte, so that plaintext cannot happen. */
export function isSecuredAddress(service: string): boolean {
  return /^(?:xmpps|wss|https):/.test(service.trim());
}
