/**
 * Readable text of a tree. White space inside an element that holds text is part of its value (a
 * FORM_TYPE with a line break in it is another FORM_TYPE), so such elements are written as they are.
 */
import { isElement, type XmlElement } from './node.ts';
import { serializeXml } from './serialize.ts';

/** Options of {@link formatXml}. */
export interface FormatOptions {
  /** One step of indentation; two spaces unless given. */
  readonly indent?: string;
  /** Default namespace in force around the element; see `serializeXml`. */
  readonly parentNs?: string;
}

/**
 * Writes an element with one child element a line.
 *
 * White space between child elements is replaced; an element that contains any other text of its own is
 * written without change, and so is all inside it.
 * @returns lines separated by `\n`, without one at the end; parsing it gives the same tree, but for
 *   white space between elements
 */
export function formatXml(element: XmlElement, options: FormatOptions = {}): string {
  const lines: string[] = [];
  writeElement(element, options.parentNs ?? 'jabber:client', '', options.indent ?? '  ', lines);
  return lines.join('\n');
}

function writeElement(
  element: XmlElement,
  parentNs: string,
  margin: string,
  indent: string,
  lines: string[],
): void {
  const children = element.children.filter(isElement);
  if (children.length === 0 || hasText(element)) {
    lines.push(margin + serializeXml(element, parentNs));
    return;
  }
  const { open, close } = tagsOf(element, parentNs);
  const innerNs = element.prefix === '' ? element.ns : parentNs;
  lines.push(margin + open);
  for (const child of children) writeElement(child, innerNs, margin + indent, indent, lines);
  lines.push(margin + close);
}

function hasText(element: XmlElement): boolean {
  return element.children.some((child) => !isElement(child) && child.trim() !== '');
}

/** The tags of an element with children, as the serializer writes them. */
function tagsOf(
  element: XmlElement,
  parentNs: string,
): { readonly open: string; readonly close: string } {
  const tag = element.prefix === '' ? element.name : `${element.prefix}:${element.name}`;
  const empty = serializeXml({ ...element, children: [] }, parentNs);
  return { open: `${empty.slice(0, -'/>'.length)}>`, close: `</${tag}>` };
}
