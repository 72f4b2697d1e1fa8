/**
 * The names a certificate is valid for, read from its own bytes.
 * RFC 5280 §4.2.1.6 "Subject Alternative Name", 2008-05; RFC 6120 §13.7.1.4 (id-on-xmppAddr), 2011-03;
 * RFC 4985 (id-on-dnsSRV), 2007-08.
 */
import type { X509Certificate } from 'node:crypto';
import { DER_TAGS, readDer, type DerValue } from './der.ts';

/** One name; `value` is what it holds, `unknown` ones hold nothing readable. */
export interface AlternativeName {
  readonly kind: 'dns' | 'ip' | 'xmpp-address' | 'srv' | 'email' | 'uri' | 'unknown';
  readonly value: string;
}

/** Object identifiers as hex of their DER content. */
const OID_SUBJECT_ALT_NAME = '551d11';
const OTHER_NAMES: Readonly<Record<string, AlternativeName['kind']>> = {
  '2b06010505070805': 'xmpp-address',
  '2b06010505070807': 'srv',
};

/** Context-specific tags of GeneralName. */
const GENERAL_NAMES: Readonly<Record<number, AlternativeName['kind']>> = {
  0x81: 'email',
  0x82: 'dns',
  0x86: 'uri',
};
const TAG_OTHER_NAME = 0xa0;
const TAG_ADDRESS = 0x87;
const TAG_EXTENSIONS = 0xa3;

/** Reads the alternative names; empty when there are none or they cannot be read. */
export function readAlternativeNames({ raw }: Pick<X509Certificate, 'raw'>): AlternativeName[] {
  try {
    const value = findExtension(raw, OID_SUBJECT_ALT_NAME);
    return value === null ? [] : childrenOf(readDer(value)[0]).map(readName);
  } catch {
    return [];
  }
}

/** As a user reads it; kinds that are not plain names say what they are. */
export function showAlternativeName({ kind, value }: AlternativeName): string {
  if (kind === 'xmpp-address') return `XmppAddr:${value}`;
  if (kind === 'srv') return `SRVName:${value}`;
  return kind === 'unknown' ? 'a name of an unknown kind' : value;
}

/** Certificate ::= SEQUENCE { tbsCertificate SEQUENCE { …, extensions [3] }, … } */
function findExtension(certificate: Buffer, oid: string): Buffer | null {
  const [toBeSigned] = childrenOf(readDer(certificate)[0]);
  const extensions = childrenOf(toBeSigned).find(({ tag }) => tag === TAG_EXTENSIONS);
  for (const extension of childrenOf(childrenOf(extensions)[0])) {
    const parts = childrenOf(extension);
    if (parts[0]?.content.toString('hex') !== oid) continue;
    return parts.find(({ tag }) => tag === DER_TAGS.octetString)?.content ?? null;
  }
  return null;
}

function readName({ tag, content }: DerValue): AlternativeName {
  if (tag === TAG_OTHER_NAME) return readOtherName(content);
  if (tag === TAG_ADDRESS) return { kind: 'ip', value: formatAddress(content) };
  // IA5String: seven bits, and what is not must not look like a name.
  return { kind: GENERAL_NAMES[tag] ?? 'unknown', value: content.toString('latin1') };
}

/** OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY } */
function readOtherName(content: Buffer): AlternativeName {
  const [type, value] = readDer(content);
  const kind = OTHER_NAMES[type?.content.toString('hex') ?? ''] ?? 'unknown';
  return { kind, value: childrenOf(value)[0]?.content.toString('utf8') ?? '' };
}

function formatAddress(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = bytes.toString('hex').match(/.{4}/g) ?? [];
  return groups.map((group) => group.replace(/^0{1,3}/, '')).join(':');
}

function childrenOf(value: DerValue | undefined): DerValue[] {
  return value === undefined ? [] : readDer(value.content);
}
