/**
 * Resource binding.
 * RFC 6120 "XMPP: Core", 2011-03, §7; what MongooseIM refuses: facts 8.5, recording 16.
 */
import { randomBytes } from 'node:crypto';
import { createElement, type XmlElement } from '#shared/xml/node.ts';
import { findChild, ownText } from '#shared/xml/query.ts';
import { NS_BIND, NS_CLIENT } from '#shared/xmpp/namespaces.ts';
import { errorElement } from './stanza-reply.ts';

const MAX_RESOURCE_BYTES = 1023;

/**
 * The resource asked for.
 * @returns empty when the server is to choose; null when this is no acceptable bind request
 */
export function readBindRequest(stanza: XmlElement): string | null {
  const bind = findChild(stanza, 'bind', NS_BIND);
  if (stanza.name !== 'iq' || stanza.attrs['type'] !== 'set' || bind === undefined) return null;
  const element = findChild(bind, 'resource', NS_BIND);
  const resource = element === undefined ? '' : ownText(element);
  return isAcceptableResource(resource) ? resource : null;
}

/** Whether a text can be a resource. */
export function isAcceptableResource(resource: string): boolean {
  return Buffer.byteLength(resource) <= MAX_RESOURCE_BYTES && !/\p{Cc}/u.test(resource);
}

/** A resource of the server's choice, shaped like those of the recording. */
export function generateResource(now: Date): string {
  const microseconds = now.getTime() * 1000;
  const digits = String(microseconds).padStart(16, '0');
  const suffix = randomBytes(8).toString('hex');
  return `${digits.slice(0, 4)}-${digits.slice(4, 10)}-${digits.slice(10)}-${suffix}`;
}

/** The result names no sender and no receiver: nobody has an address yet. */
export function bindResult(request: XmlElement, fullJid: string): XmlElement {
  const jid = createElement('jid', NS_BIND, {}, [fullJid]);
  const bind = createElement('bind', NS_BIND, {}, [jid]);
  return createElement('iq', NS_CLIENT, { id: request.attrs['id'] ?? '', type: 'result' }, [bind]);
}

/** The answer to anything but an acceptable bind request (recordings 16, 24). */
export function bindRefusal(request: XmlElement): XmlElement {
  const error = errorElement('bad-request');
  const attrs = { id: request.attrs['id'] ?? '', type: 'error' };
  return createElement('iq', NS_CLIENT, attrs, [error, ...request.children]);
}
