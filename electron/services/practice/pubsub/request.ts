/** What every PubSub operation is given. */
import type { XmlElement } from '#shared/xml/node.ts';
import type { PushNotifications } from '../mongoose-push/push-notifications.ts';
import type { PubsubAnswer } from './answer.ts';
import type { NodeRegistry, PluginName } from './node-registry.ts';

/** Makes the identifiers PubSub invents. */
export interface PubsubIds {
  /** Item ids; MongooseIM makes UUIDs. */
  item(): string;
  /** Names of instant nodes and ids of subscriptions. */
  opaque(): string;
}

/** The service an operation works on. */
export interface PubsubContext {
  readonly serviceJid: string;
  /** In order; the first is the default type. */
  readonly plugins: readonly [PluginName, ...PluginName[]];
  readonly nodes: NodeRegistry;
  readonly ids: PubsubIds;
  readonly pushNotifications: PushNotifications;
  /** `access_createnode`. */
  mayCreateNodes(bareJid: string): boolean;
}

/** One request, taken apart. */
export interface PubsubRequest {
  /** As in the stanza, usually a full JID. */
  readonly from: string;
  readonly fromBare: string;
  /** The `<pubsub/>` element. */
  readonly pubsub: XmlElement;
  /** Its first element: `<create/>`, `<publish/>`, … */
  readonly action: XmlElement;
  /** The action's `node`; empty when absent. */
  readonly node: string;
}

/** Does one action. Never throws; a refusal is an answer. */
export type PubsubOperation = (
  context: PubsubContext,
  request: PubsubRequest,
) => PubsubAnswer | Promise<PubsubAnswer>;
