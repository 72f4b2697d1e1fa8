/** What the preflight's answers say of pubsub services' nodes: facts 1.4 (the type), 2.3 (defaults), 2.7 (auto-creation), 3.1. */
import { findDataForm } from '../xmpp/data-form.ts';
import { hasIdentity, readDiscoInfo } from '../xmpp/disco.ts';
import { NS_PUBSUB, NS_PUBSUB_OWNER } from '../xmpp/namespaces.ts';
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild } from '../xml/query.ts';
import type { PreflightAnswer, PreflightSubject } from './preflight.ts';

/** What a node is, by its features. */
export type NodeKind =
  /** Hands notifications to the push service. */
  | 'push'
  /** Stores items, as `flat` and its relatives do. */
  | 'flat'
  /** Belongs to an account (PEP). */
  | 'pep'
  | 'collection'
  /** It answers, and its features are of no known type. */
  | 'unknown';

/** Who may do what with a node. */
export interface NodeAffiliation {
  readonly jid: string;
  readonly affiliation: string;
}

/** A node that exists already. */
export interface NodeFinding {
  readonly name: string;
  readonly kind: NodeKind;
  /** `publishers`, `open`, …; null when only an owner may know. */
  readonly publishModel: string | null;
  readonly accessModel: string | null;
  /** Null when only an owner may know. */
  readonly affiliations: readonly NodeAffiliation[] | null;
  /** One's own affiliation; `none` when the service lists the node as none of one's own. */
  readonly own: string | null;
  /** Of the answers that show it. */
  readonly exchangeIds: readonly string[];
}

/** A node that the account has to do with. */
export interface OwnNode {
  readonly node: string;
  readonly affiliation: string;
}

/** Reads what there is of the node that the user named; null when there is no such node, or nobody asked. */
export function readNode(name: string, answers: readonly PreflightAnswer[]): NodeFinding | null {
  const info = resultOf(answers, 'node-info');
  const disco = info === null ? null : readDiscoInfo(info);
  if (disco === null) return null;
  const config = resultOf(answers, 'node-config');
  const asked: readonly PreflightSubject[] = ['node-info', 'node-config', 'node-affiliations'];
  return {
    name,
    kind: hasIdentity(disco, 'pubsub', 'collection') ? 'collection' : kindOf(disco.features),
    publishModel: optionOf(config, 'configure', 'pubsub#publish_model'),
    accessModel: optionOf(config, 'configure', 'pubsub#access_model'),
    affiliations: readAffiliations(resultOf(answers, 'node-affiliations')),
    own: ownAffiliation(name, readOwnNodes(answers)),
    exchangeIds: answers.flatMap(({ subject, exchangeId }) =>
      asked.includes(subject) && exchangeId !== null ? [exchangeId] : [],
    ),
  };
}

/** Nodes that the service lists as the account's; null when it does not tell. */
export function readOwnNodes(answers: readonly PreflightAnswer[]): readonly OwnNode[] | null {
  const result = resultOf(answers, 'own-nodes');
  const pubsub = result && findChild(result, 'pubsub', NS_PUBSUB);
  const list = pubsub && findChild(pubsub, 'affiliations', NS_PUBSUB);
  if (!list) return null;
  return childElements(list, 'affiliation').map(({ attrs }) => ({
    node: attrs['node'] ?? '',
    affiliation: attrs['affiliation'] ?? '',
  }));
}

/**
 * Which plugin makes nodes that ask for no type: the defaults are always the first one's (facts 2.4).
 * @returns null when the service does not tell
 */
export function readFirstPlugin(answers: readonly PreflightAnswer[]): 'push' | 'other' | null {
  const result = resultOf(answers, 'service-default');
  const access = optionOf(result, 'default', 'pubsub#access_model');
  const persist = optionOf(result, 'default', 'pubsub#persist_items');
  if (access === null && persist === null) return null;
  return access === 'whitelist' && (persist === '0' || persist === 'false') ? 'push' : 'other';
}

function ownAffiliation(name: string, nodes: readonly OwnNode[] | null): string | null {
  if (nodes === null) return null;
  return nodes.find(({ node }) => node === name)?.affiliation ?? 'none';
}

/** A push node keeps nothing and takes publish-options; all others keep items. */
function kindOf(features: readonly string[]): NodeKind {
  const has = (feature: string): boolean => features.includes(`${NS_PUBSUB}#${feature}`);
  if (has('auto-subscribe') || has('filtered-notifications')) return 'pep';
  if (has('persistent-items') || has('retrieve-items')) return 'flat';
  return has('publish-options') ? 'push' : 'unknown';
}

function readAffiliations(result: XmlElement | null): readonly NodeAffiliation[] | null {
  const pubsub = result && findChild(result, 'pubsub', NS_PUBSUB_OWNER);
  const list = pubsub && findChild(pubsub, 'affiliations', NS_PUBSUB_OWNER);
  if (!list) return null;
  return childElements(list, 'affiliation').map(({ attrs }) => ({
    jid: attrs['jid'] ?? '',
    affiliation: attrs['affiliation'] ?? '',
  }));
}

function optionOf(
  result: XmlElement | null,
  holder: 'configure' | 'default',
  name: string,
): string | null {
  const pubsub = result && findChild(result, 'pubsub', NS_PUBSUB_OWNER);
  const element = pubsub && findChild(pubsub, holder, NS_PUBSUB_OWNER);
  const form = element ? findDataForm(element) : null;
  return form?.fields.find((field) => field.name === name)?.values[0] ?? null;
}

function resultOf(
  answers: readonly PreflightAnswer[],
  wanted: PreflightSubject,
): XmlElement | null {
  const answer = answers.find(({ subject }) => subject === wanted);
  return answer?.outcome.kind === 'result' ? answer.element : null;
}
