/** Text to tree, with the restrictions of RFC 6120 §11.1, and with what is wrong with a text where it is not one. */
import { DEFAULT_XML_LIMITS, type XmlLimits } from './limits.ts';
import type { XmlElement } from './node.ts';
import { parsePlain } from './plain-parse.ts';
import { parseStrictly } from './strict-parse.ts';

/** What is wrong with a text and where. `line` counts from 1, `column` from 1, `offset` from 0 in UTF-16 units. */
export interface XmlProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** The tree, or the first problem. */
export type ParseOutcome =
  | { readonly ok: true; readonly element: XmlElement }
  | { readonly ok: false; readonly problem: XmlProblem };

/** Options of {@link parseXml}. */
export interface ParseOptions {
  readonly limits?: XmlLimits;
  /** Namespace of elements that declare none: `jabber:client` inside a client stream. */
  readonly defaultNs?: string;
  /** Prefixes in force outside the text, e.g. `stream` inside a stream. */
  readonly prefixes?: Readonly<Record<string, string>>;
}

const STREAM_PREFIXES = { stream: 'http://etherx.jabber.org/streams' };

/**
 * Parses one top-level element.
 * @param text the element's text; white space around it is allowed
 * @returns the tree, or the first problem with its place; never throws
 * @see RFC 6120 §11.1 "XML Restrictions"
 */
export function parseXml(text: string, options: ParseOptions = {}): ParseOutcome {
  const {
    limits = DEFAULT_XML_LIMITS,
    defaultNs = 'jabber:client',
    prefixes = STREAM_PREFIXES,
  } = options;
  if (text.length > limits.maxLength) {
    const message = `The XML is longer than ${limits.maxLength} characters`;
    return { ok: false, problem: { message, line: 1, column: 1, offset: limits.maxLength } };
  }
  const context = { limits, defaultNs, prefixes };
  const element = parsePlain(text, context);
  return element === null ? parseStrictly(text, context) : { ok: true, element };
}
