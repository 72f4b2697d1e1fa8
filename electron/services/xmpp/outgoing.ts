/**
 * What may leave by the one door: exactly one element, as it was given.
 * RFC 6120 §8 "XML Stanzas", 2011-03; RFC 7395 §3.3.3 (each WebSocket frame declares its namespace), 2014-10.
 */
import { fail, ok, type Result } from '#shared/contract/result.ts';
import type { XmlElement } from '#shared/xml/node.ts';
import { DEFAULT_XML_LIMITS } from '#shared/xml/limits.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { createStreamSplitter } from '#shared/xml/splitter.ts';
import { NS_CLIENT } from '#shared/xmpp/namespaces.ts';

/** Text that can be written, and its parsed form. */
export interface OutgoingText {
  readonly text: string;
  readonly element: XmlElement;
}

/**
 * Checks text before it is written.
 * @param xml what the user composed
 * @param framed the transport carries one element per frame
 * @returns the text to write, or a `not-well-formed` problem with its place
 */
export function checkOutgoing(xml: string, framed: boolean): Result<OutgoingText> {
  const parsed = parseXml(xml);
  if (!parsed.ok) {
    const { message, line, column } = parsed.problem;
    return fail({
      code: 'not-well-formed',
      what: 'The stanza was not sent.',
      why: `${message}.`,
      next: 'Correct the XML; a server would end the session over it.',
      place: `line ${line}, column ${column}`,
    });
  }
  if (!isOneElement(xml)) {
    return fail({
      code: 'not-well-formed',
      what: 'The stanza was not sent.',
      why: 'An XML declaration, a stream tag or something else that may not stand inside a stream is in the text.',
      next: 'Send one element at a time.',
      place: 'line 1, column 1',
    });
  }
  return ok({ element: parsed.element, text: framed ? toFrame(xml) : xml });
}

/**
 * Looks at text that is to go out although it is broken. Several whole stanzas are not broken: each would
 * be answered, and no answer could be told from another.
 * @returns what is wrong with it, as a sentence without full stop; or a `several-stanzas` problem
 */
export function checkBroken(xml: string): Result<string> {
  const parsed = parseXml(xml);
  const pieces = createStreamSplitter(DEFAULT_XML_LIMITS, 'checked');
  const tokens = pieces.push(xml);
  const whole = tokens.filter((token) => token.kind === 'element' && parseXml(token.text).ok);
  if (!parsed.ok && whole.length < 2) return ok(parsed.problem.message);
  if (whole.length < 2) return ok('It holds something that may not stand inside a stream');
  return fail({
    code: 'several-stanzas',
    what: 'Nothing was sent.',
    why: `The text holds ${whole.length} whole stanzas.`,
    next: 'Send one at a time, so that each has its own answer.',
    place: 'line 1, column 1',
  });
}

/** The splitter is what cuts the stream at the other end of the tap; it has to see one element too. */
function isOneElement(xml: string): boolean {
  const splitter = createStreamSplitter(DEFAULT_XML_LIMITS, 'checked');
  const tokens = splitter.push(xml);
  const elements = tokens.filter((token) => token.kind === 'element');
  const rest = tokens.filter((token) => token.kind !== 'element');
  return (
    elements.length === 1 &&
    splitter.rest().trim() === '' &&
    rest.every((token) => token.kind === 'text' && token.text.trim() === '')
  );
}

/** Without prefix and without `xmlns` a frame would be in no namespace at all. */
function toFrame(xml: string): string {
  const trimmed = xml.trim();
  const startTag = /^<([^\s/>]+)((?:[^"'>]|"[^"]*"|'[^']*')*)>/.exec(trimmed);
  const name = startTag?.[1] ?? '';
  if (name.includes(':') || /\sxmlns\s*=/.test(startTag?.[2] ?? '')) return trimmed;
  return `<${name} xmlns='${NS_CLIENT}'${trimmed.slice(name.length + 1)}`;
}
