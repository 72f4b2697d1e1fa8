/** What SASL on one stream can rely on, and which mechanisms follow from it. */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { NS_SASL, NS_SASL_CB } from '#shared/xmpp/namespaces.ts';
import type { PracticeAccounts } from './accounts.ts';
import type { AuthTokens } from './auth-tokens.ts';
import type { PracticeAuthConfig } from './ports.ts';
import type { CertificateNames } from './peer-certificate.ts';
import { availableDigests, type ScramDigest } from './scram-keys.ts';

/** The host's side and the connection's side of a login. */
export interface SaslMeans {
  readonly domain: string;
  readonly accounts: PracticeAccounts;
  readonly auth: PracticeAuthConfig;
  readonly tokens: AuthTokens;
  /** tls-exporter data; null where SCRAM-PLUS is not offered. */
  readonly channelBinding: Buffer | null;
  /** Null when the client showed no certificate that this listener trusts. */
  readonly clientCertificate: CertificateNames | null;
  /** The server is to prove itself wrongly. */
  readonly wrongSignature: boolean;
}

const SCRAM_NAMES: Readonly<Record<ScramDigest, string>> = {
  sha1: 'SCRAM-SHA-1',
  sha224: 'SCRAM-SHA-224',
  sha256: 'SCRAM-SHA-256',
  sha384: 'SCRAM-SHA-384',
  sha512: 'SCRAM-SHA-512',
};

/** What decides which mechanisms are announced. */
export type AnnouncementMeans = Pick<SaslMeans, 'auth' | 'channelBinding' | 'clientCertificate'>;

/** The digest a SCRAM mechanism stands for, with or without `-PLUS`. */
export function digestOf(mechanism: string): ScramDigest | undefined {
  const name = mechanism.replace(/-PLUS$/, '');
  return availableDigests().find((digest) => SCRAM_NAMES[digest] === name);
}

/**
 * Mechanisms in the order MongooseIM announces them.
 * @see facts 8.6
 */
export function announcedMechanisms(means: AnnouncementMeans): readonly string[] {
  const { scramHashes, external, anonymous, tokens } = means.auth;
  const digests = availableDigests().filter((digest) => scramHashes?.includes(digest) ?? true);
  const scram = digests.flatMap((digest) => {
    const name = SCRAM_NAMES[digest];
    return means.channelBinding === null ? [name] : [`${name}-PLUS`, name];
  });
  return [
    ...(external === true && means.clientCertificate !== null ? ['EXTERNAL'] : []),
    ...scram,
    'PLAIN',
    ...(anonymous === true ? ['ANONYMOUS'] : []),
    ...(tokens === true ? ['X-OAUTH'] : []),
  ];
}

/**
 * The stream features of SASL.
 * @see XEP-0440 0.4.2 "SASL Channel-Binding Type Capability"
 */
export function saslFeatures(means: AnnouncementMeans): readonly XmlElement[] {
  const mechanisms = announcedMechanisms(means).map((name) =>
    createElement('mechanism', NS_SASL, {}, [name]),
  );
  const list = createElement('mechanisms', NS_SASL, {}, mechanisms);
  if (means.channelBinding === null) return [list];
  const binding = createElement('channel-binding', NS_SASL_CB, { type: 'tls-exporter' });
  return [createElement('sasl-channel-binding', NS_SASL_CB, {}, [binding]), list];
}
