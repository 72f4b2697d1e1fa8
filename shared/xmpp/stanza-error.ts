/**
 * Stanza errors.
 * RFC 6120 §8.3 "Stanza Errors", 2011-03. XEP-0086 legacy codes. MongooseIM puts `<error/>` before or
 * after the echoed payload and always adds `code` (facts, Part 0.3 and 0.4), so nothing here relies on position.
 */
import type { XmlElement } from '../xml/node.ts';
import { childElements, findChild, ownText } from '../xml/query.ts';
import { NS_CLIENT, NS_STANZA_ERRORS } from './namespaces.ts';

/** An application-specific condition, e.g. pubsub's `unsupported` with its `feature`. */
export interface ApplicationCondition {
  readonly name: string;
  readonly ns: string;
  /** `feature` attribute of pubsub's `unsupported`; absent otherwise. */
  readonly feature?: string;
}

/** Why a stanza was refused. */
export interface StanzaError {
  /** `auth`, `cancel`, `continue`, `modify`, `wait`; empty when absent. */
  readonly type: string;
  /** Defined condition; empty when there is none. */
  readonly condition: string;
  readonly text: string;
  /** `xml:lang` of the text; empty when absent. */
  readonly lang: string;
  /** Legacy numeric code; null when absent or not a number. */
  readonly code: number | null;
  /** Who returned the error, when it says so. */
  readonly by: string;
  readonly applicationConditions: readonly ApplicationCondition[];
}

/**
 * Reads the error of a stanza.
 * @returns null when the stanza has no `<error/>` child
 * @see RFC 6120 §8.3.2 "Syntax"
 */
export function readStanzaError(stanza: XmlElement): StanzaError | null {
  const error =
    findChild(stanza, 'error', stanza.ns === '' ? undefined : stanza.ns) ??
    findChild(stanza, 'error', NS_CLIENT);
  if (error === undefined) return null;
  const defined = childElements(error).filter((child) => child.ns === NS_STANZA_ERRORS);
  const condition = defined.find((child) => child.name !== 'text');
  const text = defined.find((child) => child.name === 'text');
  const code = Number(error.attrs['code'] ?? Number.NaN);
  return {
    type: error.attrs['type'] ?? '',
    condition: condition?.name ?? '',
    text: text === undefined ? '' : ownText(text),
    lang: text?.attrs['xml:lang'] ?? '',
    code: Number.isInteger(code) ? code : null,
    by: error.attrs['by'] ?? '',
    applicationConditions: childElements(error)
      .filter((child) => child.ns !== NS_STANZA_ERRORS)
      .map(readApplicationCondition),
  };
}

function readApplicationCondition(element: XmlElement): ApplicationCondition {
  const feature = element.attrs['feature'];
  return { name: element.name, ns: element.ns, ...(feature === undefined ? {} : { feature }) };
}
