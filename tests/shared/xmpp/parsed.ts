/** Parses a stanza of a test, or fails the test. */
import { parseXml } from '#shared/xml/parse.ts';
import type { XmlElement } from '#shared/xml/node.ts';

/** The tree of a well-formed text. */
export function parsed(xml: string): XmlElement {
  const outcome = parseXml(xml);
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.element;
}
