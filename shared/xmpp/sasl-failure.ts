/**
 * SASL failures.
 * RFC 6120 §6.5 "SASL Errors", 2011-03; XEP-0388 SASL2 keeps the same condition elements in a
 * `<failure/>` of its own namespace.
 */
import type { XmlElement } from '../xml/node.ts';
import { childElements, ownText } from '../xml/query.ts';
import { NS_SASL, NS_SASL_2 } from './namespaces.ts';

/** Why a login failed. */
export interface SaslFailure {
  /** Defined condition, e.g. `not-authorized`; empty when there is none. */
  readonly condition: string;
  /** The server's own text; empty when absent. */
  readonly text: string;
}

/**
 * Reads a SASL failure.
 * @param element a top-level element of a stream
 * @returns null when the element is not a SASL or SASL2 `<failure/>`
 * @see RFC 6120 §6.4.5 "SASL Failure"
 */
export function readSaslFailure(element: XmlElement): SaslFailure | null {
  if (element.name !== 'failure') return null;
  if (element.ns !== NS_SASL && element.ns !== NS_SASL_2) return null;
  const children = childElements(element);
  const condition = children.find((child) => child.ns === NS_SASL && child.name !== 'text');
  const text = children.find((child) => child.name === 'text');
  return { condition: condition?.name ?? '', text: text === undefined ? '' : ownText(text) };
}
