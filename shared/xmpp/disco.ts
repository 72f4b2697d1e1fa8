/**
 * Service discovery answers.
 * XEP-0030 "Service Discovery" 2.5.0, 2024-04-30; XEP-0128 "Service Discovery Extensions" 1.0.1 for forms.
 */
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild } from '../xml/query.ts';
import { type DataForm, readDataForm } from './data-form.ts';
import { NS_DISCO_INFO, NS_DISCO_ITEMS } from './namespaces.ts';

/** What an entity calls itself. */
export interface DiscoIdentity {
  readonly category: string;
  readonly type: string;
  /** Empty when absent. */
  readonly name: string;
}

/** A disco#info answer. */
export interface DiscoInfo {
  /** Node the answer is about; empty for the entity itself. */
  readonly node: string;
  readonly identities: readonly DiscoIdentity[];
  readonly features: readonly string[];
  readonly forms: readonly DataForm[];
}

/** Something that belongs to an entity. */
export interface DiscoItem {
  readonly jid: string;
  /** Empty when absent. */
  readonly node: string;
  /** Empty when absent. */
  readonly name: string;
}

/** A disco#items answer. */
export interface DiscoItems {
  /** Node the answer is about; empty for the entity itself. */
  readonly node: string;
  readonly items: readonly DiscoItem[];
}

/**
 * Reads a disco#info answer.
 * @param iq the IQ of type result
 * @returns null when it carries no disco#info
 * @see XEP-0030 §3 "Discovering Information About a Jabber Entity"
 */
export function readDiscoInfo(iq: XmlElement): DiscoInfo | null {
  const query = findChild(iq, 'query', NS_DISCO_INFO);
  if (query === undefined) return null;
  return {
    node: query.attrs['node'] ?? '',
    identities: childElements(query, 'identity', NS_DISCO_INFO).map((identity) => ({
      category: identity.attrs['category'] ?? '',
      type: identity.attrs['type'] ?? '',
      name: identity.attrs['name'] ?? '',
    })),
    features: childElements(query, 'feature', NS_DISCO_INFO).map(
      (feature) => feature.attrs['var'] ?? '',
    ),
    forms: childElements(query)
      .map(readDataForm)
      .filter((form) => form !== null),
  };
}

/**
 * Reads a disco#items answer. Items without `jid` are left out: they name nothing.
 * @param iq the IQ of type result
 * @returns null when it carries no disco#items
 * @see XEP-0030 §4 "Discovering the Items Associated with a Jabber Entity"
 */
export function readDiscoItems(iq: XmlElement): DiscoItems | null {
  const query = findChild(iq, 'query', NS_DISCO_ITEMS);
  if (query === undefined) return null;
  const items = childElements(query, 'item', NS_DISCO_ITEMS).map((item) => ({
    jid: item.attrs['jid'] ?? '',
    node: item.attrs['node'] ?? '',
    name: item.attrs['name'] ?? '',
  }));
  return { node: query.attrs['node'] ?? '', items: items.filter((item) => item.jid !== '') };
}

/** Tells whether an answer names a feature. */
export function hasFeature(info: DiscoInfo, feature: string): boolean {
  return info.features.includes(feature);
}

/** Tells whether an answer names an identity, e.g. `pubsub`/`push`. */
export function hasIdentity(info: DiscoInfo, category: string, type: string): boolean {
  return info.identities.some(
    (identity) => identity.category === category && identity.type === type,
  );
}
