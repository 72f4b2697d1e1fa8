/**
 * The reply to a form that a server sent: the same payload with the filled-in form in it, as an IQ set.
 * XEP-0004 2.13.2 §3.1; XEP-0060 §8.2.4 for nodes, §8.3 for what new nodes are like; XEP-0077 §4.2; XEP-0055 §3.
 */
import { createElement, type XmlElement } from '../xml/node.ts';
import { childElements } from '../xml/query.ts';
import { buildAnswerForm, buildCancelForm, type FormAnswers } from './form-answers.ts';
import { NS_CLIENT, NS_DATA_FORMS, NS_PUBSUB, NS_PUBSUB_OWNER } from './namespaces.ts';
import { readReceivedForm, type ReceivedForm } from './received-form.ts';

/** A form to fill in, and where it stood. */
export interface OfferedForm {
  readonly form: ReceivedForm;
  /** From the payload down to the element that holds the form. */
  readonly path: readonly XmlElement[];
  /** Whom to answer; empty for one's own account. */
  readonly to: string;
}

/**
 * Finds the form that an answer offers.
 * @param answer an IQ of type result
 * @param to whom the request went; empty for one's own account
 * @returns null when it holds none of type `form`
 */
export function findOfferedForm(answer: XmlElement, to: string): OfferedForm | null {
  for (const payload of childElements(answer)) {
    const found = findForm([payload]);
    if (found !== null) return { ...found, to };
  }
  return null;
}

function findForm(path: readonly XmlElement[]): Omit<OfferedForm, 'to'> | null {
  const holder = path.at(-1);
  if (holder === undefined || path.length > MAX_DEPTH) return null;
  for (const child of childElements(holder)) {
    const form = child.ns === NS_DATA_FORMS ? readReceivedForm(child) : null;
    if (form?.type === 'form') return { form, path };
    const deeper = findForm([...path, child]);
    if (deeper !== null) return deeper;
  }
  return null;
}

/** A form stands at most so deep in a payload: `pubsub`, `configure`. */
const MAX_DEPTH = 4;

/**
 * Builds the reply.
 * @param answers by field name; what is missing stays as the server had it
 * @param id of the stanza
 */
export function buildFormReply(offered: OfferedForm, answers: FormAnswers, id: string): XmlElement {
  return reply(offered, buildAnswerForm(offered.form, answers), id);
}

/** Builds the reply that leaves everything as it is. */
export function buildFormCancel(offered: OfferedForm, id: string): XmlElement {
  return reply(offered, buildCancelForm(), id);
}

function reply(offered: OfferedForm, x: XmlElement, id: string): XmlElement {
  const { path, to } = offered;
  const attributes = { type: 'set', id, ...(to === '' ? {} : { to }) };
  const payload = makesNewNode(offered) ? createWith(x) : nest(path, x);
  return createElement('iq', NS_CLIENT, attributes, [payload]);
}

/** Siblings of the form are left out: they were the server's words, or the old way to fill it in. */
function nest(path: readonly XmlElement[], x: XmlElement): XmlElement {
  return path.reduceRight(
    (content, { name, ns, attrs }) => createElement(name, ns, attrs, [content]),
    x,
  );
}

/** Defaults cannot be set; what they are good for is a new node. */
function createWith(x: XmlElement): XmlElement {
  return createElement('pubsub', NS_PUBSUB, {}, [
    createElement('create', NS_PUBSUB, { node: 'new-node', type: 'push' }),
    createElement('configure', NS_PUBSUB, {}, [x]),
  ]);
}

/** Whether a reply makes a new node instead of answering: the form shows what new nodes are like. */
export function makesNewNode({ path }: OfferedForm): boolean {
  const holder = path.at(-1);
  return holder?.name === 'default' && holder.ns === NS_PUBSUB_OWNER;
}
