/**
 * Replies to stanzas in MongooseIM's form.
 * RFC 6120 §8.3 "Stanza Errors", 2011-03. Departures: every error carries the legacy `code`, and
 * whether `<error/>` stands before or after the echoed payload depends on who answers (facts, Part 0.3, 0.4).
 */
import { createElement, type XmlElement, type XmlNode } from '#shared/xml/node.ts';
import { NS_CLIENT, NS_STANZA_ERRORS } from '#shared/xmpp/namespaces.ts';

/** Condition, type and code together, as MongooseIM's macros combine them. */
const ERRORS = {
  'bad-request': ['bad-request', 'modify', 400],
  conflict: ['conflict', 'cancel', 409],
  'feature-not-implemented': ['feature-not-implemented', 'cancel', 501],
  forbidden: ['forbidden', 'auth', 403],
  'internal-server-error': ['internal-server-error', 'wait', 500],
  'item-not-found': ['item-not-found', 'cancel', 404],
  'jid-malformed': ['jid-malformed', 'modify', 400],
  'not-acceptable': ['not-acceptable', 'modify', 406],
  /** The variant with type `cancel`; the same condition on the wire. */
  'not-acceptable-cancel': ['not-acceptable', 'cancel', 406],
  'not-allowed': ['not-allowed', 'cancel', 405],
  'not-authorized': ['not-authorized', 'auth', 401],
  'remote-server-not-found': ['remote-server-not-found', 'cancel', 404],
  'resource-constraint': ['resource-constraint', 'wait', 500],
  'service-unavailable': ['service-unavailable', 'cancel', 503],
  /** The variant with type `cancel`. */
  'unexpected-request-cancel': ['unexpected-request', 'cancel', 401],
} as const;

/** Name of one of MongooseIM's error macros. */
export type ErrorName = keyof typeof ERRORS;

/**
 * Builds an `<error/>` element.
 * @param name which of MongooseIM's errors
 * @param extra what follows the condition: a text or an application condition
 */
export function errorElement(name: ErrorName, extra: readonly XmlElement[] = []): XmlElement {
  const [condition, type, code] = ERRORS[name];
  return createElement('error', NS_CLIENT, { code, type }, [
    createElement(condition, NS_STANZA_ERRORS),
    ...extra,
  ]);
}

/** The `<text/>` of a stanza error; MongooseIM gives it no language. */
export function errorText(text: string): XmlElement {
  return createElement('text', NS_STANZA_ERRORS, {}, [text]);
}

/**
 * A result to an IQ, sender and receiver exchanged. Other attributes of the request are not repeated.
 * @param payload the child of the result, or null for an empty one
 */
export function resultReply(iq: XmlElement, payload: XmlElement | null = null): XmlElement {
  return createElement('iq', iq.ns, exchangedAttributes(iq, 'result'), [payload]);
}

/**
 * An error from the routing layer or PubSub: `<error/>` first, then what was sent. All attributes of
 * the request are kept, `xml:lang` among them.
 * @param children what to echo instead of the request's own children
 */
export function routingError(
  stanza: XmlElement,
  error: XmlElement,
  children: readonly XmlNode[] = stanza.children,
): XmlElement {
  const attrs = { ...stanza.attrs, ...exchangedAttributes(stanza, 'error') };
  return createElement(stanza.name, stanza.ns, attrs, [error, ...children]);
}

/** An error from an IQ handler: what was sent first, then `<error/>`. */
export function handlerError(iq: XmlElement, error: XmlElement): XmlElement {
  return createElement('iq', iq.ns, exchangedAttributes(iq, 'error'), [...iq.children, error]);
}

function exchangedAttributes(stanza: XmlElement, type: string) {
  // A request without id is answered with an empty one: recording 27.
  const id = stanza.attrs['id'] ?? (stanza.name === 'iq' ? '' : undefined);
  return { from: stanza.attrs['to'], id, to: stanza.attrs['from'], type };
}
