/**
 * Tree to text as MongooseIM writes it: attributes, `xmlns` among them, in alphabetical order. exml
 * keeps attributes in an Erlang map, and small maps are written in key order; a practice server whose
 * text differs would teach people to look for differences that mean nothing.
 */
import { isElement, type XmlElement, type XmlNode } from '#shared/xml/node.ts';
import { NS_CLIENT, NS_STREAM } from '#shared/xmpp/namespaces.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
};

/** Escapes text and attribute values alike: exml knows one way for both. */
function escapeWire(text: string): string {
  return text.replace(/[&<>'"]/g, (char) => ESCAPES[char] ?? char);
}

/** Prefixes that the stream header has declared already. */
const DECLARED_PREFIXES: Readonly<Record<string, string>> = { stream: NS_STREAM };

/**
 * Writes an element for the wire.
 * @param element what to write; an empty text child gives `<value></value>`, none gives `<value/>`
 * @param parentNs the default namespace in force: `jabber:client` inside a client stream
 * @see tests/fixtures/golden/index.md, remark 13
 */
export function serializeWire(element: XmlElement, parentNs = NS_CLIENT): string {
  const parts: string[] = [];
  writeNode(element, parentNs, parts);
  return parts.join('');
}

function writeNode(node: XmlNode, parentNs: string, parts: string[]): void {
  if (!isElement(node)) {
    parts.push(escapeWire(node));
    return;
  }
  const tag = node.prefix === '' ? node.name : `${node.prefix}:${node.name}`;
  parts.push('<', tag);
  for (const [name, value] of wireAttributes(node, parentNs)) {
    parts.push(' ', name, "='", escapeWire(value), "'");
  }
  if (node.children.length === 0) {
    parts.push('/>');
    return;
  }
  parts.push('>');
  const inner = node.prefix === '' ? node.ns : parentNs;
  for (const child of node.children) writeNode(child, inner, parts);
  parts.push('</', tag, '>');
}

function wireAttributes(element: XmlElement, parentNs: string): [string, string][] {
  const attributes = Object.entries(element.attrs);
  if (element.prefix === '') {
    if (element.ns !== parentNs) attributes.push(['xmlns', element.ns]);
  } else if (element.ns !== '' && DECLARED_PREFIXES[element.prefix] !== element.ns) {
    // An undeclared prefix (no namespace) is passed on undeclared, as the server does: recording 20.
    attributes.push([`xmlns:${element.prefix}`, element.ns]);
  }
  return attributes.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}
