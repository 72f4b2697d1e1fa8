/**
 * Publishing: the checks in MongooseIM's order, then what the node's type makes of the item.
 * XEP-0060 1.30.0 §7.1 "Publish an Item to a Node".
 * @see facts, Part 2.6 P1 to P14 and 2.7; recordings 136, 140, 141, 160 to 163
 */
import { createElement, isElement, type XmlElement, type XmlNode } from '#shared/xml/node.ts';
import { childElements, findChild } from '#shared/xml/query.ts';
import { NS_PUBSUB, NS_PUBSUB_PUBLISH_OPTIONS } from '#shared/xmpp/namespaces.ts';
import { readSubmittedForm } from '../submitted-form.ts';
import { failure, type PubsubAnswer, pubsubFailure, success, unsupported } from './answer.ts';
import { hasFeature } from './features.ts';
import { registerNode } from './lifecycle.ts';
import { optionValue } from './node-options.ts';
import type { PubsubNode } from './node-registry.ts';
import { payloadSize } from './payload-size.ts';
import { publishToFlatNode } from './publish-flat.ts';
import { publishToPushNode } from './publish-push.ts';
import type { PubsubContext, PubsubOperation } from './request.ts';

/** An item on its way. */
export interface Publication {
  readonly node: string;
  /** As in the stanza. */
  readonly publisher: string;
  readonly publisherBare: string;
  readonly itemId: string;
  readonly payload: readonly XmlNode[];
  readonly publishOptions: XmlElement | undefined;
}

/** `<publish/>`: what is wrong with the request itself (P1 to P3) comes before any look at the node. */
export const publish: PubsubOperation = (context, { action, pubsub, node, from, fromBare }) => {
  if (node === '') return pubsubFailure('bad-request', 'nodeid-required');
  const [item, ...others] = childElements(action);
  if (item === undefined) return pubsubFailure('bad-request', 'item-required');
  if (others.length > 0 || item.name !== 'item') {
    return pubsubFailure('bad-request', 'invalid-payload');
  }
  const itemId = item.attrs['id'] ?? '';
  return publishItem(context, {
    node,
    publisher: from,
    publisherBare: fromBare,
    itemId: itemId === '' ? context.ids.item() : itemId,
    payload: item.children,
    publishOptions: findChild(pubsub, 'publish-options'),
  });
};

async function publishItem(
  context: PubsubContext,
  publication: Publication,
): Promise<PubsubAnswer> {
  const node = context.nodes.find(publication.node);
  if (node === undefined) return createAndPublish(context, publication);
  const refusal = checkItem(node, publication) ?? checkPublishOptions(node, publication);
  if (refusal !== null) return refusal;
  const trouble =
    node.type === 'push'
      ? await publishToPushNode(context, node, publication)
      : publishToFlatNode(node, publication);
  return trouble ?? published(publication);
}

/**
 * A missing node is created as the first plugin's type and owned by the publisher, if that type can:
 * with `flat` first, a push to a deleted node makes a flat node that nobody asked for.
 */
function createAndPublish(
  context: PubsubContext,
  publication: Publication,
): PubsubAnswer | Promise<PubsubAnswer> {
  const type = context.plugins[0];
  if (!hasFeature(type, 'auto-create')) return failure('item-not-found');
  const creation = registerNode(
    context,
    { name: publication.node, type, creator: publication.publisherBare },
    publication.publishOptions,
  );
  if (creation.kind !== 'result') return failure('item-not-found');
  return publishItem(context, { ...publication, publishOptions: undefined });
}

function checkItem(node: PubsubNode, publication: Publication): PubsubAnswer | null {
  const { payload, publishOptions } = publication;
  if (publishOptions !== undefined && !hasFeature(node.type, 'publish-options')) {
    return unsupported('publish-options');
  }
  const size = payloadSize(payload, NS_PUBSUB);
  if (size > Number(optionValue(node.options, 'pubsub#max_payload_size'))) {
    return pubsubFailure('not-acceptable', 'payload-too-big');
  }
  if (payload.length === 0) return pubsubFailure('bad-request', 'payload-required');
  if (payload.filter(isElement).length !== 1) {
    return pubsubFailure('bad-request', 'invalid-payload');
  }
  const kept = ['pubsub#deliver_payloads', 'pubsub#persist_items'].some(
    (name) => optionValue(node.options, name) === '1',
  );
  return kept ? null : pubsubFailure('bad-request', 'item-forbidden');
}

/** Only that `device_id` and `service` are there; a field without a single value passes (facts, 2.6 notes). */
function checkPublishOptions(
  node: PubsubNode,
  { publishOptions }: Publication,
): PubsubAnswer | null {
  if (node.type !== 'push') return null;
  const form = publishOptions === undefined ? undefined : readSubmittedForm(publishOptions);
  const usable = form?.type === 'submit' && form.formType === NS_PUBSUB_PUBLISH_OPTIONS;
  if (usable && form.fields.has('device_id') && form.fields.has('service')) return null;
  return pubsubFailure('conflict', 'precondition-not-met');
}

function published({ node, itemId }: Publication): PubsubAnswer {
  const item = createElement('item', NS_PUBSUB, { id: itemId });
  const element = createElement('publish', NS_PUBSUB, { node }, [item]);
  return success(createElement('pubsub', NS_PUBSUB, {}, [element]));
}
