/** Judges the fields of a connection as they are typed. */
import type { TlsTrust } from '#shared/contract/session.ts';
import { parseJid } from '#shared/xmpp/jid.ts';

export interface ConnectFields {
  readonly jid: string;
  readonly password: string;
  readonly service: string;
  readonly trust: TlsTrust['kind'];
  readonly fingerprint256: string;
}

export type ConnectProblems = Readonly<Partial<Record<keyof ConnectFields, string>>>;

const SCHEMES = ['xmpp:', 'xmpps:', 'ws:', 'wss:'];

/** @returns one sentence for each field that is not right yet */
export function judgeConnectFields(fields: ConnectFields, hasCa: boolean): ConnectProblems {
  const found: Partial<Record<keyof ConnectFields, string>> = {};
  const jid = judgeJid(fields.jid.trim());
  if (jid !== '') found.jid = jid;
  if (fields.password === '') found.password = 'The server will ask for a password.';
  const service = judgeService(fields.service.trim());
  if (service !== '') found.service = service;
  const trust = judgeTrust(fields, hasCa);
  if (trust !== '') found.trust = trust;
  return found;
}

function judgeJid(text: string): string {
  if (text === '') return 'A JID is needed: user@domain.';
  const jid = parseJid(text);
  if (jid === null) return 'This is not a JID. It looks like user@domain.';
  return jid.local === '' ? 'The part before @ is missing: user@domain.' : '';
}

function judgeService(text: string): string {
  if (text === '') return '';
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !SCHEMES.includes(url.protocol)) {
    return 'Write xmpp://host:port, xmpps://host:port, ws://… or wss://…, or leave it blank.';
  }
  return /^[a-z]+:\/\/[^/]/.test(text) ? '' : 'The host is missing after //.';
}

function judgeTrust(fields: ConnectFields, hasCa: boolean): string {
  if (fields.trust === 'ca-file' && !hasCa) return 'Choose the CA file.';
  return fields.trust === 'pinned' && !/^[0-9a-f]{64}$/.test(fields.fingerprint256)
    ? 'No certificate was accepted yet. Connect with another choice; you are shown the certificate then.'
    : '';
}

/** Tells whether an address is encrypted from its first byte, so that plaintext cannot happen. */
export function isSecuredAddress(service: string): boolean {
  return /^(?:xmpps|wss):/.test(service.trim());
}
