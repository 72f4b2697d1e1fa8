/** A name that is no virtual host. Facts 1.5, 4.6, 5.7; symptom 8. */
import { editDistance } from '../../lint/did-you-mean.ts';
import { type DiagnosisRule, exchangesOf, lostWithoutTrace, sayTime } from './subject.ts';

/** What virtual hosts are called, after MongooseIM's documentation and its tests. */
const USUAL_LABELS = ['push', 'pubsub'];

/** Letters by which a slip differs. */
const A_SLIP = 2;

/** Enabled with a name that virtual_pubsub_hosts does not hold. */
export const VIRTUAL_HOST: DiagnosisRule = {
  id: 'virtual-host-misspelt',
  judge(subject) {
    const { run, evidence, gatewayUrl } = subject;
    if (run.flow !== 'less' || gatewayUrl === null || !lostWithoutTrace(subject)) return null;
    const { pubsubJid } = run.resolved;
    const service = evidence.preflight?.services.find(({ jid }) => jid === pubsubJid);
    const slip = usualLabelFor(pubsubJid);
    return {
      title: `${pubsubJid} is probably not among the server’s virtual_pubsub_hosts.`,
      sure: 'likely',
      because: [
        `Enabling was stored, a message came while the account was away, and nothing came to ${gatewayUrl} within ${sayTime(evidence.proof?.waitedMs ?? 0)}.`,
        'The server compares the name letter by letter and treats any other as a pubsub service, where the push gets lost and the registration with it.',
        ...(service?.kind === 'unknown-domain' ? ['It knows no such domain.'] : []),
        ...(slip === null ? [] : [`Such hosts are mostly called ${slip}.`]),
      ],
      exchangeIds: exchangesOf(subject, 'enable'),
      next: 'Ask the operator for virtual_pubsub_hosts in [modules.mod_event_pusher.push], where @HOST@ stands for the domain of the receiver, and compare the spelling on both sides.',
    };
  },
};

/** The same service, but the other end of the pool. */
export const LESS_POOL: DiagnosisRule = {
  id: 'pool-missing',
  judge(subject) {
    const { run, gatewayUrl } = subject;
    if (run.flow !== 'less' || gatewayUrl === null || !lostWithoutTrace(subject)) return null;
    return {
      title: 'The server’s HTTP pool is missing, or leads to another MongoosePush.',
      sure: 'possible',
      because: [`Nothing came to ${gatewayUrl}; PubSub-less leaves no other trace.`],
      exchangeIds: exchangesOf(subject, 'proof'),
      next: `Ask the operator whether [outgoing_pools.http.*] leads to ${gatewayUrl}.`,
    };
  },
};

/** A usual name that the first label is nearly; null when it is one, or far from all. */
function usualLabelFor(jid: string): string | null {
  const [label = '', ...rest] = jid.split('.');
  if (USUAL_LABELS.includes(label)) return null;
  const near = USUAL_LABELS.find((usual) => editDistance(label, usual) <= A_SLIP);
  return near === undefined ? null : [near, ...rest].join('.');
}
