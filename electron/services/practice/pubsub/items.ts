/**
 * Items of a node: retrieve, retract, purge. A push node refuses all three.
 * XEP-0060 1.30.0 §6.5 "Retrieve Items from a Node", §7.2 "Delete an Item", §8.5 "Purge All Node Items".
 * @see facts, Part 2.8; recordings 140, 165
 */
import { createElement } from '#shared/xml/node.ts';
import { childElements } from '#shared/xml/query.ts';
import { NS_PUBSUB } from '#shared/xmpp/namespaces.ts';
import { failure, type PubsubAnswer, pubsubFailure, success, unsupported } from './answer.ts';
import { hasFeature } from './features.ts';
import { optionValue } from './node-options.ts';
import { affiliationOf, type PubsubItem, type PubsubNode } from './node-registry.ts';
import type { PubsubOperation } from './request.ts';

/** The newest items first, at most `max_items`, or those asked for by id. */
export const getItems: PubsubOperation = (context, { action, node: name, from, fromBare }) => {
  const wantedCount = action.attrs['max_items'] ?? '';
  if (wantedCount !== '' && !/^[+-]?\d+$/.test(wantedCount)) return failure('bad-request');
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  if (!hasFeature(node.type, 'retrieve-items')) return unsupported('retrieve-items');
  const refusal = refuseReading(node, [from, fromBare], fromBare);
  if (refusal !== null) return refusal;
  const ids = childElements(action, 'item').flatMap((item) => item.attrs['id'] ?? []);
  const limit = wantedCount === '' ? 10 : Number(wantedCount);
  const items = [...node.items.values()]
    .reverse()
    .filter((item) => ids.length === 0 || ids.includes(item.id))
    .slice(0, Math.max(0, limit))
    .map(({ id, payload }) => createElement('item', NS_PUBSUB, { id }, payload));
  const list = createElement('items', NS_PUBSUB, { node: name }, items);
  return success(createElement('pubsub', NS_PUBSUB, {}, [list]));
};

/** Takes one item back: its creator's, or any for an owner. */
export const retractItem: PubsubOperation = (context, { action, node: name, fromBare }) => {
  const [item, ...others] = childElements(action);
  if (item?.name !== 'item' || others.length > 0) {
    return pubsubFailure('bad-request', 'item-required');
  }
  if (name === '') return pubsubFailure('bad-request', 'node-required');
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  if (!hasFeature(node.type, 'persistent-items')) return unsupported('persistent-items');
  const stored = node.items.get(item.attrs['id'] ?? '');
  if (!mayRetract(node, stored, fromBare)) return failure('forbidden');
  const own = stored?.creator === fromBare;
  if (stored === undefined || (!own && affiliationOf(node, fromBare) !== 'owner')) {
    return failure('item-not-found');
  }
  node.items.delete(stored.id);
  return success();
};

/** `purge-nodes` is among a push node's features and yet of no use: it keeps no items to purge. */
export const purgeNode: PubsubOperation = (context, { node: name, fromBare }) => {
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  const persists = optionValue(node.options, 'pubsub#persist_items') === '1';
  if (!hasFeature(node.type, 'persistent-items') || !persists) {
    return unsupported('persistent-items');
  }
  if (affiliationOf(node, fromBare) !== 'owner') return failure('forbidden');
  node.items.clear();
  return success();
};

/** Presence and roster models ask the owner's roster, which practice accounts do not have: nobody passes. */
export function refuseReading(
  node: PubsubNode,
  subscribers: readonly string[],
  bareJid: string,
): PubsubAnswer | null {
  const affiliation = affiliationOf(node, bareJid);
  if (affiliation === 'outcast' || affiliation === 'publish-only') return failure('forbidden');
  const listed =
    affiliation !== 'none' ||
    subscribers.some((jid) => node.subscriptions.get(jid)?.state === 'subscribed');
  switch (optionValue(node.options, 'pubsub#access_model')) {
    case 'presence':
      return pubsubFailure('not-authorized', 'presence-subscription-required');
    case 'roster':
      return pubsubFailure('not-authorized', 'not-in-roster-group');
    case 'whitelist':
      return listed ? null : pubsubFailure('not-allowed', 'closed-node');
    case 'authorize':
      return listed ? null : failure('forbidden');
    default:
      return null;
  }
}

function mayRetract(node: PubsubNode, item: PubsubItem | undefined, bareJid: string): boolean {
  const affiliation = affiliationOf(node, bareJid);
  if (affiliation === 'owner' || affiliation === 'publisher') return true;
  if (optionValue(node.options, 'pubsub#publish_model') === 'open') return true;
  return item?.creator === bareJid;
}
