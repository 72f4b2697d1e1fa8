/**
 * Answers to requests that others send to this session: a client must answer every IQ it gets.
 * RFC 6120 §8.2.3 "IQ Semantics", 2011-03; XEP-0199 2.0.1 (ping), XEP-0092 1.1 (version),
 * XEP-0030 2.5.0 (disco#info), XEP-0202 2.0 (time).
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { childElements } from '#shared/xml/query.ts';
import {
  NS_CLIENT,
  NS_DISCO_INFO,
  NS_PING,
  NS_STANZA_ERRORS,
  NS_TIME,
  NS_VERSION,
} from '#shared/xmpp/namespaces.ts';

/** Name and version that jabber:iq:version answers. */
export interface ClientFacts {
  readonly name: string;
  readonly version: string;
}

const FEATURES: readonly string[] = [NS_DISCO_INFO, NS_PING, NS_TIME, NS_VERSION];

/**
 * Builds the answer to an incoming IQ.
 * @param now tells the time, in UTC: where this computer stands is nobody's business
 * @returns null for anything that must not be answered: no IQ, or a result or error
 */
export function answerIncoming(
  stanza: XmlElement,
  client: ClientFacts,
  now: () => Date,
): XmlElement | null {
  const type = stanza.attrs['type'] ?? '';
  if (stanza.name !== 'iq' || stanza.ns !== NS_CLIENT || type === 'result' || type === 'error')
    return null;
  const payloads = childElements(stanza);
  const payload = payloads[0];
  if (payload === undefined || payloads.length > 1 || !['get', 'set'].includes(type)) {
    return reply(stanza, 'error', [stanzaError('modify', 'bad-request')]);
  }
  if (type === 'set') return refuse(stanza);
  if (payload.ns === NS_PING && payload.name === 'ping') return reply(stanza, 'result', []);
  if (payload.ns === NS_TIME && payload.name === 'time') {
    return reply(stanza, 'result', [timeOf(now())]);
  }
  if (payload.ns === NS_VERSION) return reply(stanza, 'result', [versionOf(client)]);
  if (payload.ns === NS_DISCO_INFO && payload.attrs['node'] === undefined) {
    return reply(stanza, 'result', [discoInfoOf(client)]);
  }
  return refuse(stanza);
}

/** @see RFC 6120 §8.4 "Extended Content": what is not understood gets service-unavailable */
function refuse(stanza: XmlElement): XmlElement {
  return reply(stanza, 'error', [stanzaError('cancel', 'service-unavailable')]);
}

function reply(stanza: XmlElement, type: 'result' | 'error', children: XmlElement[]): XmlElement {
  const { id, from } = stanza.attrs;
  return createElement('iq', NS_CLIENT, { type, id, to: from }, children);
}

function stanzaError(type: string, condition: string): XmlElement {
  return createElement('error', NS_CLIENT, { type }, [createElement(condition, NS_STANZA_ERRORS)]);
}

function versionOf(client: ClientFacts): XmlElement {
  return createElement('query', NS_VERSION, {}, [
    createElement('name', NS_VERSION, {}, [client.name]),
    createElement('version', NS_VERSION, {}, [client.version]),
  ]);
}

function timeOf(now: Date): XmlElement {
  return createElement('time', NS_TIME, {}, [
    createElement('tzo', NS_TIME, {}, ['Z']),
    createElement('utc', NS_TIME, {}, [now.toISOString()]),
  ]);
}

function discoInfoOf(client: ClientFacts): XmlElement {
  return createElement('query', NS_DISCO_INFO, {}, [
    createElement('identity', NS_DISCO_INFO, {
      category: 'client',
      type: 'console',
      name: client.name,
    }),
    ...FEATURES.map((name) => createElement('feature', NS_DISCO_INFO, { var: name })),
  ]);
}
