/**
 * Reads the XML that servers really send, many times faster than a general parser. It takes nothing that
 * it is not sure of: whatever is rare or wrong (CDATA, character references, carriage returns, prefixed
 * attributes, names beyond ASCII, any error) it leaves to the strict parser, which alone says what is wrong.
 */
import type { XmlLimits } from './limits.ts';
import type { XmlElement, XmlNode } from './node.ts';

/** What is in force around a text, and its bounds. */
export interface PlainContext {
  readonly defaultNs: string;
  readonly prefixes: Readonly<Record<string, string>>;
  readonly limits: XmlLimits;
}

interface Open {
  readonly qname: string;
  readonly children: XmlNode[];
  readonly defaultNs: string;
  readonly prefixes: Readonly<Record<string, string>>;
}

interface Tag {
  readonly qname: string;
  /** By qualified name, without namespace declarations. */
  readonly attrs: Record<string, string>;
  readonly defaultNs: string;
  readonly prefixes: Readonly<Record<string, string>>;
  readonly selfClosing: boolean;
}

/** Characters that XML forbids, and carriage returns, which it changes. */
const UNUSUAL = /[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const REFERENCE = /&(\w*;?)/g;
const PREDEFINED: Readonly<Record<string, string>> = {
  ...{ 'lt;': '<', 'gt;': '>', 'amp;': '&' },
  ...{ 'quot;': '"', 'apos;': "'" },
};

const [LESS, GREATER, SLASH, EQUALS, COLON] = [0x3c, 0x3e, 0x2f, 0x3d, 0x3a];
const NAME_START = 1;
const NAME_PART = 2;
const SPACE = 4;

/** What an ASCII character may be. */
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  if (/[A-Za-z_]/.test(char)) return NAME_START | NAME_PART;
  if (/[\d.-]/.test(char)) return NAME_PART;
  return /[ \t\n]/.test(char) ? SPACE : 0;
});

/**
 * Parses one element.
 * @returns null for anything unusual, which says nothing about whether it is well-formed
 */
export function parsePlain(text: string, context: PlainContext): XmlElement | null {
  // CDATA, comments and the like end where a name is looked for; only "]]>" could pass for text.
  if (UNUSUAL.test(text) || text.includes(']]>')) return null;
  const reader = createTagReader(text, context.limits.maxAttributes);
  const stack: Open[] = [];
  let root: XmlElement | null = null;
  let at = 0;
  while (at < text.length) {
    const inside = stack.at(-1);
    if (text.charCodeAt(at) !== LESS) {
      const end = text.indexOf('<', at);
      const run = end < 0 ? null : resolve(text.slice(at, end));
      if (run === null || inside === undefined) return null;
      inside.children.push(run);
      at = end;
    } else if (text.charCodeAt(at + 1) === SLASH) {
      const end = at + 2 + (inside?.qname.length ?? 0);
      if (inside === undefined || !text.startsWith(inside.qname, at + 2)) return null;
      if (text.charCodeAt(end) !== GREATER) return null;
      stack.pop();
      at = end + 1;
    } else {
      if ((inside === undefined && root !== null) || stack.length >= context.limits.maxDepth) {
        return null;
      }
      const tag = reader.read(at, inside ?? context);
      const element = tag === null ? null : toElement(tag);
      if (tag === null || element === null) return null;
      root ??= element;
      inside?.children.push(element);
      if (!tag.selfClosing) stack.push({ ...tag, children: element.children as XmlNode[] });
      at = reader.end();
    }
  }
  return stack.length === 0 ? root : null;
}

function toElement({ qname, attrs, defaultNs, prefixes }: Tag): XmlElement | null {
  const colon = qname.indexOf(':');
  const children: XmlNode[] = [];
  if (colon < 0) return { name: qname, ns: defaultNs, prefix: '', attrs, children };
  const prefix = qname.slice(0, colon);
  if (!Object.hasOwn(prefixes, prefix)) return null;
  const ns = prefixes[prefix] ?? '';
  return { name: qname.slice(colon + 1), ns, prefix, attrs, children };
}

function createTagReader(text: string, maxAttributes: number) {
  let at = 0;

  const is = (kind: number): boolean => ((CLASSES[text.charCodeAt(at)] ?? 0) & kind) !== 0;

  /** @returns a name with at most one colon, or null */
  function readName(): string | null {
    const start = at;
    if (!is(NAME_START)) return null;
    while (is(NAME_PART)) at += 1;
    if (text.charCodeAt(at) !== COLON) return text.slice(start, at);
    at += 1;
    if (!is(NAME_START)) return null;
    while (is(NAME_PART)) at += 1;
    return text.slice(start, at);
  }

  /** Reads from `=` to behind the closing quote. */
  function readValue(): string | null {
    if (text.charCodeAt(at) !== EQUALS) return null;
    const quote = text[at + 1];
    if (quote !== "'" && quote !== '"') return null;
    const end = text.indexOf(quote, at + 2);
    if (end < 0) return null;
    const value = text.slice(at + 2, end);
    at = end + 1;
    return /[<\t\n]/.test(value) ? null : resolve(value);
  }

  return {
    /** Where the last tag ended. */
    end: () => at,
    /** @returns null for an end tag, or one that is not plain */
    read(start: number, outside: Pick<Open, 'defaultNs' | 'prefixes'>): Tag | null {
      at = start + 1;
      const qname = readName();
      if (qname === null) return null;
      let { defaultNs, prefixes } = outside;
      const attrs = Object.create(null) as Record<string, string>;
      for (let count = 0; ; count += 1) {
        const spaced = is(SPACE);
        while (is(SPACE)) at += 1;
        const code = text.charCodeAt(at);
        if (code === GREATER || (code === SLASH && text.charCodeAt(at + 1) === GREATER)) {
          const selfClosing = code === SLASH;
          at += selfClosing ? 2 : 1;
          return { qname, attrs, defaultNs, prefixes, selfClosing };
        }
        const name = spaced && count < maxAttributes ? readName() : null;
        const value = name === null ? null : readValue();
        if (name === null || value === null) return null;
        if (name === 'xmlns') {
          if (!isPlainNamespace(value) || defaultNs !== outside.defaultNs) return null;
          defaultNs = value;
        } else if (name.startsWith('xmlns:')) {
          const prefix = name.slice('xmlns:'.length);
          if (!isPlainNamespace(value) || value === '' || prefix.startsWith('xml')) return null;
          if (prefixes !== outside.prefixes) return null;
          prefixes = { ...prefixes, [prefix]: value };
        } else {
          if (name in attrs || (name.includes(':') && name !== 'xml:lang')) return null;
          attrs[name] = value;
        }
      }
    },
  };
}

const NAMESPACES_OF_XML = ['http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/'];

/** The two namespaces of XML itself, and white space around a name, have rules of their own. */
function isPlainNamespace(value: string): boolean {
  return !NAMESPACES_OF_XML.includes(value) && value === value.trim();
}

/** Resolves the five predefined references; null when there is any other. */
function resolve(raw: string): string | null {
  if (!raw.includes('&')) return raw;
  let unknown = 0;
  const resolved = raw.replace(REFERENCE, (_whole, name: string) => {
    const char = Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : undefined;
    if (char === undefined) unknown += 1;
    return char ?? '';
  });
  return unknown === 0 ? resolved : null;
}
