/**
 * What each MongooseIM module a host may load shows of itself in service discovery and in stream
 * features. The lists are those of recordings 01, 40, 41, 49 and 170; a host's lists are the union
 * over its modules.
 */

/** Modules by the name after `mod_`; pubsub and push have sections of their own in the host config. */
export type PracticeModuleName =
  | 'adhoc'
  | 'blocking'
  | 'caps'
  | 'carboncopy'
  | 'csi'
  | 'last'
  | 'muc_light'
  | 'offline'
  | 'ping'
  | 'privacy'
  | 'private'
  | 'register'
  | 'roster'
  | 'sic'
  | 'stream_management'
  | 'time'
  | 'vcard'
  | 'version';

/** Features on the domain that need no module beyond mod_disco. */
export const ALWAYS_ON_DOMAIN: readonly string[] = [
  'http://jabber.org/protocol/disco#info',
  'http://jabber.org/protocol/disco#items',
  'iq',
  'presence',
];

const HASH_NAMES = [
  'blake2b512',
  'sha-1',
  'sha-224',
  'sha-256',
  'sha-384',
  'sha-512',
  'sha3-256',
  'sha3-512',
];

/** Features on the domain per module. */
export const DOMAIN_FEATURES: Readonly<Record<PracticeModuleName, readonly string[]>> = {
  adhoc: ['http://jabber.org/protocol/commands'],
  blocking: ['urn:xmpp:blocking'],
  caps: [
    'http://jabber.org/protocol/caps',
    'urn:xmpp:caps',
    'urn:xmpp:hashes:2',
    ...HASH_NAMES.map((name) =>
      name === 'blake2b512'
        ? 'urn:xmpp:hash-function-text-names:id-blake2b512'
        : `urn:xmpp:hash-function-text-names:${name}`,
    ),
  ],
  carboncopy: ['urn:xmpp:carbons:1', 'urn:xmpp:carbons:2', 'urn:xmpp:carbons:rules:0'],
  csi: [],
  last: ['jabber:iq:last'],
  muc_light: [],
  offline: ['msgoffline'],
  ping: ['urn:xmpp:ping'],
  privacy: ['jabber:iq:privacy'],
  private: [],
  register: ['jabber:iq:register'],
  roster: [],
  sic: ['urn:xmpp:sic:1'],
  stream_management: [],
  time: ['urn:xmpp:time'],
  vcard: ['vcard-temp'],
  version: ['jabber:iq:version'],
};

/** Features on an account's bare JID per module. */
export const ACCOUNT_FEATURES: Readonly<Partial<Record<PracticeModuleName, readonly string[]>>> = {
  adhoc: ['http://jabber.org/protocol/commands'],
  offline: ['msgoffline'],
};
