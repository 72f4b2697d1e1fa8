/**
 * Decides by the preflight's answers which procedure fits, and says why. Facts 1.5 "Telling PubSub-full
 * from PubSub-less from the client side": disco cannot show virtual hosts, so PubSub-less is always inferred.
 */
import { verdictFor } from '../explain/verdicts.ts';
import type { Flow, FlowChoice, PreflightFact, Verdict } from '../contract/run.ts';
import type { SessionFacts } from '../contract/session.ts';
import type { PreflightAnswer, PreflightContext } from './preflight.ts';
import { designFact } from './design-fact.ts';
import { describeFindings } from './preflight-facts.ts';
import {
  answerOf,
  type PreflightFindings,
  type PreflightSurroundings,
  readFindings,
  type ServiceFinding,
} from './preflight-findings.ts';

/** A procedure to run, with its address. */
export interface PreflightProposal {
  readonly flow: Flow;
  readonly pubsubJid: string;
  /** One or two sentences for the user. */
  readonly reason: string;
}

/** What the preflight comes to. */
export interface PreflightJudgement {
  readonly facts: readonly PreflightFact[];
  readonly findings: PreflightFindings;
  /** Null exactly when something is blocking. */
  readonly proposal: PreflightProposal | null;
  /** Why the run cannot go on; null when it can. */
  readonly blocking: Verdict | null;
  /** The verdict on the preflight: `blocking`, or what the answers prove. */
  readonly verdict: Verdict;
  /** `MongooseIM 6.8.0`, or just the name; empty when nothing tells. */
  readonly server: string;
}

/** What {@link judgePreflight} works with. */
export interface PreflightInput {
  readonly context: PreflightContext;
  /** What the user chose; anything but `auto` is respected even where it looks hopeless. */
  readonly wish: FlowChoice;
  readonly answers: readonly PreflightAnswer[];
  /** What is seen beside the answers; left out, nothing. */
  readonly surroundings?: PreflightSurroundings;
  readonly sessionIq?: SessionFacts['sessionIq'];
}

/**
 * Judges the answers of both rounds.
 * @returns facts, and either a proposal or what is blocking
 */
export function judgePreflight(input: PreflightInput): PreflightJudgement {
  const findings = readFindings(input.answers, input.surroundings);
  const decision = silence(input) ?? decide(findings, input);
  const { server } = findings;
  const described = describeFindings(findings, input.answers, input.context);
  if ('headline' in decision) {
    const facts = [...described, designFact(findings, input.context, null)];
    return { findings, facts, proposal: null, blocking: decision, verdict: decision, server };
  }
  return {
    findings,
    facts: [...described, designFact(findings, input.context, decision)],
    proposal: decision,
    blocking: null,
    verdict: passedVerdict(findings, decision),
    server,
  };
}

/** No answer at all: then nothing that follows would be answered either. */
function silence({ answers, sessionIq }: PreflightInput): Verdict | null {
  const outcome = answerOf(answers, 'domain-info')?.outcome;
  const reached = answers.some(({ outcome: { kind } }) => kind === 'result' || kind === 'error');
  if (reached || outcome === undefined || outcome.kind === 'result' || outcome.kind === 'error') {
    return null;
  }
  return verdictFor({ stepId: 'preflight', flow: 'full', outcome, sessionIq: sessionIq ?? null });
}

function decide(findings: PreflightFindings, input: PreflightInput): PreflightProposal | Verdict {
  switch (input.wish) {
    case 'full':
      return wishedFull(findings, input.context);
    case 'less':
      return wishedLess(findings, input.context);
    case 'auto':
      return automatic(findings, input.context);
    default:
      return input.wish satisfies never;
  }
}

function wishedFull(
  findings: PreflightFindings,
  context: PreflightContext,
): PreflightProposal | Verdict {
  const service = serviceFor(findings, context);
  if (service === undefined) return NO_SERVICE;
  const reason = `You chose PubSub-full. ${reasonForFull(service)}`;
  return { flow: 'full', pubsubJid: service.jid, reason };
}

function wishedLess(findings: PreflightFindings, context: PreflightContext): PreflightProposal {
  const named = namedService(findings, context);
  const guess = named === undefined;
  const pubsubJid = named?.jid ?? guessVirtualHost(findings, context);
  const reason = `You chose PubSub-less. ${guess ? GUESSED : reasonForLess(named)}`;
  return { flow: 'less', pubsubJid, reason };
}

function automatic(
  findings: PreflightFindings,
  context: PreflightContext,
): PreflightProposal | Verdict {
  if (!announcesPush(findings)) return NO_PUSH;
  const named = namedService(findings, context);
  if (named !== undefined && named.kind !== 'push' && named.kind !== 'pubsub') {
    return { flow: 'less', pubsubJid: named.jid, reason: reasonForLess(named) };
  }
  const service = serviceFor(findings, context);
  if (service !== undefined) {
    return { flow: 'full', pubsubJid: service.jid, reason: reasonForFull(service) };
  }
  const reason = `The domain lists no pubsub service, so push can only work without one. ${GUESSED}`;
  return { flow: 'less', pubsubJid: guessVirtualHost(findings, context), reason };
}

/** Without an answer to read, nothing speaks against push. */
function announcesPush({ pushOnDomain, pushOnAccount }: PreflightFindings): boolean {
  return (
    pushOnDomain === true || pushOnAccount === true || (pushOnDomain ?? pushOnAccount) === null
  );
}

function namedService(
  findings: PreflightFindings,
  context: PreflightContext,
): ServiceFinding | undefined {
  return findings.services.find(({ jid }) => jid === context.pubsubJid);
}

/**
 * The pubsub service to look at more closely.
 * @returns null when what was named is none, and when the domain lists none
 */
export function pubsubServiceFor(
  context: PreflightContext,
  answers: readonly PreflightAnswer[],
): string | null {
  const service = serviceFor(readFindings(answers), context);
  return service?.kind === 'push' || service?.kind === 'pubsub' ? service.jid : null;
}

/** The named service, else the best one found; undefined when nothing looks like one. */
function serviceFor(
  findings: PreflightFindings,
  context: PreflightContext,
): ServiceFinding | undefined {
  return (
    namedService(findings, context) ??
    findings.services.find(({ kind }) => kind === 'push') ??
    findings.services.find(({ kind }) => kind === 'pubsub')
  );
}

function reasonForFull({ jid, kind }: ServiceFinding): string {
  switch (kind) {
    case 'push':
      return `${jid} is a pubsub service with push nodes.`;
    case 'pubsub':
      return `${jid} is a pubsub service, but does not announce push nodes (no identity pubsub/push). Whether its nodes push is doubtful.`;
    case 'other':
      return `${jid} answers, but is no pubsub service. Creating the node will probably be refused.`;
    case 'nothing-there':
    case 'unknown-domain':
    case 'unclear':
      return `Nothing at ${jid} shows a pubsub service. Creating the node will probably be refused.`;
    default:
      return kind satisfies never;
  }
}

function reasonForLess({ jid, kind }: ServiceFinding): string {
  switch (kind) {
    case 'nothing-there':
      return `Nothing answers at ${jid}, as is usual for a virtual host. Whether it is one only a push can show.`;
    case 'unknown-domain':
      return `The server knows no domain ${jid}. It may still be a virtual host; a wrong name is likelier.`;
    case 'push':
    case 'pubsub':
      return `${jid} is a real pubsub service. It works as virtual host only if the operator listed it as one, too.`;
    case 'other':
      return `${jid} is no pubsub service, so it can only be a virtual host.`;
    case 'unclear':
      return `${jid} does not say what it is. Whether it is a virtual host only a push can show.`;
    default:
      return kind satisfies never;
  }
}

const GUESSED =
  'Virtual hosts are listed nowhere; the address is a guess after the example in MongooseIM’s documentation. Ask the operator for virtual_pubsub_hosts.';

/** `pubsub.@HOST@` is the documentation's example; where that is a real service, `push.@HOST@`. */
function guessVirtualHost(findings: PreflightFindings, { serverDomain }: PreflightContext): string {
  const usual = `pubsub.${serverDomain}`;
  const taken = findings.services.some(
    ({ jid, kind }) => jid === usual && (kind === 'push' || kind === 'pubsub'),
  );
  return taken ? `push.${serverDomain}` : usual;
}

const NO_PUSH: Verdict = {
  headline: 'The server does not announce push, neither on the domain nor on the account.',
  proved: 'It answers disco#info, and urn:xmpp:push:0 is in neither answer.',
  notProved:
    'That enable would be refused; but on MongooseIM the feature is there as soon as the module is loaded.',
  whoKnows: 'The operator: [modules.mod_event_pusher.push] for this domain.',
  next: 'Ask the operator to load the push module. To see what the server answers all the same, choose PubSub-full or PubSub-less yourself.',
};

const NO_SERVICE: Verdict = {
  headline: 'PubSub-full needs a pubsub service, and the domain lists none.',
  proved: 'No service of the domain has the identity of a pubsub service.',
  notProved: 'That there is none elsewhere: hidden components and other servers are not listed.',
  whoKnows:
    'The operator: [modules.mod_pubsub_old] (mod_pubsub up to MongooseIM 6.7), and its address.',
  next: 'Enter the service’s JID if you know it, or choose PubSub-less.',
};

function passedVerdict(findings: PreflightFindings, proposal: PreflightProposal): Verdict {
  const flow = proposal.flow === 'full' ? 'PubSub-full' : 'PubSub-less';
  const announced = findings.pushOnDomain === true || findings.pushOnAccount === true;
  return {
    headline: `${flow} at ${proposal.pubsubJid}.`,
    proved: announced
      ? `The server handles enable and disable. ${proposal.reason}`
      : `The server answers, and does not announce push. ${proposal.reason}`,
    notProved: 'That a push module, its HTTP pool and MongoosePush work: disco shows none of them.',
    whoKnows: 'The proof at the end of the run, and the operator.',
    next: 'Run the next step.',
  };
}
