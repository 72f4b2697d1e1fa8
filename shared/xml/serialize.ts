/**
 * Tree to text. Stanzas use single quotes and no prefixes, as XMPP logs and specifications print them.
 */
import { isElement, type XmlElement, type XmlNode } from './node.ts';

const TEXT_ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const ATTRIBUTE_ESCAPES: Readonly<Record<string, string>> = {
  ...TEXT_ESCAPES,
  "'": '&apos;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** Escapes character data. A literal carriage return would be normalised away by the receiver, so it is written as a reference. */
export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (char) => TEXT_ESCAPES[char] ?? char).replace(/\r/g, '&#13;');
}

/** Escapes an attribute value for single or double quotes. */
export function escapeAttribute(value: string): string {
  return value.replace(/[&<>'"\n\r\t]/g, (char) => ATTRIBUTE_ESCAPES[char] ?? char);
}

/**
 * Writes an element as text without added white space.
 * @param element what to write
 * @param parentNs the default namespace in force where the text will stand; inside a client stream
 *   that is `jabber:client`, and an element of that namespace then carries no `xmlns`
 */
export function serializeXml(element: XmlElement, parentNs = 'jabber:client'): string {
  const parts: string[] = [];
  writeNode(element, parentNs, parts);
  return parts.join('');
}

function writeNode(node: XmlNode, parentNs: string, parts: string[]): void {
  if (!isElement(node)) {
    parts.push(escapeText(node));
    return;
  }
  const tag = node.prefix === '' ? node.name : `${node.prefix}:${node.name}`;
  parts.push('<', tag);
  if (node.prefix !== '') parts.push(` xmlns:${node.prefix}='`, escapeAttribute(node.ns), "'");
  else if (node.ns !== parentNs) parts.push(" xmlns='", escapeAttribute(node.ns), "'");
  // Where there is no prototype, `Object.entries` takes four times as long.
  for (const name of Object.keys(node.attrs)) {
    parts.push(' ', name, "='", escapeAttribute(node.attrs[name] ?? ''), "'");
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
