/**
 * The tree that every reader and builder in Pushscope works on.
 *
 * It is for reading and building only. What crossed the wire is kept as exact text in wire entries:
 * a tree cannot give back attribute order, quotes or entity spelling.
 */

/** An element; `ns` is the resolved namespace, `xmlns` declarations are not among `attrs`. */
export interface XmlElement {
  /** Local name. */
  readonly name: string;
  /** Resolved namespace; empty when there is none. */
  readonly ns: string;
  /** Prefix as written; empty for the default namespace. */
  readonly prefix: string;
  /** Attributes by qualified name (`id`, `xml:lang`). Has no prototype. */
  readonly attrs: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

/** A child of an element. */
export type XmlNode = XmlElement | string;

/** What `createElement` takes as attribute values: `undefined` and `null` leave the attribute out. */
export type AttributeInput = Readonly<Record<string, string | number | undefined | null>>;

/**
 * Builds an element.
 * @param name local name
 * @param ns namespace, empty for none
 * @param attrs attributes; undefined or null values are left out
 * @param children elements and text; undefined, null and empty strings are left out
 */
export function createElement(
  name: string,
  ns: string,
  attrs: AttributeInput = {},
  children: readonly (XmlNode | undefined | null)[] = [],
): XmlElement {
  const kept: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, value] of Object.entries(attrs)) {
    if (value !== undefined && value !== null) kept[key] = String(value);
  }
  const present = children.filter(
    (child): child is XmlNode => child !== undefined && child !== null && child !== '',
  );
  return { name, ns, prefix: '', attrs: kept, children: present };
}

/** Tells an element from text. */
export function isElement(node: XmlNode): node is XmlElement {
  return typeof node !== 'string';
}
