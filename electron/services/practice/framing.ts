/**
 * How a stream is opened, closed and filled on each transport.
 * RFC 6120 "XMPP: Core", 2011-03, §4; RFC 7395 "XMPP Subprotocol for WebSocket", 2014-10, §3.
 */
import { createElement, type XmlElement, type XmlNode } from '#shared/xml/node.ts';
import { NS_CLIENT, NS_FRAMING, NS_STREAM, NS_STREAM_ERRORS } from '#shared/xmpp/namespaces.ts';
import { serializeWire } from './wire-xml.ts';

/** What the server writes besides stanzas. */
export interface Framing {
  /** @param to JID of the client, once it is known */
  header(from: string, id: string, to: string | null): string;
  features(children: readonly XmlElement[]): string;
  /** @param detail application-specific condition */
  error(condition: string, text?: string, detail?: XmlElement): string;
  element(element: XmlElement): string;
  readonly close: string;
}

function errorChildren(condition: string, text?: string, detail?: XmlElement): XmlNode[] {
  const children = [createElement(condition, NS_STREAM_ERRORS)];
  if (text !== undefined) {
    children.push(createElement('text', NS_STREAM_ERRORS, { 'xml:lang': 'en' }, [text]));
  }
  if (detail !== undefined) children.push(detail);
  return children;
}

function headerAttributes(from: string, id: string, to: string | null): Record<string, string> {
  return { from, id, ...(to === null ? {} : { to }), version: '1.0', 'xml:lang': 'en' };
}

/** RFC 6120: one document per stream. */
export const TCP_FRAMING: Framing = {
  header(from, id, to) {
    const tag = createElement('stream:stream', NS_CLIENT, {
      ...headerAttributes(from, id, to),
      'xmlns:stream': NS_STREAM,
    });
    return serializeWire(tag, '').replace(/\/>$/, '>');
  },
  features: (children) => wrap('stream:features', children),
  error: (condition, text, detail) => wrap('stream:error', errorChildren(condition, text, detail)),
  element: (element) => serializeWire(element, NS_CLIENT),
  close: '</stream:stream>',
};

/** The `stream` prefix is declared by the header, so it is not declared again. */
function wrap(tag: string, children: readonly XmlNode[]): string {
  const inner = children.map((child) =>
    typeof child === 'string' ? child : serializeWire(child, NS_CLIENT),
  );
  return `<${tag}>${inner.join('')}</${tag}>`;
}

/** RFC 7395: one document per frame, so each declares its namespace. */
export const WEBSOCKET_FRAMING: Framing = {
  header: (from, id, to) =>
    serializeWire(createElement('open', NS_FRAMING, headerAttributes(from, id, to)), ''),
  features: (children) => serializeWire(createElement('features', NS_STREAM, {}, children), ''),
  error: (condition, text, detail) =>
    serializeWire(
      createElement('error', NS_STREAM, {}, errorChildren(condition, text, detail)),
      '',
    ),
  element: (element) => serializeWire(element, ''),
  close: `<close xmlns='${NS_FRAMING}'/>`,
};

/** XEP-0206: the wrapper says what a header would; it is written around what is said here. */
export const BOSH_FRAMING: Framing = {
  header: () => '',
  features: (children) => wrap('stream:features', children),
  error: (condition, text, detail) => wrap('stream:error', errorChildren(condition, text, detail)),
  element: (element) => serializeWire(element, ''),
  close: '',
};
