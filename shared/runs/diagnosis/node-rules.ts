/** What is wrong with an existing node. Facts 1.4, 2.2 (C2), 2.5, 2.7, 3.4, 5.6. */
import type { NodeFinding } from '../node-findings.ts';
import { publishersAmong } from '../publishers.ts';
import { maybeMongooseim } from '../mongooseim.ts';
import { type DiagnosisRule, type DiagnosisSubject, passed } from './subject.ts';

/** A node that pushes nothing whatever is published to it. */
export const FLAT_NODE: DiagnosisRule = {
  id: 'flat-node',
  judge({ evidence: { preflight } }) {
    const node = preflight?.node ?? null;
    if (node === null || !maybeMongooseim(preflight?.server ?? '')) return null;
    if (node.kind === 'push' || node.kind === 'unknown') return null;
    const foreign = node.own === 'none';
    return {
      title: `The node ${node.name} is no push node.`,
      sure: 'certain',
      because: [
        `Its features are those of a node of type ${node.kind}, which hands nothing to the push service.`,
        preflight?.firstPlugin === 'other'
          ? 'A node that is created without type push becomes one of these here.'
          : 'It was created with another type, or before the service had push nodes.',
        ...(foreign
          ? [
              'It is not among your nodes: the server itself makes such a node when it pushes to a name that does not exist.',
            ]
          : []),
      ],
      exchangeIds: node.exchangeIds,
      next: foreign
        ? 'Choose another name, create it with type push, and enable with that one.'
        : 'Delete it, create it again with type push, and enable again: the first push has removed the registration.',
    };
  },
};

/** Somebody else is let in where the server's domain should be. */
export const WRONG_DOMAIN: DiagnosisRule = {
  id: 'wrong-domain',
  judge(subject) {
    const node = shutNode(subject);
    if (node === null) return null;
    const domains = otherDomains(node, subject);
    if (domains.length === 0) return null;
    const { serverDomain } = subject;
    return {
      title: `The node ${node.name} lets ${domains.join(', ')} publish instead of ${serverDomain}.`,
      sure: 'certain',
      because: [
        'Its publish model lets in publishers only.',
        `Pushes are published by the domain of the account, ${serverDomain}, which is not among them.`,
        ...repaired(subject),
      ],
      exchangeIds: node.exchangeIds,
      next: advice(subject),
    };
  },
};

/** Nobody but the owner is let in. */
export const MISSING_AFFILIATION: DiagnosisRule = {
  id: 'missing-affiliation',
  judge(subject) {
    const node = shutNode(subject);
    if (node === null || otherDomains(node, subject).length > 0) return null;
    const { serverDomain } = subject;
    return {
      title: `The node ${node.name} does not let ${serverDomain} publish.`,
      sure: 'certain',
      because: [
        'Its publish model lets in publishers only.',
        `Pushes are published by the domain of the account, ${serverDomain}, which has no affiliation with it.`,
        ...repaired(subject),
      ],
      exchangeIds: node.exchangeIds,
      next: advice(subject),
    };
  },
};

/** Push nodes have no subscribers, so this lets in nobody. */
export const SUBSCRIBERS_ONLY: DiagnosisRule = {
  id: 'subscribers-only',
  judge({ evidence: { preflight } }) {
    const node = preflight?.node ?? null;
    if (node?.kind !== 'push' || node.publishModel !== 'subscribers') return null;
    return {
      title: `Nobody can publish to the node ${node.name}.`,
      sure: 'certain',
      because: ['Its publish model is subscribers, and push nodes take no subscriptions.'],
      exchangeIds: node.exchangeIds,
      next: 'Set pubsub#publish_model to publishers and let the server’s domain publish.',
    };
  },
};

/** The named node, where it is a push node that keeps the server's domain out; else null. */
function shutNode({ evidence: { preflight }, serverDomain }: DiagnosisSubject): NodeFinding | null {
  const node = preflight?.node ?? null;
  if (node?.kind !== 'push' || node.publishModel !== 'publishers') return null;
  if (node.affiliations === null) return null;
  return publishersAmong(node.affiliations).includes(serverDomain) ? null : node;
}

/** Publishers without a local part: somebody meant a server and named the wrong one. */
function otherDomains({ affiliations }: NodeFinding, { account }: DiagnosisSubject): string[] {
  return publishersAmong(affiliations ?? []).filter((jid) => jid !== account && !jid.includes('@'));
}

function repaired(subject: DiagnosisSubject): string[] {
  return passed(subject, 'affiliation')
    ? ['It was so before this run, which has given the domain publish-only.']
    : [];
}

function advice(subject: DiagnosisSubject): string {
  const { serverDomain } = subject;
  return passed(subject, 'affiliation')
    ? `Let the app do what this run did: set the affiliation publish-only for ${serverDomain} after creating the node.`
    : `Set the affiliation publish-only for ${serverDomain}; only an owner of the node can.`;
}
