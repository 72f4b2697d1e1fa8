/**
 * What is kept of each namespace, as data. Whatever is not named here is hidden: attribute values and
 * texts of unknown namespaces go, their names stay.
 */
import * as ns from '../../xmpp/namespaces.ts';

/** What becomes of a value. */
export type ValueRule =
  /** Protocol words, ids and numbers: kept while it looks like one. */
  | 'keep'
  /** Free text of a server or of this program: kept, with private parts replaced. */
  | 'free'
  | 'jid'
  | 'user'
  | 'resource'
  | 'node'
  | 'resumption'
  | 'token'
  | 'credential'
  | 'password'
  | 'body'
  | 'hide';

/** What is kept of one namespace. */
export interface NamespaceRules {
  /** By `attribute` or, where elements differ, `element@attribute`. */
  readonly attributes?: Readonly<Record<string, ValueRule>>;
  /** Own text, by element. */
  readonly text?: Readonly<Record<string, ValueRule>>;
}

const keep = (...names: readonly string[]): Record<string, ValueRule> =>
  Object.fromEntries(names.map((name) => [name, 'keep']));

/** Attributes that mean the same wherever a known namespace has them. */
export const COMMON_ATTRIBUTES: Readonly<Record<string, ValueRule>> = {
  ...keep('type', 'id', 'xml:lang', 'version', 'code', 'stamp'),
  from: 'jid',
  to: 'jid',
  jid: 'jid',
  by: 'jid',
  node: 'node',
};

const STANZAS: NamespaceRules = {
  text: {
    ...keep('show', 'priority'),
    body: 'body',
    subject: 'body',
    status: 'body',
    thread: 'hide',
  },
};

const SASL_CONTENT: NamespaceRules = {
  attributes: keep('mechanism'),
  text: {
    mechanism: 'keep',
    text: 'free',
    auth: 'credential',
    challenge: 'credential',
    response: 'credential',
    success: 'credential',
  },
};

/** All namespaces of which anything is kept. */
export const NAMESPACE_RULES: Readonly<Record<string, NamespaceRules>> = {
  [ns.NS_CLIENT]: STANZAS,
  'jabber:server': STANZAS,
  'jabber:component:accept': { text: { ...STANZAS.text, handshake: 'credential' } },
  [ns.NS_STREAM]: {},
  [ns.NS_FRAMING]: { attributes: { 'see-other-uri': 'free' } },
  [ns.NS_STREAM_ERRORS]: { text: { text: 'free', 'see-other-host': 'free' } },
  [ns.NS_STANZA_ERRORS]: { text: { text: 'free', redirect: 'free', gone: 'free' } },
  [ns.NS_TLS]: {},
  [ns.NS_SASL]: SASL_CONTENT,
  [ns.NS_SASL_CB]: {},
  [ns.NS_SASL_2]: {
    attributes: { ...keep('mechanism'), 'user-agent@id': 'resource' },
    text: {
      ...SASL_CONTENT.text,
      'initial-response': 'credential',
      'additional-data': 'credential',
      'task-data': 'credential',
      'authorization-identifier': 'jid',
      task: 'keep',
      software: 'keep',
    },
  },
  [ns.NS_BIND_2]: { text: { tag: 'keep' } },
  'urn:xmpp:fast:0': {
    attributes: { ...keep('mechanism', 'count', 'expiry'), token: 'credential' },
  },
  [ns.NS_BIND]: { text: { jid: 'jid', resource: 'resource' } },
  [ns.NS_SESSION]: {},
  [ns.NS_SM_3]: {
    attributes: {
      ...keep('h', 'max', 'resume'),
      'enabled@id': 'resumption',
      'enabled@location': 'hide',
      previd: 'resumption',
    },
  },
  [ns.NS_CSI_0]: {},
  [ns.NS_CAPS]: { attributes: { ...keep('hash', 'ver', 'ext'), node: 'keep' } },
  'urn:xmpp:caps': {},
  'urn:xmpp:hashes:2': { attributes: keep('algo'), text: keep('hash') },
  [ns.NS_DISCO_INFO]: { attributes: { ...keep('category', 'var'), 'identity@name': 'free' } },
  [ns.NS_DISCO_ITEMS]: { attributes: { name: 'hide' } },
  [ns.NS_PUBSUB]: {
    attributes: {
      ...keep('affiliation', 'subscription', 'max_items', 'notify'),
      publisher: 'jid',
      'subscription@subid': 'hide',
    },
  },
  [ns.NS_PUBSUB_OWNER]: {
    attributes: { ...keep('affiliation', 'subscription'), uri: 'hide' },
  },
  [ns.NS_PUBSUB_EVENT]: { attributes: { publisher: 'jid' } },
  [ns.NS_PUBSUB_ERRORS]: { attributes: keep('feature') },
  [ns.NS_PUSH_0]: {},
  [ns.NS_PING]: {},
  [ns.NS_VERSION]: { text: keep('name', 'version', 'os') },
  [ns.NS_REGISTER_FEATURE]: {},
  [ns.NS_REGISTER]: {
    text: { instructions: 'free', username: 'user', password: 'password', key: 'password' },
  },
  [ns.NS_LEGACY_AUTH]: {
    text: {
      username: 'user',
      resource: 'resource',
      password: 'password',
      digest: 'password',
      hash: 'password',
      token: 'password',
    },
  },
  [ns.NS_DELAY]: {},
  [ns.NS_CARBONS_2]: {},
  'urn:xmpp:forward:0': {},
  'urn:xmpp:receipts': {},
  'urn:xmpp:chat-markers:0': {},
  'http://jabber.org/protocol/chatstates': {},
  'urn:xmpp:hints': {},
  'urn:xmpp:sid:0': {},
  'urn:xmpp:mam:2': { attributes: keep('queryid', 'complete', 'stable') },
  'http://jabber.org/protocol/rsm': {
    attributes: keep('index'),
    text: keep('max', 'count', 'first', 'last', 'before', 'after', 'index'),
  },
  'http://jabber.org/protocol/muc': { text: { password: 'password' } },
  'http://jabber.org/protocol/muc#user': {
    attributes: { ...keep('affiliation', 'role'), nick: 'resource' },
    text: { password: 'password' },
  },
  'jabber:iq:roster': { attributes: keep('subscription', 'ask') },
  'urn:xmpp:features:rosterver': {},
  'jabber:iq:last': { attributes: keep('seconds') },
  'urn:xmpp:time': { text: keep('tzo', 'utc') },
  'urn:xmpp:idle:1': { attributes: keep('since') },
};

/** Whether an option's value looks like a word of the protocol, a misspelt one too; anything longer is not one. */
export function isOptionWord(value: string): boolean {
  return /^[\w.-]{0,24}$/.test(value);
}

/** Whether a topic looks like a bundle id; nothing without a dot is one. */
export function isBundleId(value: string): boolean {
  return /^[a-z][\w-]*(?:\.[\w-]{1,40}){1,8}$/i.test(value);
}

/** PEP and command nodes whose name is in a specification. */
const NAMED_NODES: readonly string[] = [
  ns.NS_COMMANDS,
  'http://jabber.org/protocol/geoloc',
  'http://jabber.org/protocol/nick',
  'http://jabber.org/protocol/tune',
  'eu.siacs.conversations.axolotl.devicelist',
];

/** Namespaces of the XSF consist of words and a version. */
const XSF_NAME =
  /^urn:xmpp:[a-z-]{1,24}(?::[a-z-]{1,24})?(?::\d{1,2})?(?::[a-z-]{1,24})?(?:#[a-z-]{1,24})?$/;

/** Whether a node's name is public by specification. Any other name may be a device token. */
export function isPublicNode(node: string): boolean {
  return NAMED_NODES.includes(node) || XSF_NAME.test(node);
}
