/** The preflight's findings in words, one line each. */
import type { PreflightFact } from '../contract/run.ts';
import type { PreflightAnswer, PreflightContext } from './preflight.ts';
import {
  answerOf,
  type PreflightFindings,
  type ServiceFinding,
  type ServiceKind,
} from './preflight-findings.ts';

/** Puts the findings into lines, most important first. */
export function describeFindings(
  findings: PreflightFindings,
  answers: readonly PreflightAnswer[],
  context: PreflightContext,
): PreflightFact[] {
  return [
    serverFact(findings, answers),
    ...pushFacts(findings, answers),
    ...serviceFacts(findings, context),
    ...resourceFacts(findings, answers),
  ];
}

function serverFact(
  findings: PreflightFindings,
  answers: readonly PreflightAnswer[],
): PreflightFact {
  return {
    id: 'server',
    label: 'Server',
    value: findings.server || 'It does not tell its name.',
    tone: 'neutral',
    exchangeId: answerOf(answers, 'version')?.exchangeId ?? null,
  };
}

function pushFacts(
  findings: PreflightFindings,
  answers: readonly PreflightAnswer[],
): PreflightFact[] {
  const { pushOnDomain, pushOnAccount } = findings;
  const anywhere = pushOnDomain === true || pushOnAccount === true;
  return [
    {
      id: 'push-domain',
      label: 'Push on the domain',
      value: sayAnnounced(pushOnDomain, anywhere ? 'Not announced here.' : 'Not announced.'),
      tone: pushOnDomain === true ? 'good' : anywhere ? 'neutral' : 'bad',
      exchangeId: answerOf(answers, 'domain-info')?.exchangeId ?? null,
    },
    {
      id: 'push-account',
      label: 'Push on the account',
      value: sayAnnounced(
        pushOnAccount,
        pushOnDomain === true
          ? 'Not announced here, which is usual for MongooseIM.'
          : 'Not announced.',
      ),
      tone: pushOnAccount === true ? 'good' : anywhere ? 'neutral' : 'bad',
      exchangeId: answerOf(answers, 'account-info')?.exchangeId ?? null,
    },
  ];
}

function sayAnnounced(announced: boolean | null, absent: string): string {
  if (announced === null) return 'Unknown: there was no answer to read.';
  return announced ? 'Announced (urn:xmpp:push:0).' : absent;
}

const SERVICE_WORDS: Readonly<
  Record<ServiceKind, readonly [tone: PreflightFact['tone'], words: string]>
> = {
  push: ['good', 'pubsub service with push nodes (identity pubsub/push).'],
  pubsub: [
    'attention',
    'pubsub service without identity pubsub/push. It is doubtful that it makes push nodes, even if it accepts type push.',
  ],
  other: ['attention', 'answers, and is no pubsub service.'],
  'nothing-there': [
    'neutral',
    'nothing answers there (service-unavailable). A virtual host for PubSub-less looks like this, and so does a wrong name.',
  ],
  'unknown-domain': ['attention', 'the server knows no such domain.'],
  unclear: ['attention', 'no usable answer'],
};

/** The service the user named, whatever it is; of the others only those that are pubsub services. */
function serviceFacts(findings: PreflightFindings, context: PreflightContext): PreflightFact[] {
  const isShown = ({ jid, kind }: ServiceFinding): boolean =>
    jid === context.pubsubJid || kind === 'push' || kind === 'pubsub';
  const shown = findings.services.filter(isShown);
  const found = shown.some(({ kind }) => kind === 'push' || kind === 'pubsub');
  const facts = shown.map((service): PreflightFact => {
    const { jid, kind, exchangeId } = service;
    const [tone, words] = SERVICE_WORDS[kind];
    const value = `${jid}: ${words}${kind === 'unclear' ? sayOutcome(service) : ''}`;
    return { id: `service:${jid}`, label: 'Service', value, tone, exchangeId };
  });
  return found ? facts : [...facts, noServiceFact(findings)];
}

/** Prosody without federation answers not-allowed for any domain that is not its own. */
function sayOutcome({ outcome }: ServiceFinding): string {
  if (outcome.kind !== 'error' || outcome.error.condition === '') return '.';
  const { condition, text } = outcome.error;
  return ` (${condition}${text === '' ? '' : `: ${text}`}).`;
}

function noServiceFact(findings: PreflightFindings): PreflightFact {
  const hint = findings.pepOnAccount
    ? ' The account has pubsub of its own (pep); on MongooseIM 6.8 that is the new mod_pubsub, which has no push nodes.'
    : '';
  return {
    id: 'service',
    label: 'Service',
    value: `The domain lists no pubsub service.${hint}`,
    tone: 'neutral',
    exchangeId: null,
  };
}

function resourceFacts(
  findings: PreflightFindings,
  answers: readonly PreflightAnswer[],
): PreflightFact[] {
  const { resources } = findings;
  if (resources === null || resources.length < 2) return [];
  return [
    {
      id: 'resources',
      label: 'Sessions of this account',
      value: `${resources.length} online: ${resources.join(', ')}. One with priority 0 or more keeps every device from being pushed.`,
      tone: 'attention',
      exchangeId: answerOf(answers, 'account-items')?.exchangeId ?? null,
    },
  ];
}
