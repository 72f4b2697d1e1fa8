/**
 * Affiliations: an owner's view of a node, and an entity's view of the service.
 * XEP-0060 1.30.0 §5.7 "Retrieve Affiliations", §8.9 "Manage Affiliations".
 * @see facts, Part 3
 */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { childElements } from '#shared/xml/query.ts';
import { formatBareJid, parseJid } from '#shared/xmpp/jid.ts';
import { NS_PUBSUB, NS_PUBSUB_OWNER } from '#shared/xmpp/namespaces.ts';
import { errorElement } from '../stanza-reply.ts';
import { failure, success } from './answer.ts';
import { type Affiliation, affiliationOf, AFFILIATIONS, type PubsubNode } from './node-registry.ts';
import type { PubsubOperation } from './request.ts';

interface AffiliationChange {
  readonly jid: string;
  readonly affiliation: Affiliation;
}

/** An owner's list of who has which affiliation. Fails with `item-not-found` or `forbidden`. */
export const getNodeAffiliations: PubsubOperation = (context, { node: name, fromBare }) => {
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  if (affiliationOf(node, fromBare) !== 'owner') return failure('forbidden');
  const entries = [...node.affiliations].sort(([left], [right]) => compareJids(left, right));
  return success(affiliationList(name, entries));
};

/** All or nothing: one bad child and nothing is changed. */
export const setNodeAffiliations: PubsubOperation = (context, { action, node: name, fromBare }) => {
  const changes = childElements(action).map(readChange);
  if (!changes.every((change) => change !== null)) return failure('bad-request');
  const node = context.nodes.find(name);
  if (node === undefined) return failure('item-not-found');
  if (!node.owners.includes(fromBare)) return failure('forbidden');
  // MongooseIM collects the children in front of one another and so works from the last to the first.
  changes.reverse();
  if (leavesNoOwner(node.owners, changes)) {
    const owners = node.owners.map((jid): [string, Affiliation] => [jid, 'owner']);
    const error = errorElement('not-acceptable');
    return { kind: 'error', error, instead: [affiliationList(name, owners)] };
  }
  applyChanges(node, changes);
  return success();
};

/** The asker's nodes with his affiliation; `node` filters. Works across all plugins. */
export const getOwnAffiliations: PubsubOperation = (context, { node: name, fromBare }) => {
  const entries = context.nodes
    .all()
    .filter((node) => name === '' || node.name === name)
    .flatMap((node) => {
      const affiliation = affiliationOf(node, fromBare);
      if (affiliation === 'none') return [];
      return [createElement('affiliation', NS_PUBSUB, { affiliation, node: node.name })];
    });
  const list = createElement('affiliations', NS_PUBSUB, {}, entries);
  return success(createElement('pubsub', NS_PUBSUB, {}, [list]));
};

function readChange(element: XmlElement): AffiliationChange | null {
  const jid = parseJid(element.attrs['jid'] ?? '');
  const affiliation = AFFILIATIONS.find((name) => name === element.attrs['affiliation']);
  if (element.name !== 'affiliation' || jid === null || affiliation === undefined) return null;
  return { jid: formatBareJid(jid), affiliation };
}

function leavesNoOwner(owners: readonly string[], changes: readonly AffiliationChange[]): boolean {
  const remaining = new Set(owners);
  for (const { jid, affiliation } of changes) {
    if (affiliation === 'owner') remaining.add(jid);
    else remaining.delete(jid);
  }
  return remaining.size === 0;
}

/** Each owner change starts from the list as it was, so of several only the last one counts (facts, Part 3.7). */
function applyChanges(node: PubsubNode, changes: readonly AffiliationChange[]): void {
  const before = node.owners;
  for (const { jid, affiliation } of changes) {
    if (affiliation === 'none') node.affiliations.delete(jid);
    else node.affiliations.set(jid, affiliation);
    if (affiliation === 'owner') node.owners = [jid, ...before.filter((owner) => owner !== jid)];
    if (affiliation === 'none' && before.includes(jid)) {
      node.owners = before.filter((owner) => owner !== jid);
    }
  }
}

function affiliationList(node: string, entries: readonly [string, Affiliation][]): XmlElement {
  const list = entries.map(([jid, affiliation]) =>
    createElement('affiliation', NS_PUBSUB_OWNER, { affiliation, jid }),
  );
  return createElement('pubsub', NS_PUBSUB_OWNER, {}, [
    createElement('affiliations', NS_PUBSUB_OWNER, { node }, list),
  ]);
}

/** Domains before users, as the recorded server lists them. */
function compareJids(left: string, right: string): number {
  const [a, b] = [parseJid(left), parseJid(right)];
  const [first, second] = [`${a?.local ?? ''}\0${left}`, `${b?.local ?? ''}\0${right}`];
  return first < second ? -1 : first > second ? 1 : 0;
}
