/**
 * Node configuration: which options there are, their defaults per plugin, which values are accepted.
 * XEP-0060 1.30.0 §8.2 and §16.4.4; departures: unknown fields and single-valued fields with any other
 * number of values are skipped without a word (facts, Part 2.2 C9 to C12 and 2.3).
 */
import type { PluginName } from './node-registry.ts';

/** Values by field name (`pubsub#access_model`), as they stand in a form; booleans are `0` and `1`. */
export type NodeOptions = Readonly<Record<string, readonly string[]>>;

const MAX_ITEMS = 10;
const MAX_PAYLOAD_BYTES = 60_000;

/** Makes of a submitted value the stored one, or null when the value is not acceptable. */
type ValueReader = (value: string) => string | null;

const BOOLEANS: Readonly<Record<string, string>> = { '0': '0', '1': '1', false: '0', true: '1' };
const boolean: ValueReader = (value) =>
  Object.hasOwn(BOOLEANS, value) ? (BOOLEANS[value] ?? null) : null;
const oneOf =
  (...allowed: readonly string[]): ValueReader =>
  (value) =>
    allowed.includes(value) ? value : null;
const integerUpTo =
  (maximum: number): ValueReader =>
  (value) => {
    const number = /^[+-]?\d+$/.test(value) ? Number(value) : Number.NaN;
    return number >= 0 && number <= maximum ? String(number) : null;
  };
const itemCount = integerUpTo(MAX_ITEMS);

/** Who may subscribe and read. */
export const ACCESS_MODELS = ['open', 'authorize', 'presence', 'roster', 'whitelist'];
/** Who may publish. */
export const PUBLISH_MODELS = ['publishers', 'subscribers', 'open'];
/** Type of event messages. */
export const NOTIFICATION_TYPES = ['headline', 'normal'];
/** When a subscriber is sent the last item. */
export const SEND_LAST_ITEM = ['never', 'on_sub', 'on_sub_and_presence'];

const SINGLE: Readonly<Record<string, ValueReader>> = {
  'pubsub#deliver_payloads': boolean,
  'pubsub#deliver_notifications': boolean,
  'pubsub#notify_config': boolean,
  'pubsub#notify_delete': boolean,
  'pubsub#notify_retract': boolean,
  'pubsub#persist_items': boolean,
  'pubsub#max_items': (value) => (value === 'max' ? String(MAX_ITEMS) : itemCount(value)),
  'pubsub#subscribe': boolean,
  'pubsub#access_model': oneOf(...ACCESS_MODELS),
  'pubsub#publish_model': oneOf(...PUBLISH_MODELS),
  'pubsub#notification_type': oneOf(...NOTIFICATION_TYPES),
  'pubsub#node_type': oneOf('leaf', 'collection'),
  'pubsub#max_payload_size': integerUpTo(MAX_PAYLOAD_BYTES),
  'pubsub#send_last_published_item': oneOf(...SEND_LAST_ITEM),
  'pubsub#presence_based_delivery': boolean,
  'pubsub#purge_offline': boolean,
};

/** Taken as they come. */
const MULTIPLE: readonly string[] = [
  'pubsub#roster_groups_allowed',
  'pubsub#title',
  'pubsub#type',
  'pubsub#body_xslt',
  'pubsub#collection',
];

const COMMON_DEFAULTS: NodeOptions = {
  'pubsub#deliver_payloads': ['1'],
  'pubsub#deliver_notifications': ['1'],
  'pubsub#notify_config': ['0'],
  'pubsub#notify_delete': ['0'],
  'pubsub#notify_retract': ['0'],
  'pubsub#purge_offline': ['0'],
  'pubsub#subscribe': ['1'],
  'pubsub#notification_type': ['headline'],
  'pubsub#max_payload_size': [String(MAX_PAYLOAD_BYTES)],
};

const DEFAULTS: Readonly<Record<PluginName, NodeOptions>> = {
  flat: {
    ...COMMON_DEFAULTS,
    'pubsub#persist_items': ['1'],
    'pubsub#max_items': [String(MAX_ITEMS)],
    'pubsub#access_model': ['open'],
    'pubsub#publish_model': ['publishers'],
    'pubsub#send_last_published_item': ['never'],
    'pubsub#presence_based_delivery': ['0'],
  },
  pep: {
    ...COMMON_DEFAULTS,
    'pubsub#persist_items': ['1'],
    'pubsub#max_items': ['1'],
    'pubsub#access_model': ['presence'],
    'pubsub#publish_model': ['publishers'],
    'pubsub#send_last_published_item': ['on_sub_and_presence'],
    'pubsub#presence_based_delivery': ['1'],
  },
  push: {
    ...COMMON_DEFAULTS,
    'pubsub#persist_items': ['0'],
    'pubsub#max_items': ['1'],
    'pubsub#access_model': ['whitelist'],
    'pubsub#publish_model': ['open'],
    'pubsub#send_last_published_item': ['on_sub_and_presence'],
    'pubsub#presence_based_delivery': ['1'],
  },
};

/** The options a new node of this type has. */
export function defaultOptions(type: PluginName): NodeOptions {
  return DEFAULTS[type];
}

/** The value of a single-valued option; empty when it is not set. */
export function optionValue(options: NodeOptions, name: string): string {
  return options[name]?.[0] ?? '';
}

/**
 * Applies submitted fields to options.
 * @returns the new options, or null when a value is not acceptable
 */
export function applyFields(
  options: NodeOptions,
  fields: ReadonlyMap<string, readonly string[]>,
): NodeOptions | null {
  const changed: Record<string, readonly string[]> = { ...options };
  for (const [name, values] of fields) {
    if (MULTIPLE.includes(name)) changed[name] = values;
    const read = Object.hasOwn(SINGLE, name) ? SINGLE[name] : undefined;
    const [value, ...others] = values;
    if (read === undefined || value === undefined || others.length > 0) continue;
    const stored = read(value);
    if (stored === null) return null;
    changed[name] = [stored];
  }
  return changed;
}
