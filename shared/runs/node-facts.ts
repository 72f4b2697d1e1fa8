/** What the preflight found out about nodes, in words. Facts 1.4, 2.3, 2.5 and 2.7. */
import type { PreflightFact } from '../contract/run.ts';
import type { NodeFinding, NodeKind } from './node-findings.ts';
import type { PreflightAnswer, PreflightContext } from './preflight.ts';
import { answerOf, type PreflightFindings } from './preflight-findings.ts';
import { maybeMongooseim } from './mongooseim.ts';
import { publishersAmong } from './publishers.ts';

/** Lines about new nodes, about one's own, and about the node that the user named. */
export function describeNodes(
  findings: PreflightFindings,
  answers: readonly PreflightAnswer[],
  context: PreflightContext,
): PreflightFact[] {
  return [
    ...newNodeFacts(findings, answers),
    ...ownNodeFacts(findings, answers),
    ...(context.node === '' ? [] : namedNodeFacts(findings, answers, context)),
  ];
}

function newNodeFacts(
  { firstPlugin, services, server }: PreflightFindings,
  answers: readonly PreflightAnswer[],
): PreflightFact[] {
  // Others have no push nodes at all, and push to any.
  if (firstPlugin === null || !maybeMongooseim(server)) return [];
  const answer = answerOf(answers, 'service-default');
  const creates = services.some(({ jid, autoCreates }) => jid === answer?.jid && autoCreates);
  const value =
    firstPlugin === 'push'
      ? 'A node made without a type becomes a push node.'
      : creates
        ? 'A node made without type push stores items and pushes nothing; and a push to a missing node creates such a node instead of failing.'
        : 'A node made without type push stores items and pushes nothing.';
  return [
    {
      id: 'new-nodes',
      label: 'New nodes',
      value,
      tone: firstPlugin === 'push' ? 'good' : 'attention',
      exchangeId: answer?.exchangeId ?? null,
    },
  ];
}

/** Names of nodes are listed up to this many. */
const MAX_NAMES = 5;

function ownNodeFacts(
  { ownNodes }: PreflightFindings,
  answers: readonly PreflightAnswer[],
): PreflightFact[] {
  if (ownNodes === null) return [];
  const owned = ownNodes.filter(({ affiliation }) => affiliation === 'owner');
  const names = owned.slice(0, MAX_NAMES).map(({ node }) => node);
  const more = owned.length > MAX_NAMES ? ', …' : '';
  const value =
    owned.length === 0
      ? 'None on this service.'
      : `${owned.length} on this service: ${names.join(', ')}${more}. Each that is enabled for the same token is one more push.`;
  return [
    {
      id: 'own-nodes',
      label: 'Nodes you own',
      value,
      tone: 'neutral',
      exchangeId: answerOf(answers, 'own-nodes')?.exchangeId ?? null,
    },
  ];
}

function namedNodeFacts(
  { node }: PreflightFindings,
  answers: readonly PreflightAnswer[],
  context: PreflightContext,
): PreflightFact[] {
  const shownBy = (subject: 'node-info' | 'node-affiliations'): string | null =>
    answerOf(answers, subject)?.exchangeId ?? null;
  if (node === null) {
    if (answerOf(answers, 'node-info') === undefined) return [];
    return [
      {
        id: 'node',
        label: 'Node',
        value: `${context.node} does not exist, or the service does not tell.`,
        tone: 'neutral',
        exchangeId: shownBy('node-info'),
      },
    ];
  }
  return [
    {
      id: 'node',
      label: 'Node',
      value: `${node.name} exists. ${KIND_WORDS[node.kind]}${sayOwn(node)}`,
      tone: node.kind === 'push' ? 'good' : 'attention',
      exchangeId: shownBy('node-info'),
    },
    {
      id: 'node-publishers',
      label: 'Who may publish',
      ...sayPublishers(node, context.serverDomain),
      exchangeId: shownBy('node-affiliations'),
    },
  ];
}

const KIND_WORDS: Readonly<Record<NodeKind, string>> = {
  push: 'It is a push node.',
  flat: 'It is no push node: it keeps items, as a node of type flat does.',
  pep: 'It is no push node but one of PEP.',
  collection: 'It is a collection, which nobody can publish to.',
  unknown: 'Its features are of no known type.',
};

function sayOwn({ own }: NodeFinding): string {
  if (own === null) return '';
  if (own === 'owner') return ' It is yours.';
  return own === 'none'
    ? ' It is not among yours: somebody else made it, or the server did.'
    : ` You are ${own} of it, not its owner.`;
}

function sayPublishers(
  { publishModel, affiliations }: NodeFinding,
  domain: string,
): Pick<PreflightFact, 'value' | 'tone'> {
  if (publishModel === null || affiliations === null) {
    return { value: 'Only an owner of the node is told.', tone: 'neutral' };
  }
  if (publishModel === 'open') {
    const value = 'Everybody who knows its name (publish model open), the server’s domain as well.';
    return { value, tone: 'attention' };
  }
  if (publishModel === 'subscribers') {
    return { value: 'Nobody: push nodes have no subscribers.', tone: 'bad' };
  }
  const publishers = publishersAmong(affiliations);
  const allowed = publishers.includes(domain);
  const listed = publishers.length === 0 ? 'nobody' : publishers.join(', ');
  return allowed
    ? { value: `${listed}; the server’s domain is among them.`, tone: 'good' }
    : {
        value: `${listed}. The server publishes as ${domain}, which is not among them.`,
        tone: 'bad',
      };
}
