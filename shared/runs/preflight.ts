/**
 * The preflight: what to ask before a run. What the answers mean is in `judge-preflight.ts`.
 * XEP-0030 "Service Discovery"; XEP-0357 0.4.1 §4 "Discovering Support"; facts 1.1 to 1.5.
 */
import type { ExchangeOutcome } from '../contract/exchange.ts';
import type { XmlElement } from '../xml/node.ts';
import { readDiscoItems } from '../xmpp/disco.ts';
import type { TemplateId } from '../templates/template.ts';
import type { RunContext, StepRequest } from './step-definitions.ts';

/** What a request of the preflight is about. */
export type PreflightSubject =
  | 'version'
  | 'domain-info'
  | 'account-info'
  | 'account-items'
  | 'domain-items'
  | 'push-probe'
  | 'service-info'
  | 'service-default'
  | 'own-nodes'
  | 'node-info'
  | 'node-config'
  | 'node-affiliations';

/** A request of the preflight. */
export interface PreflightRequest extends StepRequest {
  readonly subject: PreflightSubject;
  /** Who is asked. */
  readonly jid: string;
}

/** A request of the preflight with its end. */
export interface PreflightAnswer {
  readonly subject: PreflightSubject;
  readonly jid: string;
  readonly outcome: ExchangeOutcome;
  /** The answering stanza; null when there was none. */
  readonly element: XmlElement | null;
  /** Exchange that shows it, for the facts made of it. */
  readonly exchangeId: string | null;
}

/** What of a run the preflight needs to know. */
export type PreflightContext = Pick<RunContext, 'ownBareJid' | 'serverDomain' | 'pubsubJid'> & {
  /** Node that the user named; empty when he left it open, and then it cannot exist yet. */
  readonly node: string;
};

/** Services looked at, at most: a domain can list hundreds of components. */
const MAX_CANDIDATES = 12;

/**
 * The first round: server, account, and the service the user named, if any.
 * @param context `pubsubJid` empty when the user named none
 */
export function preflightRequests(context: PreflightContext): readonly PreflightRequest[] {
  const { serverDomain, ownBareJid, pubsubJid } = context;
  const named = pubsubJid === '' ? [] : [serviceInfo(pubsubJid)];
  return [
    {
      subject: 'domain-info',
      jid: serverDomain,
      label: `Ask ${serverDomain} what it can do`,
      templateId: 'disco-info',
      values: { to: serverDomain },
    },
    {
      subject: 'version',
      jid: serverDomain,
      label: `Ask ${serverDomain} for its version`,
      templateId: 'software-version',
      values: { to: serverDomain },
    },
    {
      subject: 'account-info',
      jid: ownBareJid,
      label: 'Ask your account what it can do',
      templateId: 'disco-info',
      values: { to: ownBareJid },
    },
    {
      subject: 'account-items',
      jid: ownBareJid,
      label: 'Ask your account for its sessions',
      templateId: 'disco-items',
      values: { to: ownBareJid },
    },
    {
      subject: 'domain-items',
      jid: serverDomain,
      label: `Ask ${serverDomain} for its services`,
      templateId: 'disco-items',
      values: { to: serverDomain },
    },
    {
      subject: 'push-probe',
      jid: ownBareJid,
      label: 'Ask whether anybody handles push requests',
      templateId: 'push-probe',
      values: { to: ownBareJid },
    },
    ...named,
  ];
}

/**
 * The second round: the services that the domain listed, likely pubsub services first.
 * @param answers answers of the first round
 * @returns none for services that were asked already
 */
export function serviceRequests(
  context: PreflightContext,
  answers: readonly PreflightAnswer[],
): readonly PreflightRequest[] {
  const listed = answers.find((answer) => answer.subject === 'domain-items')?.element;
  const items = (listed && readDiscoItems(listed)?.items) ?? [];
  const services = items.filter((item) => item.node === '').map((item) => item.jid);
  const asked = [context.pubsubJid, context.serverDomain, context.ownBareJid];
  return [...new Set(services)]
    .filter((jid) => !asked.includes(jid))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MAX_CANDIDATES)
    .map(serviceInfo);
}

/**
 * The third round: the pubsub service that fits best, and the node that the user named. All of it only
 * reads.
 * @param service pubsub service; null when there is none
 */
export function nodeRequests(
  { node }: PreflightContext,
  service: string | null,
): readonly PreflightRequest[] {
  if (service === null) return [];
  const to = service;
  const ofNode: readonly (readonly [PreflightSubject, string, TemplateId])[] =
    node === ''
      ? []
      : [
          ['node-info', `Ask what kind of node ${node} is`, 'disco-info'],
          ['node-config', `Ask how ${node} is configured`, 'get-node-config'],
          ['node-affiliations', `Ask who may publish to ${node}`, 'get-affiliations'],
        ];
  return [
    {
      subject: 'service-default',
      jid: to,
      label: `Ask ${to} what a new node is like`,
      templateId: 'default-node-config',
      values: { to },
    },
    {
      subject: 'own-nodes',
      jid: to,
      label: `Ask ${to} for your nodes`,
      templateId: 'my-affiliations',
      values: { to },
    },
    ...ofNode.map(([subject, label, templateId]): PreflightRequest => ({
      ...{ subject, jid: to, label, templateId },
      values: { to, node },
    })),
  ];
}

function rank(jid: string): number {
  return /^(?:pubsub|push)[.-]/.test(jid) ? 0 : 1;
}

function serviceInfo(jid: string): PreflightRequest {
  return {
    subject: 'service-info',
    jid,
    label: `Ask ${jid} what it is`,
    templateId: 'disco-info',
    values: { to: jid },
  };
}
