/**
 * Stream errors: the last thing a server says on a stream.
 * RFC 6120 §4.9 "Stream Errors", 2011-03.
 */
import type { XmlElement } from '../xml/node.ts';
import { childElements, ownText } from '../xml/query.ts';
import { NS_STREAM, NS_STREAM_ERRORS } from './namespaces.ts';
import type { ApplicationCondition } from './stanza-error.ts';

/** Why a stream ended. */
export interface StreamError {
  /** Defined condition; empty when there is none. */
  readonly condition: string;
  /** The server's own text. MongooseIM tells a kick from a replaced resource by nothing else. */
  readonly text: string;
  /** `xml:lang` of the text; empty when absent. */
  readonly lang: string;
  /** Address inside `<see-other-host/>`; empty for any other condition. */
  readonly otherHost: string;
  readonly applicationConditions: readonly ApplicationCondition[];
}

/**
 * Reads a stream error.
 * @param element a top-level element of a stream
 * @returns null when the element is not `<stream:error/>`
 * @see RFC 6120 §4.9.2 "Syntax"
 */
export function readStreamError(element: XmlElement): StreamError | null {
  if (element.name !== 'error' || element.ns !== NS_STREAM) return null;
  const children = childElements(element);
  const defined = children.filter((child) => child.ns === NS_STREAM_ERRORS);
  const condition = defined.find((child) => child.name !== 'text');
  const text = defined.find((child) => child.name === 'text');
  return {
    condition: condition?.name ?? '',
    text: text === undefined ? '' : ownText(text),
    lang: text?.attrs['xml:lang'] ?? '',
    otherHost: condition?.name === 'see-other-host' ? ownText(condition) : '',
    applicationConditions: children
      .filter((child) => child.ns !== NS_STREAM_ERRORS)
      .map((child) => ({ name: child.name, ns: child.ns })),
  };
}
