/**
 * Options of a pubsub node, as MongooseIM knows them.
 * XEP-0060 §16.4.4 "pubsub#node_config FORM_TYPE"; value sets and defaults from facts 2.2 and 2.3.
 */
import type { FieldOption, TemplateField } from './fields.ts';

/** Form field to name in the data form. */
export const NODE_OPTION_NAMES: readonly (readonly [field: string, formField: string])[] = [
  'access_model',
  'publish_model',
  'max_items',
  'persist_items',
  'deliver_payloads',
  'deliver_notifications',
  'notification_type',
  'notify_config',
  'notify_delete',
  'notify_retract',
  'presence_based_delivery',
  'purge_offline',
  'send_last_published_item',
  'subscribe',
  'max_payload_size',
  'node_type',
].map((name) => [name, `pubsub#${name}`] as const);

function choices(...values: readonly string[]): readonly FieldOption[] {
  return values.map((value) => ({ value, label: value }));
}

/** An option that the service judges by a fixed list of values. */
function choice(
  name: string,
  label: string,
  values: readonly string[],
  help: string,
): TemplateField {
  const options = choices(...values);
  return {
    kind: 'choice',
    name,
    label,
    help,
    group: 'more',
    required: false,
    options,
    otherwise: null,
  };
}

function flag(name: string, label: string, help: string): TemplateField {
  return { kind: 'boolean', name, label, help, group: 'more', required: false };
}

const ACCESS_MODEL: TemplateField = {
  ...choice(
    'access_model',
    'Access model',
    ['whitelist', 'open', 'authorize', 'presence', 'roster'],
    'Who may see and subscribe to the node. whitelist: only those with an affiliation.',
  ),
  group: 'main',
  defaultValue: 'whitelist',
};

const PUBLISH_MODEL: TemplateField = {
  ...choice(
    'publish_model',
    'Publish model',
    ['publishers', 'open', 'subscribers'],
    'Who may publish. publishers: the owner and whoever got publisher or publish-only.',
  ),
  group: 'main',
  defaultValue: 'publishers',
  advise: advisePublishModel,
};

function advisePublishModel(value: string) {
  if (value === 'subscribers') {
    return {
      severity: 'warning',
      message:
        'Nobody will be able to publish. Push nodes have no subscribers. Use publishers and give your server publish-only.',
    } as const;
  }
  if (value === '' || value === 'open') {
    return {
      severity: 'warning',
      message:
        'Anybody who knows the node name can push to the device. Blank means open on a push node. Use publishers.',
    } as const;
  }
  return null;
}

/** Fields for the options; all may be left blank. */
export const NODE_OPTION_FIELDS: readonly TemplateField[] = [
  ACCESS_MODEL,
  PUBLISH_MODEL,
  {
    kind: 'integer',
    name: 'max_items',
    label: 'Max items',
    help: 'Items kept. A push node keeps none; above the service’s own limit the creation is refused.',
    group: 'more',
    required: false,
    min: 0,
    max: 1_000_000,
  },
  flag('persist_items', 'Persist items', 'Whether items are stored. A push node stores none.'),
  flag('deliver_payloads', 'Deliver payloads', 'Whether notifications carry the item.'),
  flag(
    'deliver_notifications',
    'Deliver notifications',
    'Whether subscribers are notified at all.',
  ),
  choice(
    'notification_type',
    'Notification type',
    ['headline', 'normal'],
    'Message type of notifications to subscribers.',
  ),
  flag(
    'notify_config',
    'Notify on configuration',
    'Tell subscribers when the configuration changes.',
  ),
  flag('notify_delete', 'Notify on deletion', 'Tell subscribers when the node is deleted.'),
  flag('notify_retract', 'Notify on retraction', 'Tell subscribers when an item is removed.'),
  flag('presence_based_delivery', 'Presence-based delivery', 'Notify available subscribers only.'),
  flag('purge_offline', 'Purge when offline', 'Remove items when the publisher goes offline.'),
  choice(
    'send_last_published_item',
    'Send last item',
    ['never', 'on_sub', 'on_sub_and_presence'],
    'When a subscriber gets the last item.',
  ),
  flag('subscribe', 'Subscriptions', 'Whether one can subscribe. A push node refuses it anyway.'),
  {
    kind: 'integer',
    name: 'max_payload_size',
    label: 'Max payload size',
    help: 'Bytes, at most 60000. A push with a larger payload is refused with payload-too-big.',
    group: 'more',
    required: false,
    min: 0,
    max: 60_000,
  },
  choice('node_type', 'Leaf or collection', ['leaf', 'collection'], 'A push node is a leaf.'),
  {
    kind: 'pairs',
    name: 'other',
    label: 'Other options',
    help: 'One name=value a line, e.g. pubsub#title=My phone. MongooseIM ignores names it does not know.',
    group: 'more',
    required: false,
    reserved: ['FORM_TYPE', ...NODE_OPTION_NAMES.map(([, formField]) => formField)],
  },
];
