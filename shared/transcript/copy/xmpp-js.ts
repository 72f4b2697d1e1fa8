/** Copy as code for xmpp.js: calls of `xml()`, which build the same element. */
import type { WireEntry } from '../entry.ts';
import { isElement, type XmlElement, type XmlNode } from '../../xml/node.ts';
import { parseXml } from '../../xml/parse.ts';
import { replaceUnseen } from '../../xml/unseen-characters.ts';
import { NS_CLIENT } from '../../xmpp/namespaces.ts';
import { type CopyFormatter, factsOfEntry, textOfEntry } from './copy-format.ts';

/** One expression for one entry; statements with comments for several. What is no element is a comment. */
export const COPY_XMPP_JS: CopyFormatter = {
  id: 'xmpp-js',
  label: 'xmpp.js code',
  write(entries) {
    const [only, ...more] = entries;
    if (only === undefined) return '';
    if (more.length === 0) return writeCode(only) ?? writeComment(textOfEntry(only));
    return entries.map(writeStatement).join('\n\n');
  },
};

function writeStatement(entry: WireEntry): string {
  const code = writeCode(entry);
  const head = writeComment(factsOfEntry(entry));
  return `${head}\n${code === null ? writeComment(textOfEntry(entry)) : `${code};`}`;
}

function writeCode(entry: WireEntry): string | null {
  const parsed = parseXml(entry.xml);
  return parsed.ok ? writeCall(parsed.element, NS_CLIENT, '') : null;
}

const LINE_WIDTH = 80;

/** Writes a call on one line where it fits, else one argument a line. */
function writeCall(element: XmlElement, parentNs: string, margin: string): string {
  const { prefix, name, ns } = element;
  const inner = `${margin}  `;
  const childNs = prefix === '' ? ns : parentNs;
  const attributes = writeAttributes(element, parentNs);
  const children = element.children.map((child) => writeChild(child, childNs, inner));
  const needsAttributes = attributes !== '{}' || children.length > 0;
  const tag = writeString(prefix === '' ? name : `${prefix}:${name}`);
  const parts = [tag, ...(needsAttributes ? [attributes] : []), ...children];
  const short = `xml(${parts.join(', ')})`;
  if (margin.length + short.length < LINE_WIDTH && !short.includes('\n')) return short;
  return `xml(\n${parts.map((part) => `${inner}${part},\n`).join('')}${margin})`;
}

function writeChild(child: XmlNode, parentNs: string, margin: string): string {
  return isElement(child) ? writeCall(child, parentNs, margin) : writeString(child);
}

/** The library takes namespaces as attributes, as they stand in the text. */
function writeAttributes({ prefix, ns, attrs }: XmlElement, parentNs: string): string {
  const declared: [string, string][] =
    prefix !== '' ? [[`xmlns:${prefix}`, ns]] : ns === parentNs ? [] : [['xmlns', ns]];
  const written = [...declared, ...Object.entries(attrs)].map(
    ([name, value]) => `${writeKey(name)}: ${writeString(value)}`,
  );
  return written.length === 0 ? '{}' : `{ ${written.join(', ')} }`;
}

function writeKey(name: string): string {
  // Written any other way, this one sets the prototype of the object.
  if (name === '__proto__') return '["__proto__"]';
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : writeString(name);
}

/** A literal in which nothing is hidden: code that reads otherwise than it runs is an old trick. */
function writeString(text: string): string {
  return replaceUnseen(JSON.stringify(text), escapeUnseen);
}

function escapeUnseen(code: number): string {
  const units = code > 0xffff ? surrogatesOf(code) : [code];
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

function surrogatesOf(code: number): number[] {
  const pair = String.fromCodePoint(code);
  return [pair.charCodeAt(0), pair.charCodeAt(1)];
}

/** Text that cannot end its comment. */
function writeComment(text: string): string {
  return text
    .split(/[\r\n\u2028\u2029]+/)
    .map((line) => `// ${replaceUnseen(line, () => '?')}`)
    .join('\n');
}
