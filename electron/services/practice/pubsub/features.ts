/**
 * Which features the service and each node type advertise.
 * XEP-0060 1.30.0 §10 "Feature Summary"; the lists are MongooseIM 6.8.0's (facts, Part 1.4).
 */
import { NS_COMMANDS, NS_DISCO_INFO, NS_DISCO_ITEMS, NS_PUBSUB } from '#shared/xmpp/namespaces.ts';
import type { PluginName } from './node-registry.ts';
import { NS_VCARD } from './vcard.ts';

/** What the service has whatever its plugins. */
const SERVICE_FEATURES: readonly string[] = [
  'access-open',
  'access-presence',
  'access-whitelist',
  'collections',
  'config-node',
  'create-and-configure',
  'item-ids',
  'last-published',
  'member-affiliation',
  'presence-notifications',
  'presence-subscribe',
  'publisher-affiliation',
  'publish-only-affiliation',
  'retrieve-default',
  'rsm',
  'shim',
];

const PLUGIN_FEATURES: Readonly<Record<PluginName, readonly string[]>> = {
  flat: [
    'create-nodes',
    'auto-create',
    'access-authorize',
    'delete-nodes',
    'delete-items',
    'get-pending',
    'instant-nodes',
    'manage-subscriptions',
    'modify-affiliations',
    'outcast-affiliation',
    'persistent-items',
    'publish',
    'publish-only-affiliation',
    'purge-nodes',
    'retract-items',
    'retrieve-affiliations',
    'retrieve-items',
    'retrieve-subscriptions',
    'subscribe',
    'subscription-notifications',
    'subscription-options',
  ],
  pep: [
    'create-nodes',
    'auto-create',
    'auto-subscribe',
    'delete-nodes',
    'delete-items',
    'filtered-notifications',
    'modify-affiliations',
    'outcast-affiliation',
    'persistent-items',
    'publish',
    'publish-options',
    'purge-nodes',
    'retract-items',
    'retrieve-affiliations',
    'retrieve-items',
    'retrieve-subscriptions',
    'subscribe',
  ],
  push: [
    'create-nodes',
    'delete-nodes',
    'modify-affiliations',
    'publish',
    'publish-options',
    'publish-only-affiliation',
    'purge-nodes',
    'retrieve-affiliations',
  ],
};

/** True when nodes of this type have the feature. */
export function hasFeature(type: PluginName, feature: string): boolean {
  return PLUGIN_FEATURES[type].includes(feature);
}

/** `var` values of a node's disco#info: its own type's features, in the plugin's order. */
export function nodeFeatures(type: PluginName): readonly string[] {
  return [NS_PUBSUB, ...PLUGIN_FEATURES[type].map((feature) => `${NS_PUBSUB}#${feature}`)];
}

/**
 * The `pubsub#…` features of the service, sorted. They stand on the service and, with
 * `mod_pubsub_old`, on the server domain as well (facts, Part 1.2).
 */
export function pubsubFeatures(plugins: readonly PluginName[]): readonly string[] {
  const names = new Set([...SERVICE_FEATURES, ...plugins.flatMap((type) => PLUGIN_FEATURES[type])]);
  return [...names].map((feature) => `${NS_PUBSUB}#${feature}`).sort();
}

/** `var` values of the service's disco#info, sorted. */
export function serviceFeatures(plugins: readonly PluginName[]): readonly string[] {
  const own = [NS_DISCO_INFO, NS_DISCO_ITEMS, NS_PUBSUB, NS_COMMANDS, NS_VCARD];
  return [...own, ...pubsubFeatures(plugins)].sort();
}
