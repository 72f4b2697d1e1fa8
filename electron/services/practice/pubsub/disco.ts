/**
 * Service discovery of the PubSub service and its nodes.
 * XEP-0030 "Service Discovery" 2.5.0; XEP-0060 1.30.0 §5.1 to §5.5.
 * @see facts, Part 1.4; recordings 44, 45, 46, 101, 170
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { NS_DISCO_INFO, NS_DISCO_ITEMS } from '#shared/xmpp/namespaces.ts';
import { emptyServerInfo } from '../server-info.ts';
import { failure, type PubsubAnswer, SILENCE, success } from './answer.ts';
import { nodeFeatures, serviceFeatures } from './features.ts';
import { refuseReading } from './items.ts';
import { optionValue } from './node-options.ts';
import type { PubsubNode } from './node-registry.ts';
import type { PubsubContext } from './request.ts';

/**
 * Answers disco#info.
 * @param query the `<query/>` asked; its attributes are repeated
 */
export function discoInfo(context: PubsubContext, query: XmlElement): PubsubAnswer {
  const asked = query.attrs['node'] ?? '';
  if (asked === '')
    return info(query, serviceIdentities(context), serviceFeatures(context.plugins));
  // What follows a `!` would be an item; only the node is looked up.
  const name = asked.split('!').find((part) => part !== '');
  if (name === undefined) return SILENCE;
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  const collection = optionValue(node.options, 'pubsub#node_type') === 'collection';
  const type = collection ? 'collection' : 'leaf';
  const identity = createElement('identity', NS_DISCO_INFO, { category: 'pubsub', type });
  return info(query, [identity], nodeFeatures(node.type));
}

/** Answers disco#items: without a node all nodes of all users, whoever asks. */
export function discoItems(
  context: PubsubContext,
  query: XmlElement,
  from: { readonly full: string; readonly bare: string },
): PubsubAnswer {
  const asked = query.attrs['node'] ?? '';
  if (asked === '')
    return items(
      query,
      context.nodes.all().map((node) => nodeItem(context, node)),
    );
  const [name, item, ...others] = asked.split('!').filter((part) => part !== '');
  if (name === undefined || others.length > 0) return SILENCE;
  if (item !== undefined) return items(query, []);
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  const readable = refuseReading(node, [from.full, from.bare], from.bare) === null;
  const ids = readable ? [...node.items.keys()].reverse() : [];
  return items(
    query,
    ids.map((id) => createElement('item', NS_DISCO_ITEMS, { jid: context.serviceJid, name: id })),
  );
}

function serviceIdentities({ plugins }: PubsubContext): XmlElement[] {
  const identity = (type: string, name?: string) =>
    createElement('identity', NS_DISCO_INFO, { category: 'pubsub', name, type });
  return [
    identity('service', 'Publish-Subscribe'),
    ...plugins.filter((plugin) => plugin !== 'flat').map((plugin) => identity(plugin)),
  ];
}

function info(
  query: XmlElement,
  identities: readonly XmlElement[],
  features: readonly string[],
): PubsubAnswer {
  const listed = features.map((name) => createElement('feature', NS_DISCO_INFO, { var: name }));
  return success(
    createElement('query', NS_DISCO_INFO, query.attrs, [
      ...identities,
      ...listed,
      emptyServerInfo(),
    ]),
  );
}

function nodeItem({ serviceJid }: PubsubContext, node: PubsubNode): XmlElement {
  const name = node.options['pubsub#title']?.[0];
  return createElement('item', NS_DISCO_ITEMS, { jid: serviceJid, name, node: node.name });
}

function items(query: XmlElement, children: readonly XmlElement[]): PubsubAnswer {
  return success(createElement('query', NS_DISCO_ITEMS, query.attrs, children));
}
