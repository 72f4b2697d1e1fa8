/**
 * Creating and deleting nodes.
 * XEP-0060 1.30.0 §8.1 "Create a Node", §8.4 "Delete a Node"; the cases are facts, Part 2.2 C1 to C13 and 2.4.
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { findChild } from '#shared/xml/query.ts';
import { NS_PUBSUB } from '#shared/xmpp/namespaces.ts';
import { errorText } from '../stanza-reply.ts';
import { readSubmittedForm } from '../submitted-form.ts';
import { failure, type PubsubAnswer, pubsubFailure, success, unsupported } from './answer.ts';
import { hasFeature } from './features.ts';
import { applyFields, defaultOptions } from './node-options.ts';
import { affiliationOf, type PluginName } from './node-registry.ts';
import type { PubsubContext, PubsubOperation } from './request.ts';

/** `<create/>`: without `type` the first plugin decides, silently (C2). */
export const createNode: PubsubOperation = (context, { action, pubsub, node, fromBare }) => {
  const wanted = action.attrs['type'] ?? context.plugins[0];
  const type = context.plugins.find((plugin) => plugin === wanted);
  if (type === undefined) return unsupported('create-nodes');
  if (node === '' && !hasFeature(type, 'instant-nodes')) {
    return pubsubFailure('not-acceptable', 'nodeid-required');
  }
  const name = node === '' ? context.ids.opaque() : node;
  return registerNode(context, { name, type, creator: fromBare }, findChild(pubsub, 'configure'));
};

/** What a new node is made of. */
export interface NewNode {
  readonly name: string;
  readonly type: PluginName;
  /** Bare JID; becomes the owner. */
  readonly creator: string;
}

/**
 * Creates a node; auto-creation on publish ends here too.
 * @param configure the element that may hold a configuration form
 */
export function registerNode(
  context: PubsubContext,
  { name, type, creator }: NewNode,
  configure: XmlElement | undefined,
): PubsubAnswer {
  const form = configure === undefined ? undefined : readSubmittedForm(configure);
  if (form !== undefined && form.type !== 'submit') {
    return failure('bad-request', [errorText('Invalid form type')]);
  }
  const options = applyFields(defaultOptions(type), form?.fields ?? new Map());
  if (options === null) return failure('not-acceptable');
  // PEP nodes belong to users; on a service of its own the plugin refuses everybody.
  if (type === 'pep' || !context.mayCreateNodes(creator)) return failure('forbidden');
  if (!context.nodes.create({ name, type, options }, creator)) return failure('conflict');
  const created = createElement('create', NS_PUBSUB, { node: name });
  return success(createElement('pubsub', NS_PUBSUB, {}, [created]));
}

/** `<delete/>`. Push registrations that point here stay, until the next push fails. */
export const deleteNode: PubsubOperation = (context, { node: name, fromBare }) => {
  if (name === '') return failure('not-allowed');
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  if (affiliationOf(node, fromBare) !== 'owner') return failure('forbidden');
  context.nodes.delete(name);
  return success();
};
