/** What is wrong with the server's modules and services, as far as the preflight shows it. Facts 1.1 to 1.5, 2.2. */
import type { Diagnosis } from '../../contract/run.ts';
import type { PreflightFindings, ServiceFinding } from '../preflight-findings.ts';
import { maybeMongooseim } from '../mongooseim.ts';
import { type DiagnosisRule, type DiagnosisSubject, lostWithoutTrace, passed } from './subject.ts';

/** No handler for push requests. */
export const NO_PUSH_MODULE: DiagnosisRule = {
  id: 'no-push-module',
  judge({ evidence: { preflight } }) {
    if (preflight === undefined) return null;
    const { pushOnDomain, pushOnAccount, pushHandled } = preflight;
    if (pushOnDomain !== false || pushOnAccount === true || pushHandled === true) return null;
    return {
      title: 'The push module is not loaded for this domain.',
      sure: pushHandled === false ? 'certain' : 'likely',
      because: [
        'urn:xmpp:push:0 is announced neither on the domain nor on the account.',
        ...(pushHandled === false
          ? ['A get in its namespace is handled by nobody; the module would refuse it itself.']
          : []),
      ],
      exchangeIds: [],
      next: 'Ask the operator for [modules.mod_event_pusher.push], in the section of this host type.',
    };
  },
};

/** PEP and nothing else. */
export const PEP_ONLY: DiagnosisRule = {
  id: 'pep-only',
  judge(subject) {
    const { run, evidence } = subject;
    const { preflight } = evidence;
    if (preflight?.pepOnAccount !== true || hasService(preflight) || passed(subject, 'proof')) {
      return null;
    }
    const wished = run.parameters.flow === 'full';
    if (!wished && !lostWithoutTrace(subject)) return null;
    const own = maybeMongooseim(preflight.server);
    return {
      title: 'The server has pubsub on accounts only (PEP), and no service with push nodes.',
      sure: wished ? 'certain' : 'possible',
      because: [
        'No service of the domain is a pubsub service, and the account has identity pubsub/pep.',
        ...(own
          ? ['So it is after an upgrade to MongooseIM 6.8 with the configuration left as it was.']
          : []),
      ],
      exchangeIds: [],
      next: own
        ? 'Ask the operator to load [modules.mod_pubsub_old] with plugin push, or use PubSub-less with a name from virtual_pubsub_hosts.'
        : 'Ask the operator for a pubsub component.',
    };
  },
};

/** What was named as pubsub service is none. */
export const SERVICE_NOT_THERE: DiagnosisRule = {
  id: 'service-not-there',
  judge(subject) {
    const { run } = subject;
    const service = namedService(subject);
    if (service === undefined || run.flow !== 'full' || passed(subject, 'create')) return null;
    if (service.kind !== 'nothing-there' && service.kind !== 'unknown-domain') return null;
    const elsewhere = realServices(subject);
    return {
      title: `There is no pubsub service at ${service.jid}.`,
      sure: service.kind === 'unknown-domain' ? 'certain' : 'likely',
      because: [
        service.kind === 'unknown-domain'
          ? 'The server looked for that domain elsewhere and did not find it.'
          : 'Nothing answers there.',
        ...elsewhere.map(({ jid }) => `${jid} is a pubsub service of this domain.`),
      ],
      exchangeIds: service.exchangeId === null ? [] : [service.exchangeId],
      next:
        elsewhere.length > 0
          ? `Use ${elsewhere[0]?.jid ?? ''}, unless the name is a virtual host: then choose PubSub-less.`
          : 'Look at the name letter by letter, and ask the operator for the host of mod_pubsub_old.',
    };
  },
};

/** A pubsub service that cannot make push nodes. */
export const NO_PUSH_PLUGIN: DiagnosisRule = {
  id: 'no-push-plugin',
  judge(subject) {
    const { run, evidence } = subject;
    if (run.flow !== 'full' || !maybeMongooseim(evidence.preflight?.server ?? '')) return null;
    const service = evidence.preflight?.services.find(({ jid }) => jid === run.resolved.pubsubJid);
    if (service?.kind !== 'pubsub' || passed(subject, 'proof')) return null;
    return {
      title: `${service.jid} makes no push nodes.`,
      sure: 'certain',
      because: ['It has the identity of a pubsub service and lacks pubsub/push.'],
      exchangeIds: service.exchangeId === null ? [] : [service.exchangeId],
      next: 'Ask the operator to add "push" to the plugins of [modules.mod_pubsub_old].',
    };
  },
};

/** Another resource that counts as online. */
export const OTHER_RESOURCE: DiagnosisRule = {
  id: 'other-resource',
  judge(subject) {
    const { proof, preflight } = subject.evidence;
    if (passed(subject, 'proof') || (proof !== undefined && proof.seen !== null)) return null;
    const others = preflight?.others ?? [];
    const online = others.filter(({ priority }) => priority !== null && priority >= 0);
    const unknown = others.filter(({ priority }) => priority === null);
    const live = proof?.deliveredLive === true;
    if (online.length === 0 && unknown.length === 0 && !live) return null;
    const named = online.length > 0 ? online : unknown;
    return {
      title:
        named.length === 0
          ? 'A session of this account counted as online.'
          : `The account is online elsewhere: ${named.map(({ resource }) => resource).join(', ')}.`,
      sure: surenessOf(online.length > 0, live, proof !== undefined),
      because: [
        ...online.map(
          ({ resource, priority }) => `${resource} is available with priority ${priority}.`,
        ),
        ...unknown.map(({ resource }) => `${resource} has a session; its priority is not known.`),
        ...(live ? ['The message of the proof was delivered to a session instead.'] : []),
        'One session with priority 0 or more keeps every device of the account from being pushed.',
      ],
      exchangeIds: [],
      next: 'Close that client, or give it a negative priority, and repeat the proof.',
    };
  },
};

function surenessOf(online: boolean, live: boolean, proofTried: boolean): Diagnosis['sure'] {
  if (online || live) return 'certain';
  return proofTried ? 'likely' : 'possible';
}

function hasService({ services }: PreflightFindings): boolean {
  return services.some(({ kind }) => kind === 'push' || kind === 'pubsub');
}

function namedService({ run, evidence }: DiagnosisSubject): ServiceFinding | undefined {
  const { pubsubJid } = run.parameters;
  return evidence.preflight?.services.find(({ jid }) => pubsubJid !== '' && jid === pubsubJid);
}

function realServices({ evidence }: DiagnosisSubject): readonly ServiceFinding[] {
  return evidence.preflight?.services.filter(({ kind }) => kind === 'push') ?? [];
}
