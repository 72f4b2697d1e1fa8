/** What a request asks for, told by its payload, whoever wrote it. */
import {
  NS_BIND,
  NS_CARBONS_2,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_PING,
  NS_PUBSUB,
  NS_PUBSUB_OWNER,
  NS_PUSH_0,
  NS_REGISTER,
  NS_SESSION,
  NS_VERSION,
} from '../xmpp/namespaces.ts';
import type { XmlElement } from '../xml/node.ts';
import { childElements, firstChild } from '../xml/query.ts';

/** Payloads by `{namespace}name`; pubsub's actions stand for their requests. */
const PAYLOADS = {
  [`${NS_PUSH_0} enable`]: 'enable',
  [`${NS_PUSH_0} disable`]: 'disable',
  [`${NS_PUBSUB} create`]: 'create',
  [`${NS_PUBSUB} publish`]: 'publish',
  [`${NS_PUBSUB} items`]: 'items',
  [`${NS_PUBSUB} retract`]: 'retract',
  [`${NS_PUBSUB} subscribe`]: 'subscribe',
  [`${NS_PUBSUB} unsubscribe`]: 'unsubscribe',
  [`${NS_PUBSUB} options`]: 'subscription-options',
  [`${NS_PUBSUB} subscriptions`]: 'my-subscriptions',
  [`${NS_PUBSUB} affiliations`]: 'my-affiliations',
  [`${NS_PUBSUB} default`]: 'default-configuration',
  [`${NS_PUBSUB_OWNER} affiliations`]: 'affiliations',
  [`${NS_PUBSUB_OWNER} configure`]: 'configure',
  [`${NS_PUBSUB_OWNER} default`]: 'default-configuration',
  [`${NS_PUBSUB_OWNER} delete`]: 'delete',
  [`${NS_PUBSUB_OWNER} purge`]: 'purge',
  [`${NS_PUBSUB_OWNER} subscriptions`]: 'node-subscriptions',
  [`${NS_DISCO_INFO} query`]: 'disco-info',
  [`${NS_DISCO_ITEMS} query`]: 'disco-items',
  [`${NS_PING} ping`]: 'ping',
  [`${NS_VERSION} query`]: 'version',
  [`${NS_REGISTER} query`]: 'register',
  [`${NS_CARBONS_2} enable`]: 'carbons',
  [`${NS_CARBONS_2} disable`]: 'carbons',
  [`${NS_BIND} bind`]: 'bind',
  [`${NS_SESSION} session`]: 'session',
  'erlang-solutions.com:xmpp:inbox:0 inbox': 'inbox',
  'urn:xmpp:mam:2 query': 'archive',
  'urn:xmpp:mam:2 prefs': 'archive',
  'urn:xmpp:blocking block': 'blocking',
  'urn:xmpp:blocking unblock': 'blocking',
  'urn:xmpp:blocking blocklist': 'blocking',
  'urn:xmpp:muclight:0#create query': 'room',
  'urn:xmpp:muclight:0#affiliations query': 'room',
  'urn:xmpp:muclight:0#configuration query': 'room',
  'urn:xmpp:muclight:0#destroy query': 'room',
  'jabber:iq:roster query': 'roster',
  'vcard-temp vCard': 'vcard',
  'urn:xmpp:time time': 'version',
} as const;

/** What a request asks for; `push` and `pubsub` for requests there that name no known action, `other` for the rest. */
export type Operation =
  (typeof PAYLOADS)[keyof typeof PAYLOADS] | 'push' | 'pubsub' | 'message' | 'presence' | 'other';

/**
 * What a stanza asks for. An answer that echoes its request tells it too.
 * @param stanza request or error
 */
export function operationOf(stanza: XmlElement): Operation {
  if (stanza.name === 'message' || stanza.name === 'presence') return stanza.name;
  const payload = payloadOf(stanza);
  if (payload === undefined) return 'other';
  if (payload.name === 'pubsub' && payload.ns !== '') {
    const action = firstChild(payload);
    return (action === undefined ? undefined : known(payload.ns, action.name)) ?? 'pubsub';
  }
  return known(payload.ns, payload.name) ?? (payload.ns === NS_PUSH_0 ? 'push' : 'other');
}

/** The payload of an IQ: its first child besides `<error/>`. */
export function payloadOf(iq: XmlElement): XmlElement | undefined {
  return childElements(iq).find((child) => child.name !== 'error');
}

function known(ns: string, name: string): Operation | undefined {
  return Object.entries(PAYLOADS).find(([key]) => key === `${ns} ${name}`)?.[1];
}
