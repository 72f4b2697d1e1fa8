/** Which specification defines a namespace, for whoever meets one in a stanza. */
import * as ns from './namespaces.ts';
import { type Spec, specOf, type SpecId } from './specs.ts';

const DEFINED_BY: readonly (readonly [spec: SpecId, namespaces: readonly string[]])[] = [
  ['RFC 3921', [ns.NS_SESSION]],
  [
    'RFC 6120',
    [
      ...[ns.NS_CLIENT, 'jabber:server', ns.NS_STREAM, ns.NS_STREAM_ERRORS, ns.NS_STANZA_ERRORS],
      ...[ns.NS_TLS, ns.NS_SASL, ns.NS_BIND],
    ],
  ],
  ['RFC 6121', ['jabber:iq:roster', 'urn:xmpp:features:pre-approval']],
  ['RFC 7395', [ns.NS_FRAMING]],
  ['XEP-0004', [ns.NS_DATA_FORMS]],
  ['XEP-0030', [ns.NS_DISCO_INFO, ns.NS_DISCO_ITEMS]],
  ['XEP-0045', ['http://jabber.org/protocol/muc']],
  ['XEP-0050', [ns.NS_COMMANDS]],
  ['XEP-0054', ['vcard-temp']],
  ['XEP-0059', ['http://jabber.org/protocol/rsm']],
  ['XEP-0060', [ns.NS_PUBSUB]],
  ['XEP-0077', [ns.NS_REGISTER, ns.NS_REGISTER_FEATURE]],
  ['XEP-0078', [ns.NS_LEGACY_AUTH, 'http://jabber.org/features/iq-auth']],
  ['XEP-0085', ['http://jabber.org/protocol/chatstates']],
  ['XEP-0092', [ns.NS_VERSION]],
  ['XEP-0114', ['jabber:component:accept']],
  ['XEP-0115', [ns.NS_CAPS]],
  ['XEP-0124', [ns.NS_HTTP_BIND]],
  ['XEP-0138', ['http://jabber.org/features/compress', 'http://jabber.org/protocol/compress']],
  ['XEP-0184', ['urn:xmpp:receipts']],
  ['XEP-0191', ['urn:xmpp:blocking', 'urn:xmpp:blocking:errors']],
  ['XEP-0198', ['urn:xmpp:sm:2', ns.NS_SM_3]],
  ['XEP-0199', [ns.NS_PING]],
  ['XEP-0202', [ns.NS_TIME]],
  ['XEP-0203', [ns.NS_DELAY]],
  ['XEP-0206', [ns.NS_XBOSH]],
  ['XEP-0215', ['urn:xmpp:extdisco:2']],
  ['XEP-0220', ['jabber:server:dialback', 'urn:xmpp:features:dialback']],
  ['XEP-0237', ['urn:xmpp:features:rosterver']],
  ['XEP-0280', [ns.NS_CARBONS_2]],
  ['XEP-0297', ['urn:xmpp:forward:0']],
  ['XEP-0308', ['urn:xmpp:message-correct:0']],
  ['XEP-0313', ['urn:xmpp:mam:2']],
  ['XEP-0333', ['urn:xmpp:chat-markers:0']],
  ['XEP-0334', ['urn:xmpp:hints']],
  ['XEP-0352', [ns.NS_CSI_0]],
  ['XEP-0357', [ns.NS_PUSH_0, ns.NS_PUSH_SUMMARY]],
  ['XEP-0359', ['urn:xmpp:sid:0']],
  ['XEP-0363', ['urn:xmpp:http:upload:0']],
  ['XEP-0386', [ns.NS_BIND_2]],
  ['XEP-0388', [ns.NS_SASL_2]],
  ['XEP-0440', [ns.NS_SASL_CB]],
  ['XEP-0474', ['urn:xmpp:ssdp:0']],
  ['XEP-0484', ['urn:xmpp:fast:0']],
];

const SPEC_OF_NAMESPACE = new Map(
  DEFINED_BY.flatMap(([spec, namespaces]) => namespaces.map((name) => [name, spec] as const)),
);

/**
 * The specification that defines a namespace. `…/pubsub#owner` and the like belong to `…/pubsub`.
 * @returns undefined when it is none of those known here
 */
export function specOfNamespace(namespace: string): Spec | undefined {
  const id =
    SPEC_OF_NAMESPACE.get(namespace) ?? SPEC_OF_NAMESPACE.get(namespace.replace(/#.*$/s, ''));
  return id === undefined ? undefined : specOf(id);
}
