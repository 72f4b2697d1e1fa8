/**
 * Enable and disable push notifications.
 * XEP-0357 "Push Notifications" 0.4.1, 2020-02-11. MongooseIM departs from it: node is required in enable,
 * and the form must be of type submit with a FORM_TYPE (facts 4.2).
 */
import { createElement, type XmlElement } from '../xml/node.ts';
import { buildSubmitForm, findDataForm } from '../xmpp/data-form.ts';
import { NS_PUBSUB_PUBLISH_OPTIONS, NS_PUSH_0 } from '../xmpp/namespaces.ts';
import type { TemplateField, TemplateValues } from './fields.ts';
import { PUBLISH_OPTION_FIELDS, PUBLISH_OPTION_NAMES } from './publish-options.ts';
import { iqOperation, OWN_OR_OTHER } from './operation.ts';
import {
  buildIq,
  NODE_FIELD,
  readIqPayload,
  readSubmitFields,
  toSubmitFields,
} from './stanza-parts.ts';
import { attributeOf, type Template, textOf } from './template.ts';

const JID_FIELD: TemplateField = {
  kind: 'jid',
  name: 'jid',
  label: 'Push service JID',
  help: 'The pubsub service with the node, or the virtual host for PubSub-less. The server does not check it.',
  group: 'main',
  required: true,
  placeholder: 'pubsub.example.org',
};

const TO_FIELD: TemplateField = {
  kind: 'jid',
  name: 'to',
  label: 'To',
  help: 'Blank for your own account. Whatever you put here, MongooseIM registers the sender.',
  group: 'more',
  required: false,
};

const OTHER_FIELD: TemplateField = {
  kind: 'pairs',
  name: 'other',
  label: 'Other options',
  help: 'One name=value a line. MongooseIM stores them and its push service ignores them; other push services may need some, e.g. secret.',
  group: 'more',
  required: false,
  reserved: ['FORM_TYPE', ...PUBLISH_OPTION_NAMES],
};

const OPTION_NAMES = PUBLISH_OPTION_NAMES.map((name) => [name, name] as const);

/** Registers a node to which the chat server publishes notifications. */
export const ENABLE: Template = {
  id: 'enable',
  title: 'Enable push',
  description:
    'The server stores the registration and answers result without looking at node, options or device. The same JID and node again replaces the options.',
  spec: { id: 'XEP-0357', section: '§5' },
  fields: [JID_FIELD, NODE_FIELD, ...PUBLISH_OPTION_FIELDS, OTHER_FIELD, TO_FIELD],
  build(values, id) {
    const fields = toSubmitFields(values, OPTION_NAMES, 'other');
    const form = buildSubmitForm(NS_PUBSUB_PUBLISH_OPTIONS, fields, { hiddenType: false });
    const enable = createElement(
      'enable',
      NS_PUSH_0,
      { jid: textOf(values, 'jid'), node: textOf(values, 'node') },
      [form],
    );
    return buildIq({ type: 'set', to: attributeOf(values, 'to'), id }, enable);
  },
  read(stanza) {
    const enable = readIqPayload(stanza, 'set', 'enable', NS_PUSH_0);
    if (enable === undefined) return null;
    return {
      ...readSubmitFields(findDataForm(enable), OPTION_NAMES, 'other'),
      to: stanza.attrs['to'] ?? '',
      jid: enable.attrs['jid'] ?? '',
      node: enable.attrs['node'] ?? '',
    };
  },
};

/**
 * Harmless and always refused: MongooseIM's push module refuses every get with not-allowed, and where
 * it is not loaded nobody handles the request at all (facts 1.2, 1.3).
 */
export const PUSH_PROBE: Template = iqOperation(
  {
    id: 'push-probe',
    title: 'Ask whether push is loaded',
    description:
      'A get, which changes nothing: not-allowed shows that the push module is there, service-unavailable that it is not.',
    spec: { id: 'XEP-0357', section: '§5' },
  },
  'get',
  // Not enable: a mistyped one of type get is to stay what it is.
  { name: 'query', ns: NS_PUSH_0 },
  [OWN_OR_OTHER],
);

function buildDisable(values: TemplateValues, id: string): XmlElement {
  const disable = createElement('disable', NS_PUSH_0, {
    jid: textOf(values, 'jid'),
    node: attributeOf(values, 'node'),
  });
  return buildIq({ type: 'set', to: attributeOf(values, 'to'), id }, disable);
}

function readDisable(stanza: XmlElement, withNode: boolean): TemplateValues | null {
  const disable = readIqPayload(stanza, 'set', 'disable', NS_PUSH_0);
  const node = disable?.attrs['node'];
  if (disable === undefined || (node !== undefined) !== withNode) return null;
  const values = { to: stanza.attrs['to'] ?? '', jid: disable.attrs['jid'] ?? '' };
  return node === undefined ? values : { ...values, node };
}

/** Removes one registration. */
export const DISABLE: Template = {
  id: 'disable',
  title: 'Disable push for one node',
  description: 'Removes one registration. The server answers result even when there was none.',
  spec: { id: 'XEP-0357', section: '§6' },
  fields: [JID_FIELD, NODE_FIELD, TO_FIELD],
  destructive: (values) =>
    `Disable push for node ${textOf(values, 'node')} on ${textOf(values, 'jid')}`,
  build: buildDisable,
  read: (stanza) => readDisable(stanza, true),
};

/** Removes all registrations of the account on one service. */
export const DISABLE_ALL: Template = {
  id: 'disable-all',
  title: 'Disable push for all nodes',
  description:
    'Removes every registration of this account on one service, for all its devices. The server answers result even when there was none.',
  spec: { id: 'XEP-0357', section: '§6' },
  fields: [JID_FIELD, TO_FIELD],
  destructive: (values) =>
    `Disable push for all devices of this account on ${textOf(values, 'jid')}`,
  build: buildDisable,
  read: (stanza) => readDisable(stanza, false),
};
