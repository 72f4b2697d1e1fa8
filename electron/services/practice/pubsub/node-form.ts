/**
 * The node configuration form, field by field as MongooseIM writes it.
 * XEP-0060 1.30.0 §8.2 "Configure a Node".
 * @see recordings 63, 104, 171
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { NS_DATA_FORMS, NS_PUBSUB_NODE_CONFIG } from '#shared/xmpp/namespaces.ts';
import {
  ACCESS_MODELS,
  NOTIFICATION_TYPES,
  type NodeOptions,
  PUBLISH_MODELS,
  SEND_LAST_ITEM,
} from './node-options.ts';

interface FieldDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: 'boolean' | 'text-single' | 'list-single' | 'list-multi' | 'text-multi';
  /** The choices of a list. */
  readonly choices?: readonly string[];
}

const FIELDS: readonly FieldDefinition[] = [
  { name: 'deliver_payloads', label: 'Deliver payloads with event notifications', type: 'boolean' },
  { name: 'deliver_notifications', label: 'Deliver event notifications', type: 'boolean' },
  {
    name: 'notify_config',
    label: 'Notify subscribers when the node configuration changes',
    type: 'boolean',
  },
  { name: 'notify_delete', label: 'Notify subscribers when the node is deleted', type: 'boolean' },
  {
    name: 'notify_retract',
    label: 'Notify subscribers when items are removed from the node',
    type: 'boolean',
  },
  { name: 'persist_items', label: 'Persist items to storage', type: 'boolean' },
  { name: 'title', label: 'A friendly name for the node', type: 'text-single' },
  { name: 'max_items', label: 'Max # of items to persist', type: 'text-single' },
  { name: 'subscribe', label: 'Whether to allow subscriptions', type: 'boolean' },
  {
    name: 'access_model',
    label: 'Specify the access model',
    type: 'list-single',
    choices: ACCESS_MODELS,
  },
  {
    name: 'roster_groups_allowed',
    label: 'Roster groups allowed to subscribe',
    type: 'list-multi',
  },
  {
    name: 'publish_model',
    label: 'Specify the publisher model',
    type: 'list-single',
    choices: PUBLISH_MODELS,
  },
  {
    name: 'purge_offline',
    label: 'Purge all items when the relevant publisher goes offline',
    type: 'boolean',
  },
  {
    name: 'notification_type',
    label: 'Specify the event message type',
    type: 'list-single',
    choices: NOTIFICATION_TYPES,
  },
  { name: 'max_payload_size', label: 'Max payload size in bytes', type: 'text-single' },
  {
    name: 'send_last_published_item',
    label: 'When to send the last published item',
    type: 'list-single',
    choices: SEND_LAST_ITEM,
  },
  {
    name: 'presence_based_delivery',
    label: 'Only deliver notifications to available users',
    type: 'boolean',
  },
  {
    name: 'type',
    label: 'Specify the type of payload data to be provided at this node',
    type: 'text-single',
  },
  {
    name: 'collection',
    label: 'The collections with which a node is affiliated',
    type: 'text-multi',
  },
];

/** Builds the form (type `form`) that shows these options. */
export function configurationForm(options: NodeOptions): XmlElement {
  const formType = createElement('field', NS_DATA_FORMS, { type: 'hidden', var: 'FORM_TYPE' }, [
    valueElement(NS_PUBSUB_NODE_CONFIG),
  ]);
  const fields = FIELDS.map((field) => fieldElement(field, options));
  return createElement('x', NS_DATA_FORMS, { type: 'form' }, [formType, ...fields]);
}

function fieldElement({ name, label, type, choices }: FieldDefinition, options: NodeOptions) {
  const stored = options[`pubsub#${name}`] ?? [];
  const values = type.endsWith('-multi') ? stored : [stored.join('')];
  return createElement('field', NS_DATA_FORMS, { label, type, var: `pubsub#${name}` }, [
    ...values.map(valueElement),
    ...(choices ?? []).map((choice) =>
      createElement('option', NS_DATA_FORMS, { label: choice }, [valueElement(choice)]),
    ),
  ]);
}

/** Keeps an empty text child, so that it is written `<value></value>` as in the recordings. */
function valueElement(text: string): XmlElement {
  return { ...createElement('value', NS_DATA_FORMS), children: [text] };
}
