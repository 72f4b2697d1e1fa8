/**
 * The `<body/>` wrapper of BOSH as text: cut into its exact parts, and written.
 * XEP-0124 1.11.2 "Bidirectional-streams Over Synchronous HTTP (BOSH)", 2020-05-18; XEP-0206 1.4 "XMPP Over BOSH", 2014-04-09.
 */
import type { XmlElement } from '#shared/xml/node.ts';
import { parseXml } from '#shared/xml/parse.ts';
import { escapeAttribute } from '#shared/xml/serialize.ts';
import { NS_HTTP_BIND, NS_XBOSH } from '#shared/xmpp/namespaces.ts';

/** Version of XEP-0124 that is spoken. */
const BOSH_VERSION = '1.11';

/** A wrapper in three parts; joined they are the text again, character for character. */
export interface BodyParts {
  /** Start tag, with an XML declaration before it; the whole wrapper when there is no payload. */
  readonly head: string;
  readonly payload: string;
  /** End tag; empty when there is no payload. */
  readonly tail: string;
}

/**
 * Cuts a wrapper.
 * @param text content of one HTTP message
 * @returns null when it is no `<body/>` element; whether it is well-formed is not looked at
 */
export function cutBody(text: string): BodyParts | null {
  const opening = /^\uFEFF?(?:<\?xml[^>]*\?>)?\s*<((?:[\w.-]+:)?body)(?=[\s/>])/.exec(text);
  if (opening === null) return null;
  const start = endOfTag(text, opening[0].length);
  if (start < 0) return null;
  if (text[start - 2] === '/') {
    return text.slice(start).trim() === '' ? { head: text, payload: '', tail: '' } : null;
  }
  const end = text.lastIndexOf('</');
  const tail = text.slice(Math.max(end, start));
  if (!new RegExp(`^</${opening[1]}\\s*>\\s*$`).test(tail)) return null;
  const payload = text.slice(start, end);
  return payload.trim() === ''
    ? { head: text, payload: '', tail: '' }
    : { head: text.slice(0, start), payload, tail };
}

/** Offset behind the `>` that ends the tag; -1 when there is none. */
function endOfTag(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at + 1;
  }
  return -1;
}

/**
 * Reads a wrapper's own attributes.
 * @param head start tag, or the whole of a wrapper without payload
 * @returns the element without its children; null when it is not well-formed or not BOSH's
 */
export function readBodyHead(head: string): XmlElement | null {
  const markup = head.replace(/^\uFEFF?(?:<\?xml[^>]*\?>)?\s*/, '');
  const isStartTag = endOfTag(markup, 0) === markup.length && !markup.endsWith('/>');
  const whole = isStartTag ? markup.replace(/>$/, '/>') : markup;
  const parsed = parseXml(whole, { defaultNs: '' });
  const isBody = parsed.ok && parsed.element.name === 'body' && parsed.element.ns === NS_HTTP_BIND;
  return isBody ? parsed.element : null;
}

/** Whether a wrapper ends the session. @see XEP-0124 1.11.2 §17 "Error and Status Codes" */
export function isTermination(element: XmlElement): boolean {
  const isBody = element.name === 'body' && element.ns === NS_HTTP_BIND;
  return isBody && element.attrs['type'] === 'terminate';
}

/** What a session is asked for. */
export interface SessionRequest {
  readonly rid: number;
  /** Seconds the server may hold a request. */
  readonly waitSeconds: number;
  readonly to: string;
  readonly from?: string | undefined;
  readonly lang: string;
}

/** The request that creates a session. @see XEP-0124 1.11.2 §7.1 "Session Creation Request" */
export function creationBody({ rid, waitSeconds, to, from, lang }: SessionRequest): string {
  return writeBody({
    'xmlns:xmpp': NS_XBOSH,
    rid,
    to,
    from,
    'xml:lang': lang,
    ver: BOSH_VERSION,
    wait: waitSeconds,
    hold: 1,
    ack: 1,
    content: 'text/xml; charset=utf-8',
    'xmpp:version': '1.0',
  });
}

/** What every later request names. */
export interface RequestIdentity {
  readonly sid: string;
  readonly rid: number;
  /** Highest request whose answer has come; only where it is not the one before, and the server asks for it. */
  readonly ack?: number | undefined;
}

/** A request with stanzas, or without to be held. */
export function payloadBody(identity: RequestIdentity, payload: string): string {
  return writeBody({ ...identity }, payload);
}

/** A new stream after the login. @see XEP-0206 1.4 §4 "Authentication" */
export function restartBody(identity: RequestIdentity, to: string, lang: string): string {
  const restart = { 'xmlns:xmpp': NS_XBOSH, 'xmpp:restart': 'true' };
  return writeBody({ ...identity, to, 'xml:lang': lang, ...restart });
}

/** The end of a session. @see XEP-0124 1.11.2 §13 "Terminating the HTTP Session" */
export function terminateBody(identity: RequestIdentity): string {
  return writeBody({ ...identity, type: 'terminate' });
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

function writeBody(attributes: Attributes, payload = ''): string {
  const all: Attributes = { xmlns: NS_HTTP_BIND, ...attributes };
  const written = Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}='${escapeAttribute(String(value))}'`)
    .join('');
  return payload === '' ? `<body${written}/>` : `<body${written}>${payload}</body>`;
}
