/** Changing a stanza's attributes without changing the stanza. */
import { createElement, type XmlElement } from '#shared/xml/node.ts';

/** A copy with other attributes; `undefined` takes one away. */
export function withAttributes(
  stanza: XmlElement,
  changes: Readonly<Record<string, string | undefined>>,
): XmlElement {
  const { attrs } = createElement(stanza.name, stanza.ns, { ...stanza.attrs, ...changes });
  return { ...stanza, attrs };
}
