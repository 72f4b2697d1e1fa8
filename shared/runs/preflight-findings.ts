/** What the answers of the preflight say, each read by itself. Facts 1.1 to 1.5. */
import type { ExchangeOutcome } from '../contract/exchange.ts';
import {
  type DiscoInfo,
  hasFeature,
  hasIdentity,
  readDiscoInfo,
  readDiscoItems,
} from '../xmpp/disco.ts';
import { parseJid } from '../xmpp/jid.ts';
import { NS_PUBSUB, NS_PUSH_0, NS_VERSION } from '../xmpp/namespaces.ts';
import { findChild, ownText } from '../xml/query.ts';
import {
  type NodeFinding,
  type OwnNode,
  readFirstPlugin,
  readNode,
  readOwnNodes,
} from './node-findings.ts';
import type { PreflightAnswer, PreflightSubject } from './preflight.ts';

/** What was found out about an address as push service. */
export type ServiceKind =
  /** Identity pubsub/push: a real pubsub service with push nodes. */
  | 'push'
  /** Identity pubsub/service without pubsub/push. */
  | 'pubsub'
  /** It answers and is no pubsub service. */
  | 'other'
  /** service-unavailable: a virtual host, a wrong name or a missing module; all look the same. */
  | 'nothing-there'
  /** remote-server-not-found or remote-server-timeout. */
  | 'unknown-domain'
  /** Another error, or no answer. */
  | 'unclear';

/** One address as push service. */
export interface ServiceFinding {
  readonly jid: string;
  readonly kind: ServiceKind;
  readonly outcome: ExchangeOutcome;
  readonly exchangeId: string | null;
  /** Some plugin of it creates missing nodes on publish (facts 2.7). */
  readonly autoCreates: boolean;
}

/** Another session of the account. */
export interface OtherResource {
  readonly resource: string;
  /** As its presence says; null when only its existence is known. */
  readonly priority: number | null;
}

/** All that the answers say. */
export interface PreflightFindings {
  /** `MongooseIM 6.8.0`, or just the name; empty when nothing tells. */
  readonly server: string;
  /** Whether urn:xmpp:push:0 is announced; null when there was no answer to read. */
  readonly pushOnDomain: boolean | null;
  readonly pushOnAccount: boolean | null;
  /** The account has pubsub/pep: on MongooseIM 6.8 that may be all the pubsub there is. */
  readonly pepOnAccount: boolean;
  /** Whether push requests have a handler; null when the answer does not tell. */
  readonly pushHandled: boolean | null;
  /** Other sessions of the account; null when nothing tells. */
  readonly others: readonly OtherResource[] | null;
  readonly services: readonly ServiceFinding[];
  /** Which plugin makes nodes that ask for no type; null when it is not told. */
  readonly firstPlugin: 'push' | 'other' | null;
  readonly ownNodes: readonly OwnNode[] | null;
  /** The node that the user named, if it exists. */
  readonly node: NodeFinding | null;
}

/** What is seen beside the answers. */
export interface PreflightSurroundings {
  /** Node that the user named; empty for none. */
  readonly node: string;
  /** Resource of the asking session. */
  readonly ownResource: string;
  /** Presences of the account's other sessions, by resource. */
  readonly presences: ReadonlyMap<string, number>;
}

/** Reads all answers. */
export function readFindings(
  answers: readonly PreflightAnswer[],
  surroundings: PreflightSurroundings = NOTHING_AROUND,
): PreflightFindings {
  const domain = infoOf(answers, 'domain-info');
  const account = infoOf(answers, 'account-info');
  return {
    server: serverName(answers, domain),
    pushOnDomain: domain && hasFeature(domain, NS_PUSH_0),
    pushOnAccount: account && hasFeature(account, NS_PUSH_0),
    pepOnAccount: account !== null && hasIdentity(account, 'pubsub', 'pep'),
    pushHandled: readPushProbe(answers, [domain, account]),
    others: readOthers(answers, surroundings),
    services: answers.filter(({ subject }) => subject === 'service-info').map(readService),
    firstPlugin: readFirstPlugin(answers),
    ownNodes: readOwnNodes(answers),
    node: readNode(surroundings.node, answers),
  };
}

const NOTHING_AROUND: PreflightSurroundings = { node: '', ownResource: '', presences: new Map() };

/**
 * A get is refused by the push module and handled by nobody else, so the refusal tells which it is
 * (facts 1.2, 1.3). Others than MongooseIM refuse with other words.
 */
function readPushProbe(
  answers: readonly PreflightAnswer[],
  described: readonly (DiscoInfo | null)[],
): boolean | null {
  const outcome = answerOf(answers, 'push-probe')?.outcome;
  if (outcome?.kind === 'result') return true;
  if (outcome?.kind !== 'error') return null;
  const { condition } = outcome.error;
  if (condition === 'not-allowed' || condition === 'bad-request') return true;
  // Prosody announces push, takes sets and leaves gets unhandled.
  if (described.some((info) => info !== null && hasFeature(info, NS_PUSH_0))) return null;
  return ['service-unavailable', 'feature-not-implemented'].includes(condition) ? false : null;
}

/** The first answer to a question. */
export function answerOf(
  answers: readonly PreflightAnswer[],
  subject: PreflightSubject,
): PreflightAnswer | undefined {
  return answers.find((answer) => answer.subject === subject);
}

function infoOf(answers: readonly PreflightAnswer[], subject: PreflightSubject): DiscoInfo | null {
  const answer = answerOf(answers, subject);
  if (answer?.outcome.kind !== 'result' || answer.element === null) return null;
  return readDiscoInfo(answer.element);
}

function serverName(answers: readonly PreflightAnswer[], domain: DiscoInfo | null): string {
  const answer = answerOf(answers, 'version');
  const told = answer?.outcome.kind === 'result' ? answer.element : null;
  const query = told && findChild(told, 'query', NS_VERSION);
  const part = (name: string): string => {
    const child = query && findChild(query, name, NS_VERSION);
    return child ? ownText(child).trim() : '';
  };
  const version = [part('name'), part('version')].filter((text) => text !== '').join(' ');
  const identity = domain?.identities.find(({ category }) => category === 'server');
  return version || (identity?.name ?? '');
}

function readOthers(
  answers: readonly PreflightAnswer[],
  { ownResource, presences }: PreflightSurroundings,
): readonly OtherResource[] | null {
  const listed = readResources(answers);
  if (listed === null && presences.size === 0) return null;
  const names = [...new Set([...(listed ?? []), ...presences.keys()])];
  return names
    .filter((resource) => resource !== ownResource)
    .map((resource) => ({ resource, priority: presences.get(resource) ?? null }));
}

/** ejabberd lists an account's sessions as its items, to the account itself. */
function readResources(answers: readonly PreflightAnswer[]): readonly string[] | null {
  const answer = answerOf(answers, 'account-items');
  if (answer?.outcome.kind !== 'result' || answer.element === null) return null;
  const items = readDiscoItems(answer.element)?.items ?? [];
  const resources = items
    .map((item) => parseJid(item.jid)?.resource ?? '')
    .filter((resource) => resource !== '');
  return resources.length === 0 ? null : resources;
}

function readService(answer: PreflightAnswer): ServiceFinding {
  return {
    jid: answer.jid,
    kind: serviceKind(answer),
    outcome: answer.outcome,
    exchangeId: answer.exchangeId,
    autoCreates: autoCreates(answer),
  };
}

function autoCreates({ outcome, element }: PreflightAnswer): boolean {
  const info = outcome.kind === 'result' && element !== null ? readDiscoInfo(element) : null;
  return info !== null && hasFeature(info, `${NS_PUBSUB}#auto-create`);
}

function serviceKind({ outcome, element }: PreflightAnswer): ServiceKind {
  if (outcome.kind === 'error') {
    const { condition } = outcome.error;
    if (condition === 'service-unavailable') return 'nothing-there';
    return condition.startsWith('remote-server-') ? 'unknown-domain' : 'unclear';
  }
  const info = outcome.kind === 'result' && element !== null ? readDiscoInfo(element) : null;
  if (info === null) return 'unclear';
  if (hasIdentity(info, 'pubsub', 'push')) return 'push';
  return hasIdentity(info, 'pubsub', 'service') ? 'pubsub' : 'other';
}
