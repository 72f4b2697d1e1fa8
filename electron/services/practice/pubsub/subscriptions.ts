/**
 * Subscriptions and their options. Push nodes have none; the point of most of this is to refuse in the
 * right words.
 * XEP-0060 1.30.0 §5.6, §6.1 to §6.3, §8.8 "Manage Subscriptions".
 * @see facts, Part 2.8; recording 166
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { childElements } from '#shared/xml/query.ts';
import { formatJid, parseJid, toBareJid } from '#shared/xmpp/jid.ts';
import { NS_PUBSUB, NS_PUBSUB_OWNER } from '#shared/xmpp/namespaces.ts';
import { failure, type PubsubAnswer, pubsubFailure, success, unsupported } from './answer.ts';
import { hasFeature } from './features.ts';
import { optionValue } from './node-options.ts';
import { affiliationOf, type PubsubNode } from './node-registry.ts';
import type { PubsubOperation, PubsubRequest } from './request.ts';

/** Subscribes the asker's own JID, bare or full; with access model `authorize` it stays pending. */
export const subscribe: PubsubOperation = (context, request) => {
  const node = context.nodes.find(request.node);
  if (node === undefined) return failure('item-not-found');
  const open = optionValue(node.options, 'pubsub#subscribe') === '1';
  if (!hasFeature(node.type, 'subscribe') || !open) return unsupported('subscribe');
  const jid = subscriberOf(request);
  const refusal = refuseSubscription(node, jid, request.fromBare);
  if (refusal !== null) return refusal;
  const authorized = optionValue(node.options, 'pubsub#access_model') !== 'authorize';
  const subscription = node.subscriptions.get(jid) ?? {
    subid: context.ids.opaque(),
    state: authorized ? 'subscribed' : 'pending',
  };
  node.subscriptions.set(jid, subscription);
  const { subid, state } = subscription;
  const attrs = {
    jid,
    node: node.name,
    subid: state === 'subscribed' ? subid : undefined,
    subscription: state,
  };
  return success(
    createElement('pubsub', NS_PUBSUB, {}, [createElement('subscription', NS_PUBSUB, attrs)]),
  );
};

/** For everybody but a subscriber MongooseIM's plugin crashes on its own error value. */
export const unsubscribe: PubsubOperation = (context, request) => {
  const node = context.nodes.find(request.node);
  if (node === undefined) return failure('item-not-found');
  const jid = subscriberOf(request);
  const subscription = node.subscriptions.get(jid);
  if (toBareJid(jid) !== request.fromBare || subscription === undefined) {
    return failure('internal-server-error');
  }
  const subid = request.action.attrs['subid'] ?? '';
  if (subid !== '' && subid !== subscription.subid) {
    return pubsubFailure('unexpected-request-cancel', 'not-subscribed');
  }
  node.subscriptions.delete(jid);
  return success();
};

/** Refused as soon as one configured plugin lacks the feature, so always where push nodes exist. */
export const getOwnSubscriptions: PubsubOperation = (context, { node: name, fromBare }) => {
  if (!context.plugins.every((plugin) => hasFeature(plugin, 'retrieve-subscriptions'))) {
    return unsupported('retrieve-subscriptions');
  }
  const entries = context.nodes
    .all()
    .filter((node) => name === '' || node.name === name)
    .flatMap((node) =>
      [...node.subscriptions]
        .filter(([jid]) => toBareJid(jid) === fromBare)
        .map(([jid, { subid, state }]) => {
          const named = name === '' ? { node: node.name } : {};
          const attrs = { jid, ...named, subid, subscription: state };
          return createElement('subscription', NS_PUBSUB, attrs);
        }),
    );
  const list = createElement('subscriptions', NS_PUBSUB, {}, entries);
  return success(createElement('pubsub', NS_PUBSUB, {}, [list]));
};

/** An owner's list of subscriptions, pending ones left out. */
export const getNodeSubscriptions: PubsubOperation = (context, { node: name, fromBare }) => {
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  if (!hasFeature(node.type, 'manage-subscriptions')) return unsupported('manage-subscriptions');
  if (affiliationOf(node, fromBare) !== 'owner') return failure('forbidden');
  const entries = [...node.subscriptions]
    .filter(([, { state }]) => state !== 'pending')
    .map(([jid, { subid, state }]) =>
      createElement('subscription', NS_PUBSUB_OWNER, { jid, subid, subscription: state }),
    );
  const list = createElement('subscriptions', NS_PUBSUB_OWNER, { node: name }, entries);
  return success(createElement('pubsub', NS_PUBSUB_OWNER, {}, [list]));
};

/** Taken from owners for every type of node, push nodes among them, where it has no effect. */
export const setNodeSubscriptions: PubsubOperation = (
  context,
  { action, node: name, fromBare },
) => {
  const changes = childElements(action).map(readChange);
  if (!changes.every((change) => change !== null)) return failure('bad-request');
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  if (!node.owners.includes(fromBare)) return failure('forbidden');
  let refused = false;
  for (const { jid, state } of changes) {
    const known = node.subscriptions.get(jid);
    if (state !== 'none') {
      node.subscriptions.set(jid, { subid: known?.subid ?? context.ids.opaque(), state });
    } else if (known === undefined) refused = true;
    else node.subscriptions.delete(jid);
  }
  return refused ? failure('not-acceptable') : success();
};

/** Fails always: with the feature's name on a push node, with `not-subscribed` elsewhere. */
export const getSubscriptionOptions: PubsubOperation = (context, { node: name }) => {
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  if (!hasFeature(node.type, 'subscription-options')) return unsupported('subscription-options');
  // Options of a subscription are not kept here; who has none is answered as MongooseIM does.
  return pubsubFailure('not-acceptable', 'not-subscribed');
};

/** MongooseIM takes only one answer of its plugin for granted and crashes on all others. */
export const setSubscriptionOptions: PubsubOperation = (context, { node: name }) =>
  failure(context.nodes.find(name) === undefined ? 'item-not-found' : 'internal-server-error');

function subscriberOf({ action }: PubsubRequest): string {
  const jid = parseJid(action.attrs['jid'] ?? '');
  return jid === null ? '' : formatJid(jid);
}

function refuseSubscription(node: PubsubNode, jid: string, fromBare: string): PubsubAnswer | null {
  if (toBareJid(jid) !== fromBare) return pubsubFailure('bad-request', 'invalid-jid');
  const affiliation = affiliationOf(node, fromBare);
  if (affiliation === 'outcast' || affiliation === 'publish-only') return failure('forbidden');
  if (node.subscriptions.get(jid)?.state === 'pending') {
    return pubsubFailure('not-authorized', 'pending-subscription');
  }
  if (affiliation === 'owner') return null;
  switch (optionValue(node.options, 'pubsub#access_model')) {
    case 'presence':
      return pubsubFailure('not-authorized', 'presence-subscription-required');
    case 'roster':
      return pubsubFailure('not-authorized', 'not-in-roster-group');
    case 'whitelist':
      if (affiliation === 'member' || affiliation === 'publisher') return null;
      return pubsubFailure('not-allowed', 'closed-node');
    default:
      return null;
  }
}

function readChange(element: XmlElement): { jid: string; state: string } | null {
  const jid = parseJid(element.attrs['jid'] ?? '');
  const state = element.attrs['subscription'] ?? '';
  const known = ['subscribed', 'pending', 'none'].includes(state);
  if (element.name !== 'subscription' || jid === null || !known) return null;
  return { jid: formatJid(jid), state };
}
