/** Stanzas for handlers of the practice server, and their answers in one line. */
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { readStanzaError } from '#shared/xmpp/stanza-error.ts';

/** Parses XML that a test wrote; a mistake in it fails the test. */
export function element(xml: string): XmlElement {
  const outcome = parseXml(xml);
  if (!outcome.ok) throw new Error(`${outcome.problem.message}: ${xml}`);
  return outcome.element;
}

/** An IQ around a payload. */
export function iq(
  attrs: { type?: string; from?: string; to?: string },
  ...payload: readonly string[]
): XmlElement {
  const defaults = { type: 'set', from: 'alice@localhost/desk', to: 'pubsub.localhost', id: 'i1' };
  return createElement('iq', 'jabber:client', { ...defaults, ...attrs }, payload.map(element));
}

/** `result`, `nothing`, or code, type and conditions: `409 cancel conflict precondition-not-met`. */
export function outcomeOf(reply: XmlElement | null): string {
  if (reply === null) return 'nothing';
  const error = readStanzaError(reply);
  if (error === null) return reply.attrs['type'] ?? '';
  const { code, type, condition, text, applicationConditions } = error;
  const own = applicationConditions.map(({ name, feature }) =>
    feature === undefined ? name : `${name}=${feature}`,
  );
  return [code, type, condition, ...own, ...(text === '' ? [] : [`"${text}"`])].join(' ');
}
