/** Who is affiliated with a node, and the request that changes it. XEP-0060 1.30.0 §8.9 "Manage Affiliations". */
import { createElement, type XmlElement } from '../xml/node.ts';
import { childElements, findChild } from '../xml/query.ts';
import { parseJid } from './jid.ts';
import { NS_CLIENT, NS_PUBSUB_OWNER } from './namespaces.ts';

/** Affiliations of XEP-0060 §4.1. */
export const AFFILIATION_NAMES = [
  'owner',
  'publisher',
  'publish-only',
  'member',
  'outcast',
  'none',
] as const;

/** An entity's affiliation; an unknown one stays as the server wrote it. */
export interface AffiliationEntry {
  readonly jid: string;
  readonly affiliation: string;
}

/** The list of a node. */
export interface AffiliationList {
  readonly node: string;
  readonly entries: readonly AffiliationEntry[];
}

/**
 * Reads the answer to an owner's request for a node's affiliations.
 * @returns null when it holds no such list
 */
export function readAffiliationList(answer: XmlElement): AffiliationList | null {
  if (answer.attrs['type'] !== 'result') return null;
  const pubsub = findChild(answer, 'pubsub', NS_PUBSUB_OWNER);
  const list = pubsub && findChild(pubsub, 'affiliations', NS_PUBSUB_OWNER);
  if (list === undefined) return null;
  const entries = childElements(list, 'affiliation', NS_PUBSUB_OWNER).map(({ attrs }) => ({
    jid: attrs['jid'] ?? '',
    affiliation: attrs['affiliation'] ?? '',
  }));
  return { node: list.attrs['node'] ?? '', entries };
}

/**
 * What has to be set to come from one list to the other: whoever is gone gets `none`.
 * @returns empty when nothing differs
 */
export function affiliationChanges(
  before: readonly AffiliationEntry[],
  after: readonly AffiliationEntry[],
): readonly AffiliationEntry[] {
  const held = new Map(before.map(({ jid, affiliation }) => [jid.toLowerCase(), affiliation]));
  const wanted = new Set(after.map(({ jid }) => jid.toLowerCase()));
  const changed = after.filter(({ jid, affiliation }) => {
    const now = held.get(jid.toLowerCase());
    return now !== affiliation && !(now === undefined && affiliation === 'none');
  });
  const gone = before
    .filter(({ jid, affiliation }) => !wanted.has(jid.toLowerCase()) && affiliation !== 'none')
    .map(({ jid }) => ({ jid, affiliation: 'none' }));
  return [...changed, ...gone];
}

/**
 * What is wrong with a list that is to be set.
 * @returns a sentence by the index of its entry
 */
export function judgeAffiliations(
  entries: readonly AffiliationEntry[],
): ReadonlyMap<number, string> {
  const problems = new Map<number, string>();
  const seen = new Set<string>();
  entries.forEach(({ jid }, index) => {
    const parsed = parseJid(jid);
    if (jid.trim() === '')
      problems.set(index, 'The JID is missing. A server’s domain is one, too.');
    else if (parsed === null) problems.set(index, `"${jid}" is not a JID.`);
    else if (parsed.resource !== '')
      problems.set(index, 'Leave the resource out: it does not count.');
    else if (seen.has(jid.toLowerCase())) problems.set(index, 'This JID stands here twice.');
    seen.add(jid.toLowerCase());
  });
  return problems;
}

/**
 * The request that sets affiliations.
 * @param to the pubsub service; empty for one's own account
 */
export function buildAffiliationChanges(
  { to, node, id }: { readonly to: string; readonly node: string; readonly id: string },
  changes: readonly AffiliationEntry[],
): XmlElement {
  const entries = changes.map(({ jid, affiliation }) =>
    createElement('affiliation', NS_PUBSUB_OWNER, { jid, affiliation }),
  );
  const list = createElement('affiliations', NS_PUBSUB_OWNER, { node }, entries);
  const attributes = { type: 'set', ...(to === '' ? {} : { to }), id };
  return createElement('iq', NS_CLIENT, attributes, [
    createElement('pubsub', NS_PUBSUB_OWNER, {}, [list]),
  ]);
}
