/**
 * Size of an item's content as `max_payload_size` measures it: of the internal Erlang term, not of the
 * XML text (facts, Part 2.6 P6).
 * Erlang External Term Format, ERTS 15; `exml` 4: `{xmlel, Name, Attrs, Children}`, `{xmlcdata, Content, Style}`.
 */
import { isElement, type XmlElement, type XmlNode } from '#shared/xml/node.ts';

const TUPLE_HEAD = 2;
const BINARY_HEAD = 5;
const LIST_HEAD = 5;
const MAP_HEAD = 5;
const NIL = 1;
const atom = (name: string): number => 2 + name.length;

const XMLEL = TUPLE_HEAD + atom('xmlel');
const XMLCDATA = TUPLE_HEAD + atom('xmlcdata') + atom('escaped');

/**
 * Measures an item's content.
 * @param parentNs namespace of the `<item/>` that holds it
 * @returns bytes; 0 when there is none
 */
export function payloadSize(payload: readonly XmlNode[], parentNs: string): number {
  // term_to_binary adds a version byte; MongooseIM takes off two, so that `[]` counts as 0.
  return listSize(payload, parentNs) + 1 - 2;
}

function listSize(nodes: readonly XmlNode[], ns: string): number {
  if (nodes.length === 0) return NIL;
  return nodes.reduce((sum, node) => sum + nodeSize(node, ns), LIST_HEAD + NIL);
}

function nodeSize(node: XmlNode, parentNs: string): number {
  if (!isElement(node)) return XMLCDATA + binarySize(node);
  return (
    XMLEL +
    binarySize(node.name) +
    MAP_HEAD +
    attributesSize(node, parentNs) +
    listSize(node.children, node.ns)
  );
}

function attributesSize(element: XmlElement, parentNs: string): number {
  const declared = element.ns === parentNs ? [] : [['xmlns', element.ns] as const];
  return [...Object.entries(element.attrs), ...declared].reduce(
    (sum, [name, value]) => sum + binarySize(name) + binarySize(value),
    0,
  );
}

function binarySize(text: string): number {
  return BINARY_HEAD + Buffer.byteLength(text);
}
