/** What can be asked of a pubsub service besides the main job. XEP-0060 1.30.0; what push nodes refuse: facts 2.8. */
import { NS_PUBSUB, NS_PUBSUB_OWNER } from '../xmpp/namespaces.ts';
import type { ElementShape } from './element-shape.ts';
import type { TemplateField } from './fields.ts';
import { iqOperation } from './operation.ts';
import { NODE_FIELD, SERVICE_FIELD } from './stanza-parts.ts';
import { type Template, textOf } from './template.ts';

const ANY_NODE: TemplateField = {
  ...NODE_FIELD,
  required: false,
  help: 'Blank for all nodes of the service.',
};

const ITEM_ID: TemplateField = {
  kind: 'text',
  name: 'item',
  label: 'Item id',
  help: 'Which item.',
  group: 'main',
  required: true,
};

const SUBSCRIBER: TemplateField = {
  kind: 'jid',
  name: 'jid',
  label: 'Subscriber',
  help: 'Your own JID: services refuse to subscribe somebody else.',
  group: 'main',
  required: true,
};

function inPubsub(child: ElementShape, ns: string = NS_PUBSUB): ElementShape {
  return { name: 'pubsub', ns, children: [child] };
}

function ofOwner(name: string, attributes?: Readonly<Record<string, string>>): ElementShape {
  const child = { name, ns: NS_PUBSUB_OWNER };
  return inPubsub(attributes === undefined ? child : { ...child, attributes }, NS_PUBSUB_OWNER);
}

/** Lists one's own nodes: the nearest thing to a list of push nodes. */
export const MY_AFFILIATIONS: Template = iqOperation(
  {
    id: 'my-affiliations',
    title: 'My affiliations',
    description:
      'Nodes of the service with what you are to them. The best way to find push nodes of your own; several of them may mean pushes that come twice.',
    spec: { id: 'XEP-0060', section: '§5.7' },
  },
  'get',
  inPubsub({ name: 'affiliations', ns: NS_PUBSUB, attributes: { node: 'node' } }),
  [SERVICE_FIELD, ANY_NODE],
);

/** Lists one's own subscriptions. */
export const MY_SUBSCRIPTIONS: Template = iqOperation(
  {
    id: 'my-subscriptions',
    title: 'My subscriptions',
    description:
      'MongooseIM refuses it as soon as one of the service’s plugins has no subscriptions, and push has none.',
    spec: { id: 'XEP-0060', section: '§5.6' },
  },
  'get',
  inPubsub({ name: 'subscriptions', ns: NS_PUBSUB, attributes: { node: 'node' } }),
  [SERVICE_FIELD, ANY_NODE],
);

/** Asks for a node's options. */
export const GET_NODE_CONFIG: Template = iqOperation(
  {
    id: 'get-node-config',
    title: 'Get node configuration',
    description: 'Owners only. Answers a form with the options as they are.',
    spec: { id: 'XEP-0060', section: '§8.2.1' },
  },
  'get',
  ofOwner('configure', { node: 'node' }),
  [SERVICE_FIELD, NODE_FIELD],
);

/** Asks for the options of a fresh node. */
export const DEFAULT_NODE_CONFIG: Template = iqOperation(
  {
    id: 'default-node-config',
    title: 'Get default configuration',
    description:
      'What a node gets without options. MongooseIM answers for the first of its plugins, which shows what a create without type would make.',
    spec: { id: 'XEP-0060', section: '§8.3' },
  },
  'get',
  ofOwner('default'),
  [SERVICE_FIELD],
);

/** Asks who is subscribed to a node. */
export const NODE_SUBSCRIPTIONS: Template = iqOperation(
  {
    id: 'node-subscriptions',
    title: 'Get subscriptions of a node',
    description: 'Owners only. A push node has none and refuses.',
    spec: { id: 'XEP-0060', section: '§8.8.1' },
  },
  'get',
  ofOwner('subscriptions', { node: 'node' }),
  [SERVICE_FIELD, NODE_FIELD],
);

/** Removes all items of a node. */
export const PURGE_NODE: Template = iqOperation(
  {
    id: 'purge-node',
    title: 'Purge node',
    description:
      'Owners only. A push node keeps no items and refuses, although the service lists the feature.',
    spec: { id: 'XEP-0060', section: '§8.5' },
    destructive: (values) => `Remove all items of ${textOf(values, 'node')}`,
  },
  'set',
  ofOwner('purge', { node: 'node' }),
  [SERVICE_FIELD, NODE_FIELD],
);

/** Reads the items of a node. */
export const GET_ITEMS: Template = iqOperation(
  {
    id: 'get-items',
    title: 'Get items',
    description: 'A push node refuses; a node that answers is of another type.',
    spec: { id: 'XEP-0060', section: '§6.5' },
  },
  'get',
  inPubsub({ name: 'items', ns: NS_PUBSUB, attributes: { node: 'node', max_items: 'max_items' } }),
  [
    SERVICE_FIELD,
    NODE_FIELD,
    {
      kind: 'integer',
      name: 'max_items',
      label: 'At most',
      help: 'Items to answer; blank for all.',
      group: 'more',
      required: false,
      min: 1,
      max: 10_000,
    },
  ],
);

/** Removes one item of a node. */
export const RETRACT_ITEM: Template = iqOperation(
  {
    id: 'retract-item',
    title: 'Retract item',
    description: 'A push node keeps no items and refuses.',
    spec: { id: 'XEP-0060', section: '§7.2' },
    destructive: (values) => `Remove item ${textOf(values, 'item')} of ${textOf(values, 'node')}`,
  },
  'set',
  inPubsub({
    name: 'retract',
    ns: NS_PUBSUB,
    attributes: { node: 'node' },
    children: [{ name: 'item', ns: NS_PUBSUB, attributes: { id: 'item' } }],
  }),
  [SERVICE_FIELD, NODE_FIELD, ITEM_ID],
);

/** Subscribes to a node. */
export const SUBSCRIBE: Template = iqOperation(
  {
    id: 'subscribe',
    title: 'Subscribe to a node',
    description: 'A push node refuses; a node that lets you subscribe is of another type.',
    spec: { id: 'XEP-0060', section: '§6.1' },
  },
  'set',
  inPubsub({ name: 'subscribe', ns: NS_PUBSUB, attributes: { node: 'node', jid: 'jid' } }),
  [SERVICE_FIELD, NODE_FIELD, SUBSCRIBER],
);

/** Ends a subscription. */
export const UNSUBSCRIBE: Template = iqOperation(
  {
    id: 'unsubscribe',
    title: 'Unsubscribe from a node',
    description: 'On a push node MongooseIM fails inside and answers internal-server-error.',
    spec: { id: 'XEP-0060', section: '§6.2' },
  },
  'set',
  inPubsub({ name: 'unsubscribe', ns: NS_PUBSUB, attributes: { node: 'node', jid: 'jid' } }),
  [SERVICE_FIELD, NODE_FIELD, SUBSCRIBER],
);
