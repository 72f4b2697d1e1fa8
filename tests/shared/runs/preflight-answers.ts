/** Answers of servers to the preflight, as builders; MongooseIM's after recordings 40 to 49. */
import type { ExchangeOutcome } from '#shared/contract/exchange.ts';
import type {
  PreflightAnswer,
  PreflightContext,
  PreflightSubject,
} from '#shared/runs/preflight.ts';
import { parsed } from '../xmpp/parsed.ts';

export const CONTEXT: PreflightContext = {
  ownBareJid: 'alice@localhost',
  serverDomain: 'localhost',
  pubsubJid: '',
  node: '',
};

const SUBJECT_JID: Readonly<Record<PreflightSubject, string>> = {
  'domain-info': 'localhost',
  version: 'localhost',
  'account-info': 'alice@localhost',
  'account-items': 'alice@localhost',
  'domain-items': 'localhost',
  'push-probe': 'alice@localhost',
  'service-info': 'pubsub.localhost',
  'service-default': 'pubsub.localhost',
  'own-nodes': 'pubsub.localhost',
  'node-info': 'pubsub.localhost',
  'node-config': 'pubsub.localhost',
  'node-affiliations': 'pubsub.localhost',
};

function answer(
  subject: PreflightSubject,
  outcome: ExchangeOutcome,
  xml: string | null,
  jid = SUBJECT_JID[subject],
): PreflightAnswer {
  return {
    subject,
    jid,
    outcome,
    element: xml === null ? null : parsed(xml),
    exchangeId: `x-${subject}`,
  };
}

/** disco#info with features and `category/type` identities. */
export function info(
  subject: 'domain-info' | 'account-info' | 'service-info',
  features: readonly string[],
  identities: readonly string[] = [],
  jid?: string,
): PreflightAnswer {
  const children = [
    ...identities.map((identity) => {
      const [category = '', type = '', name = ''] = identity.split('/');
      return `<identity category='${category}' type='${type}' name='${name}'/>`;
    }),
    ...features.map((feature) => `<feature var='${feature}'/>`),
  ];
  const xml = `<iq type='result'><query xmlns='http://jabber.org/protocol/disco#info'>${children.join('')}</query></iq>`;
  return answer(subject, { kind: 'result' }, xml, jid);
}

/** disco#items. */
export function items(
  subject: 'domain-items' | 'account-items',
  jids: readonly string[],
): PreflightAnswer {
  const children = jids.map((jid) => `<item jid='${jid}'/>`).join('');
  const xml = `<iq type='result'><query xmlns='http://jabber.org/protocol/disco#items'>${children}</query></iq>`;
  return answer(subject, { kind: 'result' }, xml);
}

/** jabber:iq:version. */
export function version(name: string, number: string): PreflightAnswer {
  const xml = `<iq type='result'><query xmlns='jabber:iq:version'><name>${name}</name><version>${number}</version></query></iq>`;
  return answer('version', { kind: 'result' }, xml);
}

/** An error with nothing but a condition. */
export function refusal(
  subject: PreflightSubject,
  condition: string,
  jid?: string,
): PreflightAnswer {
  const error = {
    type: 'cancel',
    condition,
    text: '',
    lang: '',
    code: null,
    by: '',
    applicationConditions: [],
  };
  return answer(subject, { kind: 'error', error }, "<iq type='error'/>", jid);
}

/** No answer. */
export function silent(subject: PreflightSubject, jid?: string): PreflightAnswer {
  return answer(subject, { kind: 'timeout', afterMs: 10_000 }, null, jid);
}

/** A MongooseIM with push on the domain; further answers are added. */
export function mongooseim(...more: readonly PreflightAnswer[]): PreflightAnswer[] {
  return [
    info('domain-info', ['urn:xmpp:push:0'], ['server/im/MongooseIM']),
    version('MongooseIM', '6.8.0'),
    info('account-info', ['msgoffline'], ['account/registered', 'pubsub/pep']),
    items('account-items', ['alice@localhost/desk']),
    ...more,
  ];
}
