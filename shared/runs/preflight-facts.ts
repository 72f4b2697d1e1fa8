/** The preflight's findings in words, one line each. */
import type { PreflightFact } from '../contract/run.ts';
import { describeNodes } from './node-facts.ts';
import type { PreflightAnswer, PreflightContext } from './preflight.ts';
import {
  answerOf,
  type PreflightFindings,
  type ServiceFinding,
  type ServiceKind,
} from './preflight-findings.ts';
import { describeSessions } from './session-facts.ts';

/** Puts the findings into lines, most important first. */
export function describeFindings(
  findings: PreflightFindings,
  answers: readonly PreflightAnswer[],
  context: PreflightContext,
): PreflightFact[] {
  return [
    serverFact(findings, answers, context),
    ...pushFacts(findings, answers),
    ...serviceFacts(findings, context),
    ...describeNodes(findings, answers, context),
    ...describeSessions(findings, answers),
  ];
}

function serverFact(
  findings: PreflightFindings,
  answers: readonly PreflightAnswer[],
  context: PreflightContext,
): PreflightFact {
  return {
    id: 'server',
    label: 'Server',
    value: sayServer(findings, context),
    tone: 'neutral',
    exchangeId: answerOf(answers, 'version')?.exchangeId ?? null,
  };
}

/** Without a version its age can still be told in one case: PEP without a service came with 6.8. */
function sayServer(
  { server, pepOnAccount, services }: PreflightFindings,
  { serverDomain }: PreflightContext,
): string {
  if (server === '') return 'It does not tell its name.';
  if (!/^MongooseIM$/.test(server)) return server;
  const serves = services.some(
    ({ jid, kind }) => jid.endsWith(`.${serverDomain}`) && (kind === 'push' || kind === 'pubsub'),
  );
  return pepOnAccount && !serves
    ? 'MongooseIM, which does not tell its version; 6.8 or later by its pubsub, which is PEP only.'
    : 'MongooseIM, which does not tell its version.';
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
    handlerFact(findings, answers),
  ];
}

/** Disco can be wrong or hidden; whoever refuses this request can only be the module (facts 1.2, 1.3). */
function handlerFact(
  { pushHandled }: PreflightFindings,
  answers: readonly PreflightAnswer[],
): PreflightFact {
  const words = {
    true: 'It refuses a get as the push module does: the module is loaded.',
    false: 'Nobody handles push requests here: the push module is not loaded.',
    null: 'The answer to a get tells neither that the push module is loaded nor that it is not.',
  } as const;
  return {
    id: 'push-handler',
    label: 'Push module',
    value: words[`${pushHandled}`],
    tone: pushHandled === null ? 'neutral' : pushHandled ? 'good' : 'bad',
    exchangeId: answerOf(answers, 'push-probe')?.exchangeId ?? null,
  };
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
