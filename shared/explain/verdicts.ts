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
import { type ProofInput, proofVerdict as judgeProof, signOfProof } from './proof-verdicts.ts';
import { parseXml } from '../xml/parse.ts';
import type { Explanation } from './explanation.ts';
import { explainAnswer, explainSign, placesOf, toVerdictExplanation } from './find-explanation.ts';
import { type Operation, operationOf } from './operation.ts';
import { resultVerdict } from './operation-verdicts.ts';
import { type ExchangeStepId, findRule, type StepExplanation } from './verdict-rule.ts';

/** An ended exchange of a step. */
export interface VerdictInput {
  /** Absent for a request that belongs to no step: the request then says what was asked. */
  readonly stepId?: StepId;
  /** The request as sent; without it only the answer is judged. */
  readonly request?: XmlElement;
  /** Its text, for those who have no tree of it. */
  readonly requestXml?: string;
  /** The answer as it came, for what a result shows. */
  readonly answer?: XmlElement;
  /** Bare JID of the asking account, for stanzas that confirm a cause. */
  readonly account?: string;
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

/** What each step asks for. */
const OPERATIONS: Readonly<Record<ExchangeStepId, Operation>> = {
  create: 'create',
  affiliation: 'affiliations',
  enable: 'enable',
  disable: 'disable',
  delete: 'delete',
};

/** The verdict on an ended exchange. Total: every outcome gets one. */
export function verdictFor(input: VerdictInput): Verdict {
  const request = input.request ?? parsedRequest(input.requestXml);
  const operation = request === undefined ? operationOfStep(input.stepId) : operationOf(request);
  const found = explanationFor(input, operation, request);
  const verdict = withServerName(rawVerdict(input, operation, request, found), input.serverName);
  if (found === undefined) return verdict;
  const account = input.account === undefined ? {} : { account: input.account };
  const places = { ...account, ...placesOf(request) };
  const server = { name: input.serverName, version: input.serverVersion };
  return { ...verdict, explanation: toVerdictExplanation(found, places, server) };
}

function parsedRequest(xml: string | undefined): XmlElement | undefined {
  const parsed = xml === undefined ? null : parseXml(xml);
  return parsed?.ok === true ? parsed.element : undefined;
}

function operationOfStep(stepId: StepId | undefined): Operation {
  return isExchangeStep(stepId) ? OPERATIONS[stepId] : 'other';
}

function isExchangeStep(stepId: string | undefined): stepId is ExchangeStepId {
  return stepId !== undefined && stepId in OPERATIONS;
}

function explanationFor(
  { outcome, answer, serverVersion }: VerdictInput,
  operation: Operation,
  request: XmlElement | undefined,
): Explanation | undefined {
  if (outcome.kind === 'timeout') return explainSign('no-reply', serverVersion);
  if (outcome.kind !== 'result' && outcome.kind !== 'error') return undefined;
  const error =
    outcome.kind === 'error' ? { ...outcome.error, condition: conditionOf(outcome.error) } : null;
  return explainAnswer({ operation, request, answer, error, serverVersion });
}

function rawVerdict(
  input: VerdictInput,
  operation: Operation,
  request: XmlElement | undefined,
  found: Explanation | undefined,
): Verdict {
  const { outcome } = input;
  const stepId = isExchangeStep(input.stepId) ? input.stepId : stepOfOperation(operation, request);
  const explanation = stepId === undefined ? undefined : EXPLANATIONS[stepId];
  if (outcome.kind === 'result') return explanation?.result[input.flow] ?? resultVerdict(operation);
  if (outcome.kind === 'error') return errorVerdict(explanation, outcome.error, found);
  return silenceVerdict(outcome, {
    foreignAnswers: input.foreignAnswers ?? [],
    sessionIqOmitted: input.sessionIq === 'demanded',
    toPubsub: stepId !== undefined && PUBSUB_STEPS.includes(stepId),
  });
}

/** Getting affiliations is none of the steps; setting them is. */
function stepOfOperation(
  operation: Operation,
  request: XmlElement | undefined,
): ExchangeStepId | undefined {
  if (operation === 'affiliations' && request?.attrs['type'] === 'get') return undefined;
  const steps = Object.keys(OPERATIONS).filter(isExchangeStep);
  return steps.find((stepId) => OPERATIONS[stepId] === operation);
}

function errorVerdict(
  explanation: StepExplanation | undefined,
  error: StanzaError,
  found: Explanation | undefined,
): Verdict {
  const named = { ...error, condition: conditionOf(error) };
  const ruled = findRule(explanation?.errors ?? [], named)?.verdict;
  if (ruled !== undefined) return ruled;
  const general = generalErrorVerdict(error);
  return found === undefined
    ? general
    : {
        ...general,
        notProved: 'That this is the cause: it is the likeliest one.',
        next: found.remedy,
      };
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
  const verdict = judgeProof(input);
  const sign = signOfProof(input);
  const found = sign === null ? undefined : explainSign(sign);
  const places = input.account === undefined ? {} : { account: input.account };
  return found === undefined
    ? verdict
    : { ...verdict, explanation: toVerdictExplanation(found, places) };
}

function withServerName(verdict: Verdict, serverName: string | undefined): Verdict {
  const name = serverName === undefined || serverName === '' ? 'the server' : serverName;
  const atStart = name.charAt(0).toUpperCase() + name.slice(1);
  const fill = (text: string): string =>
    text.replace(/^\{server\}/, () => atStart).replaceAll('{server}', () => name);
  return {
    ...verdict,
    headline: fill(verdict.headline),
    proved: fill(verdict.proved),
    notProved: fill(verdict.notProved),
    whoKnows: fill(verdict.whoKnows),
    next: fill(verdict.next),
  };
}
