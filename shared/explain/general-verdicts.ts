/**
 * Verdicts that hold for any step: errors that no rule names, and requests without a usable answer.
 * RFC 6120 §8.3.2 for the meaning of error types, XEP-0086 for legacy codes.
 */
import type { ExchangeOutcome, ForeignAnswer } from '../contract/exchange.ts';
import type { Verdict } from '../contract/run.ts';
import type { StanzaError } from '../xmpp/stanza-error.ts';

/** What an error's type says one can do. */
const ADVICE_BY_TYPE: Readonly<Record<string, string>> = {
  auth: 'Get the permission, or use an account that has it.',
  cancel: 'Sending the same again is pointless. Change what is asked for, or of whom.',
  continue: 'It is a warning only. Go on.',
  modify: 'Change the request: something in it is not as the server wants it.',
  wait: 'Try again later. If it stays, ask the operator.',
};

/** XEP-0086 1.0 §2, for errors that carry nothing but a code. */
const CONDITION_BY_CODE: Readonly<Record<number, string>> = {
  302: 'redirect',
  400: 'bad-request',
  401: 'not-authorized',
  403: 'forbidden',
  404: 'item-not-found',
  405: 'not-allowed',
  406: 'not-acceptable',
  407: 'registration-required',
  409: 'conflict',
  500: 'internal-server-error',
  501: 'feature-not-implemented',
  503: 'service-unavailable',
  504: 'remote-server-timeout',
};

/** The error's condition; for old-style errors the one its code stands for; empty when it has neither. */
export function conditionOf(error: StanzaError): string {
  return error.condition || (CONDITION_BY_CODE[error.code ?? 0] ?? '');
}

/** Verdict for an error that no rule of the step names. */
export function generalErrorVerdict(error: StanzaError): Verdict {
  const condition = conditionOf(error);
  const named = [condition, ...error.applicationConditions.map(({ name }) => name)].filter(
    (name) => name !== '',
  );
  const words = error.text === '' ? '' : ` It says: "${error.text}".`;
  return {
    headline: `Refused: ${named.length === 0 ? 'without a condition' : named.join(', ')}.`,
    proved: `The request arrived and was answered by an error${error.type === '' ? '' : ` of type ${error.type}`}.${words}`,
    notProved: 'Its cause: this combination of step and condition is not among the known ones.',
    whoKnows:
      error.by === ''
        ? 'The operator: the log of {server} at this second.'
        : `The operator of ${error.by}, which returned it.`,
    next:
      ADVICE_BY_TYPE[error.type] ?? 'Compare the request with the template; then ask the operator.',
  };
}

const NO_SESSION_IQ: Verdict = {
  headline: 'Nothing answers because the server wants a session IQ first and none was sent.',
  proved:
    'The stream is bound, and the server offered <session/> without <optional/>. MongooseIM drops everything until it gets that IQ.',
  notProved: 'Anything about push: the request was never looked at.',
  whoKnows:
    'The stream features in the log; the operator: backwards_compatible_session on MongooseIM.',
  next: 'Connect with a client that sends the session IQ right after binding, as this console does unless told otherwise.',
};

/** Why there was no answer that counts. */
export interface SilenceInput {
  readonly foreignAnswers: readonly ForeignAnswer[];
  /** The server demanded the session IQ and it was not sent. */
  readonly sessionIqOmitted: boolean;
  /** The request went to a pubsub service. */
  readonly toPubsub: boolean;
}

/** Verdict for an outcome other than result and error. */
export function silenceVerdict(
  outcome: Exclude<ExchangeOutcome, { kind: 'result' | 'error' }>,
  input: SilenceInput,
): Verdict {
  switch (outcome.kind) {
    case 'error-without-reason':
      return ERROR_WITHOUT_REASON;
    case 'timeout':
      return timeoutVerdict(outcome.afterMs, input);
    case 'disconnected':
      return disconnectedVerdict(outcome.reason);
    case 'cancelled':
      return CANCELLED;
    default:
      return outcome satisfies never;
  }
}

const ERROR_WITHOUT_REASON: Verdict = {
  headline: 'Refused, and the answer gives no reason.',
  proved: 'Somebody answered with type error and no error element, which RFC 6120 does not allow.',
  notProved: 'Why, and whether anything was changed.',
  whoKnows: 'The operator: the log of {server} at this second.',
  next: 'Check in the log who answered; then try again.',
};

const CANCELLED: Verdict = {
  headline: 'Cancelled before an answer came.',
  proved: 'The request was sent.',
  notProved: 'Whether the server carried it out: a late answer is in the log if one came.',
  whoKnows: 'The log, a few seconds later.',
  next: 'Retry from this step.',
};

function disconnectedVerdict(reason: string): Verdict {
  const because = reason === '' ? '' : ` ${ensureStop(reason)}`;
  return {
    headline: 'The session ended before an answer came.',
    proved: `The stream is gone.${because}`,
    notProved: 'Whether the server carried the request out.',
    whoKnows: 'The last entries of the session in the log.',
    next: 'Connect again, then retry from this step.',
  };
}

function timeoutVerdict(afterMs: number, input: SilenceInput): Verdict {
  if (input.sessionIqOmitted) return NO_SESSION_IQ;
  const foreign = input.foreignAnswers[0];
  if (foreign !== undefined) return foreignAnswerVerdict(foreign, afterMs);
  return {
    headline: `No answer within ${toSeconds(afterMs)}.`,
    proved: 'The request was written to the stream.',
    notProved: input.toPubsub
      ? 'Whether it arrived. MongooseIM never answers a pubsub request it finds malformed: two children, none, or an unknown action.'
      : 'Whether it arrived and was carried out.',
    whoKnows:
      'A ping or disco#info on the same session: if that is answered, the stream works. Else the operator.',
    next: 'Ask the chat domain for disco#info. If it answers, compare this request with its template; if not, connect again.',
  };
}

function foreignAnswerVerdict(foreign: ForeignAnswer, afterMs: number): Verdict {
  const who = foreign.from === '' ? 'an answer without from' : `an answer from ${foreign.from}`;
  return {
    headline: `No answer from whom was asked within ${toSeconds(afterMs)}, but ${who}.`,
    proved:
      'Somebody sent a stanza with the id of this request who was not asked. It does not count.',
    notProved:
      'Whether it is a forgery or a misrouted answer, and whether the request was carried out.',
    whoKnows: 'The stray answer in the log; the operator knows what may send in that name.',
    next: 'Look at that stanza, then retry from this step.',
  };
}

function toSeconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}

function ensureStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
