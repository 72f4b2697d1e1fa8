/**
 * What a top-level element of a stream is about: the columns of the inspector's list.
 * RFC 6120 §8 "XML Stanzas", 2011-03; XEP-0360 0.2 "Nonzas"; RFC 7395 §3.3 (framing elements of WebSocket).
 */
import type { EntryKind, EntrySummary } from '../transcript/entry.ts';
import type { XmlElement } from '../xml/node.ts';
import { childElements, firstChild } from '../xml/query.ts';
import {
  NS_CLIENT,
  NS_FRAMING,
  NS_PUBSUB,
  NS_SM_3,
  NS_STANZA_ERRORS,
  NS_STREAM,
} from './namespaces.ts';
import { readSaslFailure } from './sasl-failure.ts';
import { readStanzaError } from './stanza-error.ts';
import { readStreamError } from './stream-error.ts';

const STANZA_NAMES: readonly string[] = ['iq', 'message', 'presence'];

/** Tells whether an element is one of the three stanzas. */
export function isStanza(element: XmlElement): boolean {
  return element.ns === NS_CLIENT && STANZA_NAMES.includes(element.name);
}

/**
 * Sorts a top-level element: a stanza, a stream's beginning or end, or a nonza.
 * @returns `stanza`, `stream` or `nonza`; stream features and stream errors are nonzas
 * @see XEP-0360 0.2 §2 "Nonza Definition"
 */
export function stanzaKind(element: XmlElement): EntryKind {
  if (isStanza(element)) return 'stanza';
  if (element.ns === NS_STREAM && element.name === 'stream') return 'stream';
  return element.ns === NS_FRAMING ? 'stream' : 'nonza';
}

/**
 * Reads what a list row shows of an element.
 * @returns the summary; parts the element does not have are null
 */
export function summarize(element: XmlElement): EntrySummary {
  const payload = payloadOf(element);
  return {
    // With RFC 7395 framing the stream elements come without prefix; they are named alike here.
    name: element.ns === NS_STREAM ? `stream:${element.name}` : element.name,
    type: element.attrs['type'] ?? null,
    // That of a stream to resume is no stanza id, and a secret.
    id: element.ns === NS_SM_3 ? null : (element.attrs['id'] ?? null),
    from: element.attrs['from'] ?? null,
    to: element.attrs['to'] ?? null,
    childName: payload?.name ?? null,
    childNs: payload?.ns ?? null,
    childAction: actionOf(payload),
    condition: conditionOf(element),
  };
}

/** Every pubsub request is called `pubsub`; what it asks for is one level further in (XEP-0060). */
function actionOf(payload: XmlElement | undefined): string | null {
  if (payload?.ns.startsWith(NS_PUBSUB) !== true) return null;
  return firstChild(payload)?.name ?? null;
}

/** The first child; in an error stanza the echoed request, because servers differ on which side of it `<error/>` stands. */
function payloadOf(element: XmlElement): XmlElement | undefined {
  const children = childElements(element);
  if (!isStanza(element) || element.attrs['type'] !== 'error') return children[0];
  return children.find((child) => child.name !== 'error' || child.ns !== element.ns) ?? children[0];
}

function conditionOf(element: XmlElement): string | null {
  const condition = isStanza(element)
    ? readStanzaError(element)?.condition
    : (readStreamError(element)?.condition ??
      readSaslFailure(element)?.condition ??
      streamManagementCondition(element));
  return condition === undefined || condition === '' ? null : condition;
}

/** @see XEP-0198 1.6.3 §5 "Resumption" */
function streamManagementCondition(element: XmlElement): string | undefined {
  if (element.ns !== NS_SM_3 || element.name !== 'failed') return undefined;
  return childElements(element).find((child) => child.ns === NS_STANZA_ERRORS)?.name;
}
