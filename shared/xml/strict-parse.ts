/**
 * Text to tree, with the restrictions of RFC 6120 §11.1: no comments, processing instructions, DTD
 * or entity references beyond the five predefined ones. Uses saxes, which is strict and gives positions.
 */
import { SaxesParser } from 'saxes';
import type { XmlLimits } from './limits.ts';
import type { XmlElement, XmlNode } from './node.ts';
import type { ParseOutcome } from './parse.ts';
import type { PlainContext } from './plain-parse.ts';

const DOCTYPE_REFUSED = 'A DOCTYPE is not allowed in XMPP (RFC 6120 §11.1)';

interface OpenElement {
  readonly name: string;
  readonly ns: string;
  readonly prefix: string;
  readonly attrs: Record<string, string>;
  readonly children: XmlNode[];
}

/** Raised inside saxes callbacks to leave the parser; never escapes this module. */
class Rejection extends Error {}

/**
 * Parses one top-level element with all its places known.
 * @returns the tree, or the first problem with its place; never throws
 * @see RFC 6120 §11.1 "XML Restrictions"
 */
export function parseStrictly(
  text: string,
  { defaultNs, prefixes, limits }: PlainContext,
): ParseOutcome {
  const build = createTreeBuilder(limits);
  const parser = new SaxesParser({
    xmlns: true,
    position: true,
    fragment: true,
    defaultXMLVersion: '1.0',
    additionalNamespaces: {
      '': defaultNs,
      ...prefixes,
    },
  });
  const reject = (message: string): never => {
    throw new Rejection(message);
  };
  parser.on('error', (error) => reject(cleanMessage(error.message)));
  parser.on('doctype', () => reject(DOCTYPE_REFUSED));
  parser.on('comment', () => reject('Comments are not allowed in XMPP (RFC 6120 §11.1)'));
  parser.on('processinginstruction', () =>
    reject('Processing instructions are not allowed in XMPP (RFC 6120 §11.1)'),
  );
  parser.on('opentag', (tag) => {
    const trouble = build.open(tag);
    if (trouble !== null) reject(trouble);
  });
  parser.on('closetag', () => build.close());
  parser.on('text', (chunk) => {
    const trouble = build.text(chunk);
    if (trouble !== null) reject(trouble);
  });
  parser.on('cdata', (chunk) => void build.text(chunk));
  try {
    parser.write(text).close();
  } catch (error) {
    const message = error instanceof Rejection ? error.message : 'The XML could not be parsed';
    const lone = UNFINISHED.test(message) ? findLoneAmpersand(text) : -1;
    if (lone >= 0) return rejectedAt(text, lone, 'A lone & is not allowed; write it as &amp;');
    return rejected(
      message,
      parser.line,
      parser.column + 1,
      Math.min(parser.position, text.length),
    );
  }
  const root = build.root();
  if (root === undefined) return rejected('There is no element', 1, 1, 0);
  return { ok: true, element: root };
}

function rejected(message: string, line: number, column: number, offset: number): ParseOutcome {
  return { ok: false, problem: { message, line, column, offset } };
}

/** What saxes only names, in words that say what is allowed. */
const PLAIN_MESSAGES: Readonly<Record<string, string>> = {
  'undefined entity':
    'Unknown entity: XMPP has only &lt; &gt; &amp; &apos; and &quot; (RFC 6120 §11.1)',
  'malformed character entity': 'A reference names a character that XML does not allow',
  'disallowed character': 'There is a character that XML does not allow, such as NUL',
};

/** What saxes says at the end of a text, of which a lone `&` has swallowed the rest. */
const UNFINISHED = /^(?:Unclosed tag|Unexpected end)/;

/** @returns the offset of the first `&` that begins no reference, outside CDATA sections; or -1 */
function findLoneAmpersand(text: string): number {
  const markup = text.replace(/<!\[CDATA\[[^]*?\]\]>/g, (section) => ' '.repeat(section.length));
  return markup.search(/&(?!#?\w+;)/);
}

function rejectedAt(text: string, offset: number, message: string): ParseOutcome {
  const lines = text.slice(0, offset).split('\n');
  return rejected(message, lines.length, (lines.at(-1) ?? '').length + 1, offset);
}

/** saxes prefixes its messages with `line:column: `, which the problem carries as numbers. */
function cleanMessage(message: string): string {
  const bare = message.replace(/^(?:[^:]*:)?\d+:\d+: /, '').replace(/\.$/, '');
  // In fragment mode saxes reports a DOCTYPE as misplaced; in XMPP there is no right place for one.
  if (/doctype/i.test(bare)) return DOCTYPE_REFUSED;
  return PLAIN_MESSAGES[bare] ?? bare.charAt(0).toUpperCase() + bare.slice(1);
}

function createTreeBuilder(limits: XmlLimits) {
  const stack: OpenElement[] = [];
  let root: OpenElement | undefined;

  return {
    open(tag: {
      readonly local: string;
      readonly prefix: string;
      readonly uri: string;
      readonly attributes: Readonly<
        Record<string, { readonly name: string; readonly value: string }>
      >;
    }): string | null {
      if (stack.length === 0 && root !== undefined) {
        return 'There is more than one top-level element';
      }
      if (stack.length >= limits.maxDepth)
        return `Elements are nested deeper than ${limits.maxDepth}`;
      const attributes = Object.values(tag.attributes);
      if (attributes.length > limits.maxAttributes) {
        return `An element has more than ${limits.maxAttributes} attributes`;
      }
      const attrs = Object.create(null) as Record<string, string>;
      for (const { name, value } of attributes) {
        if (name !== 'xmlns' && !name.startsWith('xmlns:')) attrs[name] = value;
      }
      const element: OpenElement = {
        name: tag.local,
        ns: tag.uri,
        prefix: tag.prefix,
        attrs,
        children: [],
      };
      stack.at(-1)?.children.push(element);
      root ??= element;
      stack.push(element);
      return null;
    },
    close(): void {
      stack.pop();
    },
    text(chunk: string): string | null {
      const parent = stack.at(-1);
      if (parent === undefined) {
        return chunk.trim() === '' ? null : 'There is text outside the element';
      }
      const last = parent.children.at(-1);
      if (typeof last === 'string') parent.children[parent.children.length - 1] = last + chunk;
      else parent.children.push(chunk);
      return null;
    },
    root: (): XmlElement | undefined => root,
  };
}
