/** Explains stanzas as somebody pastes them: answers alone, requests with their answers, elements of a stream. */
import type { ExchangeOutcome } from '../contract/exchange.ts';
import type { Flow, StepId, Verdict } from '../contract/run.ts';
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild } from '../xml/query.ts';
import { NS_CLIENT, NS_HTTP_BIND, NS_SM_3, NS_STREAM } from '../xmpp/namespaces.ts';
import { readSaslFailure } from '../xmpp/sasl-failure.ts';
import { readStanzaError } from '../xmpp/stanza-error.ts';
import { readStreamError } from '../xmpp/stream-error.ts';
import type { StreamTrigger } from './explanation.ts';
import { explainElement, toVerdictExplanation } from './find-explanation.ts';
import { type Operation, operationOf, payloadOf } from './operation.ts';
import { verdictFor } from './verdicts.ts';

/** What is known besides the stanzas. */
export interface ExplainOptions {
  /** What the answers are answers to, where their requests are not among the stanzas. */
  readonly stepId?: StepId;
  readonly flow?: Flow;
  readonly serverVersion?: string;
}

/** The verdict on one of the stanzas. */
export interface ExplainedStanza {
  /** Its place among the stanzas, from 0. */
  readonly index: number;
  /** What was asked, by step or operation; null where nobody asked, or nobody knows what. */
  readonly asked: StepId | Operation | null;
  /** Defined condition; empty for a result. */
  readonly condition: string;
  readonly verdict: Verdict;
}

/**
 * Explains every answer and every element of a stream. Requests are kept for the answers behind them.
 * @param stanzas in the order in which they crossed the wire
 */
export function explainStanzas(
  stanzas: readonly XmlElement[],
  options: ExplainOptions = {},
): readonly ExplainedStanza[] {
  const requests = new Map<string, XmlElement>();
  return stanzas.flatMap((stanza, index) => {
    const explained = explainOne(stanza, requests, options);
    if (explained === null) requests.set(stanza.attrs['id'] ?? '', stanza);
    return explained === null ? [] : [{ index, ...explained }];
  });
}

function explainOne(
  stanza: XmlElement,
  requests: ReadonlyMap<string, XmlElement>,
  options: ExplainOptions,
): Omit<ExplainedStanza, 'index'> | null {
  const seen = readElement(stanza);
  if (seen !== null) {
    const verdict = elementVerdict(stanza, seen, options.serverVersion);
    return { asked: null, condition: seen.condition, verdict };
  }
  const outcome = outcomeOf(stanza);
  if (outcome === null) return null;
  const request = requests.get(stanza.attrs['id'] ?? '') ?? echoOf(stanza);
  const verdict = verdictFor({
    flow: options.flow ?? 'full',
    outcome,
    answer: stanza,
    ...(options.stepId === undefined ? {} : { stepId: options.stepId }),
    ...(request === undefined ? {} : { request }),
    ...(options.serverVersion === undefined ? {} : { serverVersion: options.serverVersion }),
  });
  const operation = request === undefined ? 'other' : operationOf(request);
  return {
    asked: options.stepId ?? (operation === 'other' ? null : operation),
    condition: outcome.kind === 'error' ? outcome.error.condition : '',
    verdict,
  };
}

function outcomeOf(stanza: XmlElement): ExchangeOutcome | null {
  if (stanza.attrs['type'] === 'result') return { kind: 'result' };
  if (stanza.attrs['type'] !== 'error') return null;
  const error = readStanzaError(stanza);
  return error === null ? { kind: 'error-without-reason' } : { kind: 'error', error };
}

/** Errors mostly repeat what was asked; a result's payload names it as well. */
function echoOf(answer: XmlElement): XmlElement | undefined {
  if (answer.name !== 'iq') return answer;
  const payload = payloadOf(answer);
  if (payload === undefined) return undefined;
  const from = answer.attrs['from'];
  return {
    ...answer,
    attrs: {
      id: answer.attrs['id'] ?? '',
      type: 'set',
      ...(from === undefined ? {} : { to: from }),
    },
    children: [payload],
  };
}

interface ElementFacts {
  readonly element: StreamTrigger['element'];
  readonly condition: string;
  readonly text: string;
}

function readElement(xml: XmlElement): ElementFacts | null {
  const streamError = readStreamError(xml);
  if (streamError !== null) return { element: 'stream-error', ...streamError };
  const failure = readSaslFailure(xml);
  if (failure !== null) return { element: 'sasl-failure', ...failure };
  if (xml.name === 'features' && xml.ns === NS_STREAM)
    return { element: 'features', condition: '', text: '' };
  if (xml.name === 'failed' && xml.ns === NS_SM_3)
    return {
      element: 'management-failed',
      condition: childElements(xml)[0]?.name ?? '',
      text: '',
    };
  if (xml.name !== 'body' || xml.ns !== NS_HTTP_BIND || xml.attrs['type'] !== 'terminate')
    return null;
  const inside = findChild(xml, 'error', NS_STREAM) ?? findChild(xml, 'error', NS_CLIENT);
  const condition = xml.attrs['condition'] ?? inside?.name ?? '';
  return { element: 'bosh-end', condition, text: '' };
}

/** Words for the end of each kind of element. */
const SAID: Readonly<Record<ElementFacts['element'], string>> = {
  'stream-error': 'The server ended the stream',
  'sasl-failure': 'The login failed',
  'management-failed': 'Stream management failed',
  'bosh-end': 'The BOSH session was ended',
  features: 'Offered',
};

function elementVerdict(
  xml: XmlElement,
  { element, condition, text }: ElementFacts,
  serverVersion: string | undefined,
): Verdict {
  const found = explainElement({ element, condition, text, xml, serverVersion });
  const words = text === '' ? '' : ` It says: "${text}".`;
  const isOffer = element === 'features';
  return {
    headline: condition === '' ? `${SAID[element]}.` : `${SAID[element]}: ${condition}.`,
    proved: isOffer
      ? 'The server answers for this domain and offers what is listed.'
      : `The server is there and refused to go on.${words}`,
    notProved: isOffer
      ? 'That anything offered is configured rightly.'
      : 'Anything about push: it is not reached before the stream is up.',
    whoKnows: 'The operator: the server’s log of this second.',
    next: found?.remedy ?? (isOffer ? 'Go on with logging in.' : 'Look at the last thing sent.'),
    ...(found === undefined
      ? {}
      : { explanation: toVerdictExplanation(found, {}, { version: serverVersion }) }),
  };
}
