/**
 * Namespaces, one constant each, with the specification that defines it. The version is part of the
 * name where the namespace carries one.
 */

/** RFC 6120: content of a client's stream. */
export const NS_CLIENT = 'jabber:client';
/** RFC 6120: the stream element, its features and errors. */
export const NS_STREAM = 'http://etherx.jabber.org/streams';
/** RFC 6120: stream error conditions. */
export const NS_STREAM_ERRORS = 'urn:ietf:params:xml:ns:xmpp-streams';
/** RFC 6120: stanza error conditions. */
export const NS_STANZA_ERRORS = 'urn:ietf:params:xml:ns:xmpp-stanzas';
/** RFC 6120: STARTTLS. */
export const NS_TLS = 'urn:ietf:params:xml:ns:xmpp-tls';
/** RFC 6120: SASL. */
export const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
/** XEP-0440: channel-binding types of the server. */
export const NS_SASL_CB = 'urn:xmpp:sasl-cb:0';
/** XEP-0388: SASL2. */
export const NS_SASL_2 = 'urn:xmpp:sasl:2';
/** XEP-0386: Bind 2, resource binding within SASL2. */
export const NS_BIND_2 = 'urn:xmpp:bind:0';
/** RFC 6120: resource binding. */
export const NS_BIND = 'urn:ietf:params:xml:ns:xmpp-bind';
/** RFC 3921: the session IQ, gone from RFC 6121 and still demanded by MongooseIM. */
export const NS_SESSION = 'urn:ietf:params:xml:ns:xmpp-session';
/** RFC 7395: framing over WebSocket. */
export const NS_FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
/** XEP-0124: the `<body/>` around everything on BOSH. */
export const NS_HTTP_BIND = 'http://jabber.org/protocol/httpbind';
/** XEP-0206: what XMPP adds to `<body/>`. */
export const NS_XBOSH = 'urn:xmpp:xbosh';
/** XEP-0198: stream management. */
export const NS_SM_3 = 'urn:xmpp:sm:3';
/** XEP-0352: client state indication. */
export const NS_CSI_0 = 'urn:xmpp:csi:0';
/** XEP-0115: entity capabilities. */
export const NS_CAPS = 'http://jabber.org/protocol/caps';
/** XEP-0050: ad-hoc commands. */
export const NS_COMMANDS = 'http://jabber.org/protocol/commands';
/** XEP-0030: what an entity is and can do. */
export const NS_DISCO_INFO = 'http://jabber.org/protocol/disco#info';
/** XEP-0030: what belongs to an entity. */
export const NS_DISCO_ITEMS = 'http://jabber.org/protocol/disco#items';
/** XEP-0004: data forms. */
export const NS_DATA_FORMS = 'jabber:x:data';
/** XEP-0060: requests of anybody. */
export const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';
/** XEP-0060: requests of a node's owner. */
export const NS_PUBSUB_OWNER = 'http://jabber.org/protocol/pubsub#owner';
/** XEP-0060: application-specific conditions. */
export const NS_PUBSUB_ERRORS = 'http://jabber.org/protocol/pubsub#errors';
/** XEP-0060: notifications to subscribers. */
export const NS_PUBSUB_EVENT = 'http://jabber.org/protocol/pubsub#event';
/** XEP-0060: FORM_TYPE of a node's configuration. */
export const NS_PUBSUB_NODE_CONFIG = 'http://jabber.org/protocol/pubsub#node_config';
/** XEP-0060: FORM_TYPE of publish-options. */
export const NS_PUBSUB_PUBLISH_OPTIONS = 'http://jabber.org/protocol/pubsub#publish-options';
/** XEP-0357: push notifications. */
export const NS_PUSH_0 = 'urn:xmpp:push:0';
/** XEP-0357: FORM_TYPE of a notification's summary. */
export const NS_PUSH_SUMMARY = 'urn:xmpp:push:summary';
/** XEP-0199: ping. */
export const NS_PING = 'urn:xmpp:ping';
/** XEP-0202: entity time. */
export const NS_TIME = 'urn:xmpp:time';
/** XEP-0092: software version. */
export const NS_VERSION = 'jabber:iq:version';
/** XEP-0077: in-band registration. */
export const NS_REGISTER = 'jabber:iq:register';
/** XEP-0077: registration as a stream feature. */
export const NS_REGISTER_FEATURE = 'http://jabber.org/features/iq-register';
/** XEP-0078: authentication before SASL; obsolete, masked all the same. */
export const NS_LEGACY_AUTH = 'jabber:iq:auth';
/** XEP-0203: delayed delivery. */
export const NS_DELAY = 'urn:xmpp:delay';
/** XEP-0280: message carbons. */
export const NS_CARBONS_2 = 'urn:xmpp:carbons:2';
/** XEP-0191: the blocking command. */
export const NS_BLOCKING = 'urn:xmpp:blocking';
/** XEP-0313: message archives. */
export const NS_MAM_2 = 'urn:xmpp:mam:2';
/** XEP-0059: pages of long results. */
export const NS_RSM = 'http://jabber.org/protocol/rsm';
/** XEP-0054: vCards. */
export const NS_VCARD = 'vcard-temp';
