/** Random trees and random cuts for property tests. */
import fc from 'fast-check';
import { createElement, type XmlElement, type XmlNode } from '#shared/xml/node.ts';

/** Text that XML 1.0 can carry, awkward characters included. */
export const xmlText: fc.Arbitrary<string> = fc.oneof(
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: 12 })
    .map((text) =>
      text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '_'),
    ),
  fc.constantFrom('<&>"\'', ']]>', '\r\n', '\u202Ereversed', '👍🏽', ' padded ', '&amp;'),
);

const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/);

const namespace = fc.constantFrom('jabber:client', 'urn:xmpp:push:0', 'jabber:x:data', 'a&b', '');

const attributes = fc.dictionary(
  fc.oneof(
    name.filter((text) => text !== 'xmlns'),
    fc.constant('xml:lang'),
  ),
  xmlText,
  { maxKeys: 3 },
);

const { element } = fc.letrec<{ element: XmlElement; node: XmlNode }>((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, xmlText, tie('element')),
  element: fc
    .tuple(name, namespace, attributes, fc.array(tie('node'), { maxLength: 4 }))
    .map(([local, ns, attrs, children]) => createElement(local, ns, attrs, joinTexts(children))),
}));

/** Any element whose neighbouring texts are one, as a parser gives them. */
export const xmlElement: fc.Arbitrary<XmlElement> = element;

function joinTexts(nodes: readonly XmlNode[]): XmlNode[] {
  const joined: XmlNode[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (typeof node === 'string' && typeof last === 'string')
      joined[joined.length - 1] = last + node;
    else joined.push(node);
  }
  return joined;
}

/** Cuts a text at random places; the pieces joined are the text. */
export function chunksOf(text: string): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.integer({ min: 0, max: text.length }), { maxLength: 20 }).map((cuts) => {
    const places = [0, ...cuts.sort((a, b) => a - b), text.length];
    return places.slice(1).map((end, index) => text.slice(places[index], end));
  });
}
