/** disco#info and disco#items. XEP-0030 "Service Discovery" 2.5.0, 2024-04-30. */
import { createElement, type XmlElement } from '../xml/node.ts';
import { NS_DISCO_INFO, NS_DISCO_ITEMS } from '../xmpp/namespaces.ts';
import type { TemplateField, TemplateValues } from './fields.ts';
import { buildIq, readIqPayload } from './stanza-parts.ts';
import { attributeOf, type Template } from './template.ts';

const TO_FIELD: TemplateField = {
  kind: 'jid',
  name: 'to',
  label: 'To',
  help: 'Whom to ask: the chat domain, a service, or an account. Blank asks your own account.',
  group: 'main',
  required: false,
  placeholder: 'example.org',
};

const NODE_FIELD: TemplateField = {
  kind: 'text',
  name: 'node',
  label: 'Node',
  help: 'Ask about one node instead of the whole entity. On a pubsub service its features show the node type.',
  group: 'more',
  required: false,
};

function buildQuery(ns: string) {
  return (values: TemplateValues, id: string): XmlElement =>
    buildIq(
      { type: 'get', to: attributeOf(values, 'to'), id },
      createElement('query', ns, { node: attributeOf(values, 'node') }),
    );
}

function readQuery(ns: string) {
  return (stanza: XmlElement): TemplateValues | null => {
    const query = readIqPayload(stanza, 'get', 'query', ns);
    if (query === undefined) return null;
    return { to: stanza.attrs['to'] ?? '', node: query.attrs['node'] ?? '' };
  };
}

/** Asks what an entity is and can do. */
export const DISCO_INFO: Template = {
  id: 'disco-info',
  title: 'Ask what it is (disco#info)',
  description:
    'Identities and features. MongooseIM names urn:xmpp:push:0 on the chat domain, not on the account; a service for push nodes has the identity pubsub/push.',
  spec: { id: 'XEP-0030', section: '§3' },
  fields: [TO_FIELD, NODE_FIELD],
  build: buildQuery(NS_DISCO_INFO),
  read: readQuery(NS_DISCO_INFO),
};

/** Asks what belongs to an entity. */
export const DISCO_ITEMS: Template = {
  id: 'disco-items',
  title: 'Ask what it has (disco#items)',
  description:
    'Services of a domain, or nodes of a pubsub service. A virtual host for PubSub-less push is never listed.',
  spec: { id: 'XEP-0030', section: '§4' },
  fields: [TO_FIELD, NODE_FIELD],
  build: buildQuery(NS_DISCO_ITEMS),
  read: readQuery(NS_DISCO_ITEMS),
};
