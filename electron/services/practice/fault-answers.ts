/**
 * Answers as broken servers, proxies and attackers send them.
 * RFC 6120 "XMPP: Core", 2011-03, §8.2.3, §8.3; legacy errors: XEP-0086 1.0 "Error Condition Mappings".
 */
import { createElement, type XmlElement, type XmlNode } from '#shared/xml/node.ts';
import { childElements, findChild } from '#shared/xml/query.ts';
import { NS_CLIENT, NS_STANZA_ERRORS } from '#shared/xmpp/namespaces.ts';
import type { FaultBoard } from './faults.ts';
import { withAttributes } from './stanza-attributes.ts';
import { errorText } from './stanza-reply.ts';

const STRANGER = 'mallory@elsewhere.example/x';
const PROXY = 'proxy.example';

/** Whether a stanza is an answer. */
export function isAnswer(element: XmlElement): boolean {
  const type = element.attrs['type'];
  return element.name === 'iq' && (type === 'result' || type === 'error');
}

/** What is sent in the place of an answer, in this order. */
export function faultyAnswers(answer: XmlElement, faults: FaultBoard): readonly XmlElement[] {
  const { id = '', from, to } = answer.attrs;
  const real = reshape(answer, faults);
  const result = (attrs: Readonly<Record<string, string | undefined>>): XmlElement =>
    createElement('iq', NS_CLIENT, { type: 'result', to, ...attrs });
  return [
    ...(faults.has('unsolicited-result') ? [result({ id: `${id}-unasked`, from })] : []),
    ...(faults.has('foreign-answer') ? [result({ id, from: STRANGER })] : []),
    real,
    ...(faults.has('duplicate-answers') ? [real] : []),
  ];
}

function reshape(answer: XmlElement, faults: FaultBoard): XmlElement {
  const sent = faults.has('no-from') ? withAttributes(answer, { from: undefined }) : answer;
  const error = findChild(sent, 'error');
  if (sent.attrs['type'] !== 'error' || error === undefined) return sent;
  const payload = sent.children.filter((child) => child !== error);
  if (faults.has('error-without-reason')) return { ...sent, children: payload };
  const shaped = reshapeError(error, faults);
  return { ...sent, children: arrange(sent.children, error, shaped, payload, faults) };
}

function arrange(
  children: readonly XmlNode[],
  error: XmlElement,
  shaped: XmlElement,
  payload: readonly XmlNode[],
  faults: FaultBoard,
): XmlNode[] {
  if (faults.has('payload-first')) return [...payload, shaped];
  if (faults.has('payload-last')) return [shaped, ...payload];
  return children.map((child) => (child === error ? shaped : child));
}

function reshapeError(error: XmlElement, faults: FaultBoard): XmlElement {
  const conditions = childElements(error).filter(({ name }) => name !== 'text');
  const condition = conditions.find(({ ns }) => ns === NS_STANZA_ERRORS)?.name ?? '';
  if (faults.has('legacy-error')) {
    const words = condition.replaceAll('-', ' ');
    return createElement('error', NS_CLIENT, { code: error.attrs['code'] }, [words]);
  }
  const by = faults.has('error-by') ? withAttributes(error, { by: PROXY }) : error;
  if (!faults.has('text-first')) return by;
  const text = findChild(error, 'text', NS_STANZA_ERRORS) ?? errorText('Said before the condition');
  return { ...by, children: [text, ...conditions] };
}
