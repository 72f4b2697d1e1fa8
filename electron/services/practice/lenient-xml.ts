/**
 * Reads XML as leniently as the recorded server (exml on RapidXML): recording 20. Undefined prefixes
 * and entities, duplicate attributes and closing tags of another name pass; NUL and unquoted values don't.
 *
 * Well-formed text goes through `shared/xml`; this reader only sees what that one refused.
 */
import type { XmlElement, XmlNode } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { NS_STREAM } from '#shared/xmpp/namespaces.ts';

/** RapidXML's own words are what the stream error carries as text. */
export type LenientOutcome =
  | { readonly ok: true; readonly element: XmlElement }
  | { readonly ok: false; readonly text: string };

interface OpenElement {
  readonly name: string;
  readonly ns: string;
  readonly prefix: string;
  readonly attrs: Record<string, string>;
  readonly children: XmlNode[];
}

/** Namespaces by prefix; the default one under the empty prefix. */
type Scope = ReadonlyMap<string, string>;

class Refusal extends Error {}

const NAMED_ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const NAME = /[^\s/>=<'"?!]+/y;
const SPACE = /\s*/y;

/**
 * Reads one top-level element.
 * @param defaultNs namespace of elements that declare none
 * @returns the element, or the parser's complaint
 */
export function readLeniently(text: string, defaultNs = 'jabber:client'): LenientOutcome {
  if (text.includes('\0')) return { ok: false, text: 'null character found in buffer' };
  const strict = parseXml(text, { defaultNs });
  if (strict.ok) return strict;
  try {
    return {
      ok: true,
      element: readElement(
        text,
        new Map([
          ['', defaultNs],
          ['stream', NS_STREAM],
        ]),
      ),
    };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, text: error.message };
    throw error;
  }
}

/**
 * Reads a stream header, i.e. a tag that stays open.
 * @returns the element without children, or null when the tag cannot be read
 */
export function readStreamTag(text: string): XmlElement | null {
  try {
    return readElement(text.replace(/>\s*$/, '/>'), new Map());
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function readElement(text: string, outerScope: Scope): XmlElement {
  const stack: { readonly element: OpenElement; readonly scope: Scope }[] = [];
  let root: OpenElement | undefined;
  let offset = 0;
  while (offset < text.length) {
    const parent = stack.at(-1)?.element;
    const markup = text.indexOf('<', offset);
    const end = markup < 0 ? text.length : markup;
    if (end > offset && parent !== undefined) append(parent, decode(text.slice(offset, end)));
    if (markup < 0) break;
    if (text.startsWith('</', markup)) {
      stack.pop();
      offset = after(text, '>', markup);
    } else if (text.startsWith('<![CDATA[', markup)) {
      offset = after(text, ']]>', markup);
      if (parent !== undefined) append(parent, text.slice(markup + 9, offset - 3));
    } else if (text.startsWith('<!--', markup)) offset = after(text, '-->', markup);
    else if (text.startsWith('<?', markup)) offset = after(text, '?>', markup);
    else if (text.startsWith('<!', markup)) offset = after(text, '>', markup);
    else {
      const tag = readTag(text, markup + 1, stack.at(-1)?.scope ?? outerScope);
      parent?.children.push(tag.element);
      root ??= tag.element;
      if (!tag.closed) stack.push(tag);
      offset = tag.end;
    }
  }
  if (root === undefined || stack.length > 0) throw new Refusal('unexpected end of data');
  return root;
}

function after(text: string, terminator: string, from: number): number {
  const found = text.indexOf(terminator, from);
  if (found < 0) throw new Refusal('unexpected end of data');
  return found + terminator.length;
}

function readTag(
  text: string,
  start: number,
  outerScope: Scope,
): {
  readonly element: OpenElement;
  readonly scope: Scope;
  readonly closed: boolean;
  readonly end: number;
} {
  const name = match(NAME, text, start);
  if (name === '') throw new Refusal('expected element name');
  const attrs: Record<string, string> = Object.create(null) as Record<string, string>;
  const scope = new Map(outerScope);
  let offset = start + name.length;
  for (;;) {
    offset += match(SPACE, text, offset).length;
    const char = text[offset];
    if (char === undefined) throw new Refusal('unexpected end of data');
    if (char === '>' || char === '/') break;
    const attribute = readAttribute(text, offset);
    offset = attribute.end;
    if (attribute.name === 'xmlns') scope.set('', attribute.value);
    else if (attribute.name.startsWith('xmlns:'))
      scope.set(attribute.name.slice(6), attribute.value);
    else attrs[attribute.name] = attribute.value;
  }
  const closed = text[offset] === '/';
  if (closed && text[offset + 1] !== '>') throw new Refusal('expected >');
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  const element: OpenElement = {
    name: name.slice(colon + 1),
    ns: scope.get(prefix) ?? '',
    prefix,
    attrs,
    children: [],
  };
  return { element, scope, closed, end: offset + (closed ? 2 : 1) };
}

function readAttribute(text: string, start: number): { name: string; value: string; end: number } {
  const name = match(NAME, text, start);
  if (name === '') throw new Refusal('expected attribute name');
  let offset = start + name.length;
  offset += match(SPACE, text, offset).length;
  if (text[offset] !== '=') throw new Refusal('expected =');
  offset += 1;
  offset += match(SPACE, text, offset).length;
  const quote = text[offset];
  if (quote !== '"' && quote !== "'") throw new Refusal(`expected ' or "`);
  const end = after(text, quote, offset + 1);
  return { name, value: decode(text.slice(offset + 1, end - 1)), end };
}

function match(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? '';
}

function append(parent: OpenElement, text: string): void {
  const last = parent.children.at(-1);
  if (typeof last === 'string') parent.children[parent.children.length - 1] = last + text;
  else parent.children.push(text);
}

/** Entities that are not predefined stay as they were written. */
function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#[0-9]+|\w+);/gi, (whole, body: string) => {
    if (!body.startsWith('#')) return NAMED_ENTITIES.get(body) ?? whole;
    const hexadecimal = /^#x/i.test(body);
    const code = Number.parseInt(body.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
    if (code > 0x10ffff) throw new Refusal('invalid numeric character entity');
    return String.fromCodePoint(code);
  });
}
