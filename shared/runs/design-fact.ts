/**
 * Which of MongooseIM's two designs a deployment has, as far as a client can tell, and how sure that is.
 * Facts 1.5: nothing in XMPP reveals a virtual host, so some of it is always inferred.
 */
import type { PreflightFact } from '../contract/run.ts';
import { maybeMongooseim } from './mongooseim.ts';
import type { PreflightContext } from './preflight.ts';
import type { PreflightFindings, ServiceFinding } from './preflight-findings.ts';
import type { PreflightProposal } from './judge-preflight.ts';

/** @param proposal what the run goes on with; null when it cannot */
export function designFact(
  { services, server }: PreflightFindings,
  { pubsubJid }: PreflightContext,
  proposal: PreflightProposal | null,
): PreflightFact {
  const jid = proposal?.pubsubJid ?? pubsubJid;
  const service = services.find((finding) => finding.jid === jid);
  return {
    id: 'design',
    label: 'Design',
    ...(maybeMongooseim(server) ? sayDesign(service, proposal) : sayForeign(server, proposal)),
    exchangeId: service?.exchangeId ?? null,
  };
}

/** The two designs are MongooseIM's; others publish to whatever JID was enabled, wherever it is. */
function sayForeign(
  server: string,
  proposal: PreflightProposal | null,
): Pick<PreflightFact, 'value' | 'tone'> {
  const value =
    proposal === null
      ? `${server} is no MongooseIM, and nothing of it looks like push.`
      : `${server} is no MongooseIM. It publishes to whatever JID is enabled, usually the push service of an app's maker; this run tries ${proposal.pubsubJid}.`;
  return { value, tone: 'neutral' };
}

function sayDesign(
  service: ServiceFinding | undefined,
  proposal: PreflightProposal | null,
): Pick<PreflightFact, 'value' | 'tone'> {
  if (proposal === null) {
    return {
      value: 'Neither PubSub-full nor PubSub-less can be tried as things stand.',
      tone: 'bad',
    };
  }
  switch (service?.kind) {
    case 'push':
      return {
        value: SHADOWED(service.jid),
        tone: 'good',
      };
    case 'pubsub':
      return {
        value: `Probably neither: ${service.jid} is a pubsub service without push nodes, and works as a virtual host only if the operator listed it as one.`,
        tone: 'attention',
      };
    case 'nothing-there':
      return {
        value: `PubSub-less is likely: nothing answers at ${service.jid}, as at every virtual host; and as at a misspelt name. Only a push can tell.`,
        tone: 'neutral',
      };
    case 'unknown-domain':
      return {
        value: `Probably neither: the server looked for ${service.jid} elsewhere, which it does with virtual hosts of dynamic domains only.`,
        tone: 'attention',
      };
    default:
      return {
        value: `PubSub-less at ${proposal.pubsubJid} is a guess; nothing shows a virtual host. Only a push can tell.`,
        tone: 'neutral',
      };
  }
}

const SHADOWED = (jid: string): string =>
  `PubSub-full at ${jid} is certain, unless the operator lists the same name in virtual_pubsub_hosts: then the nodes there are never asked, and no query tells.`;
