/**
 * Publishing to a flat node: the item is kept, up to `max_items`. Event notifications to subscribers
 * are not sent by the practice server.
 * @see facts, Part 2.7 (`node_flat`)
 */
import { failure, type PubsubAnswer } from './answer.ts';
import { optionValue } from './node-options.ts';
import { affiliationOf, type PubsubNode } from './node-registry.ts';
import type { Publication } from './publish.ts';

/** @returns null on success */
export function publishToFlatNode(
  node: PubsubNode,
  { itemId, payload, publisher, publisherBare }: Publication,
): PubsubAnswer | null {
  if (!mayPublish(node, publisher, publisherBare)) return failure('forbidden');
  const limit = keptItems(node);
  if (limit === 0) return null;
  const creator = node.items.get(itemId)?.creator ?? publisherBare;
  node.items.delete(itemId);
  node.items.set(itemId, { id: itemId, creator, payload });
  const surplus = [...node.items.keys()].slice(0, Math.max(0, node.items.size - limit));
  for (const id of surplus) node.items.delete(id);
  return null;
}

function mayPublish(node: PubsubNode, publisher: string, publisherBare: string): boolean {
  switch (optionValue(node.options, 'pubsub#publish_model')) {
    case 'open':
      return true;
    case 'subscribers':
      return [publisher, publisherBare].some(
        (jid) => node.subscriptions.get(jid)?.state === 'subscribed',
      );
    default:
      return ['owner', 'publisher', 'publish-only'].includes(affiliationOf(node, publisherBare));
  }
}

/** Without persistence the last item is kept only if somebody may yet be sent it. */
function keptItems(node: PubsubNode): number {
  if (optionValue(node.options, 'pubsub#persist_items') === '1') {
    return Number(optionValue(node.options, 'pubsub#max_items'));
  }
  return optionValue(node.options, 'pubsub#send_last_published_item') === 'never' ? 0 : 1;
}
