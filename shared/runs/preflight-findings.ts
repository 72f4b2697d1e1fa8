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
import { NS_PUSH_0, NS_VERSION } from '../xmpp/namespaces.ts';
import { findChild, ownText } from '../xml/query.ts';
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
  /** Resources of the account's sessions, this one included; null when the server does not tell. */
  readonly resources: readonly string[] | null;
  readonly services: readonly ServiceFinding[];
}

/** Reads all answers. */
export function readFindings(answers: readonly PreflightAnswer[]): PreflightFindings {
  const domain = infoOf(answers, 'domain-info');
  const account = infoOf(answers, 'account-info');
  return {
    server: serverName(answers, domain),
    pushOnDomain: domain && hasFeature(domain, NS_PUSH_0),
    pushOnAccount: account && hasFeature(account, NS_PUSH_0),
    pepOnAccount: account !== null && hasIdentity(account, 'pubsub', 'pep'),
    resources: readResources(answers),
    services: answers.filter(({ subject }) => subject === 'service-info').map(readService),
  };
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

/** MongooseIM and ejabberd list an account's sessions as its items, to the account itself. */
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
  };
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
