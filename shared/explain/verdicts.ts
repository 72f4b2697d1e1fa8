/**
 * A first verdict for every step and every way it can end: what the answer proves, what it does not
 * prove, who would know, and what to do next.
 */
import type { ExchangeOutcome, ForeignAnswer } from '../contract/exchange.ts';
import type { Flow, StepId, Verdict } from '../contract/run.ts';
import type { SessionFacts } from '../contract/session.ts';
import type { XmlElement } from '../xml/node.ts';
import type { StanzaError } from '../xmpp/stanza-error.ts';
import { AFFILIATION_EXPLANATION } from './affiliation-verdicts.ts';
import { CREATE_EXPLANATION } from './create-verdicts.ts';
import { DELETE_EXPLANATION } from './delete-verdicts.ts';
import { DISABLE_EXPLANATION } from './disable-verdicts.ts';
import { ENABLE_EXPLANATION } from './enable-verdicts.ts';
import { conditionOf, generalErrorVerdict, silenceVerdict } from './general-verdicts.ts';
import { type ProofInput, proofVerdict as judgeProof } from './proof-verdicts.ts';
import { type ExchangeStepId, findRule, type StepExplanation } from './verdict-rule.ts';

/** An ended exchange of a step. */
export interface VerdictInput {
  readonly stepId: StepId;
  /** The request as sent; without it only the answer is judged. */
  readonly request?: XmlElement;
  /** Its text, for those who have no tree of it. */
  readonly requestXml?: string;
  /** What the server calls its version, `6.4.0`. */
  readonly serverVersion?: string;
  readonly flow: Flow;
  readonly outcome: ExchangeOutcome;
  readonly foreignAnswers?: readonly ForeignAnswer[];
  readonly sessionIq?: SessionFacts['sessionIq'];
  /** Name of the server's software, when it told; used in the words only. */
  readonly serverName?: string;
}

const EXPLANATIONS: Readonly<Record<ExchangeStepId, StepExplanation>> = {
  create: CREATE_EXPLANATION,
  affiliation: AFFILIATION_EXPLANATION,
  enable: ENABLE_EXPLANATION,
  disable: DISABLE_EXPLANATION,
  delete: DELETE_EXPLANATION,
};

const PUBSUB_STEPS: readonly StepId[] = ['create', 'affiliation', 'delete'];

const ANSWERED: Verdict = {
  headline: 'Answered.',
  proved: 'The one who was asked is there and answers.',
  notProved: 'Anything beyond the answer itself.',
  whoKnows: 'The answer in the log.',
  next: 'Go on.',
};

/** The verdict on an ended exchange. Total: every outcome gets one. */
export function verdictFor(input: VerdictInput): Verdict {
  return withServerName(rawVerdict(input), input.serverName);
}

function rawVerdict(input: VerdictInput): Verdict {
  const { outcome, stepId } = input;
  const explanation = explanationOf(stepId);
  if (outcome.kind === 'result') return explanation?.result[input.flow] ?? ANSWERED;
  if (outcome.kind === 'error') return errorVerdict(explanation, outcome.error);
  return silenceVerdict(outcome, {
    foreignAnswers: input.foreignAnswers ?? [],
    sessionIqOmitted: input.sessionIq === 'demanded',
    toPubsub: PUBSUB_STEPS.includes(stepId),
  });
}

function explanationOf(stepId: StepId): StepExplanation | undefined {
  return stepId === 'preflight' || stepId === 'proof' ? undefined : EXPLANATIONS[stepId];
}

function errorVerdict(explanation: StepExplanation | undefined, error: StanzaError): Verdict {
  const named = { ...error, condition: conditionOf(error) };
  return findRule(explanation?.errors ?? [], named)?.verdict ?? generalErrorVerdict(error);
}

/** The verdict on a step that was not sent. */
export function skippedVerdict(input: {
  readonly stepId: StepId;
  readonly reason: string;
}): Verdict {
  const isProof = input.stepId === 'proof';
  return {
    headline: isProof ? 'Skipped: push is not proved.' : 'Skipped.',
    proved: `Nothing: the step was not carried out. ${input.reason}`.trimEnd(),
    notProved: isProof ? 'That a message becomes a push.' : 'What its answer would have been.',
    whoKnows: 'Nobody, until it is carried out.',
    next: 'Retry from this step once the reason is gone, if you want it.',
  };
}

/** The verdict on the proof. */
export function proofVerdict(input: ProofInput): Verdict {
  return judgeProof(input);
}

function withServerName(verdict: Verdict, serverName: string | undefined): Verdict {
  const name = serverName === undefined || serverName === '' ? 'the server' : serverName;
  const atStart = name.charAt(0).toUpperCase() + name.slice(1);
  const fill = (text: string): string =>
    text.replace(/^\{server\}/, () => atStart).replaceAll('{server}', () => name);
  return {
    headline: fill(verdict.headline),
    proved: fill(verdict.proved),
    notProved: fill(verdict.notProved),
    whoKnows: fill(verdict.whoKnows),
    next: fill(verdict.next),
  };
}
