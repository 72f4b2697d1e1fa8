/** Which PubSub action is done by which operation, and which actions MongooseIM survives. */
import { NS_PUBSUB, NS_PUBSUB_OWNER } from '#shared/xmpp/namespaces.ts';
import { getNodeAffiliations, getOwnAffiliations, setNodeAffiliations } from './affiliations.ts';
import { getConfiguration, getDefaultConfiguration, setConfiguration } from './configure.ts';
import { getItems, purgeNode, retractItem } from './items.ts';
import { createNode, deleteNode } from './lifecycle.ts';
import { publish } from './publish.ts';
import type { PubsubOperation } from './request.ts';
import {
  getNodeSubscriptions,
  getOwnSubscriptions,
  getSubscriptionOptions,
  setNodeSubscriptions,
  setSubscriptionOptions,
  subscribe,
  unsubscribe,
} from './subscriptions.ts';

type OperationTable = Readonly<Record<string, PubsubOperation>>;

/** By namespace of `<pubsub/>`, then by IQ type and name of the action. */
export const OPERATIONS: Readonly<Record<string, OperationTable>> = {
  [NS_PUBSUB]: {
    'set create': createNode,
    'set publish': publish,
    'set retract': retractItem,
    'set subscribe': subscribe,
    'set unsubscribe': unsubscribe,
    'get items': getItems,
    'get subscriptions': getOwnSubscriptions,
    'get affiliations': getOwnAffiliations,
    'get options': getSubscriptionOptions,
    'set options': setSubscriptionOptions,
  },
  [NS_PUBSUB_OWNER]: {
    'get configure': getConfiguration,
    'set configure': setConfiguration,
    'get default': getDefaultConfiguration,
    'set delete': deleteNode,
    'set purge': purgeNode,
    'get subscriptions': getNodeSubscriptions,
    'set subscriptions': setNodeSubscriptions,
    'get affiliations': getNodeAffiliations,
    'set affiliations': setNodeAffiliations,
  },
};

const KNOWN_ACTIONS: ReadonlySet<string> = new Set(
  Object.values(OPERATIONS).flatMap((table) => Object.keys(table)),
);

/**
 * True when a metric exists for this IQ type and action, in whichever namespace. For all others
 * MongooseIM's lookup crashes before dispatch, and nobody answers.
 * @see facts, Part 2.1; recording 167
 */
export function isKnownAction(type: string, name: string): boolean {
  return KNOWN_ACTIONS.has(`${type} ${name}`);
}
